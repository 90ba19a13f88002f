#pragma once
/// One file of a server, brought here: of any size, since its bytes go to the disk as they come.

#include "core/base/random.hpp"
#include "net/transport.hpp"
#include "store/file.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace nightjar::data {

struct DownloadWish {
    net::Url from;
    std::filesystem::path to;           ///< in a folder that is there
    std::string sha256;                 ///< hex in lower case; empty: not known
    std::optional<std::uint64_t> size;  ///< bytes
};

struct DownloadOptions {
    unsigned attempts{6};                         ///< in a row that bring nothing
    unsigned redirects{5};                        ///< one after the other
    core::Duration patience = core::seconds(60);  ///< for the next bytes
    std::uint64_t seed{1};                        ///< of the waits between attempts
};

struct DownloadProgress {
    std::uint64_t bytes{};  ///< that are here
    std::uint64_t of{};     ///< 0: nobody has said
};

struct Downloaded {
    std::string sha256;     ///< of the file
    bool stated{};          ///< the server said that it would be this
    std::uint64_t bytes{};  ///< received now
};

/// One thread, the transport's. The file lies under its name only when it is whole and has the
/// SHA-256 and the size that are wanted; where none is known, the SHA-256 that the server states
/// ("X-Linked-Etag" of Hugging Face). Until then it is "<name>.part", locked, and goes on where it
/// ended (Range), also in another process, but only where somebody states what it must become.
/// Errors of the network, 429 and 5xx are tried again, later and later, as the server asks.
/// Redirects lead from https to https only, and from another machine never to this one.
class Download {
public:
    using Done = std::function<void(core::Result<Downloaded>)>;
    using Heard = std::function<void(const DownloadProgress&)>;

    /// `transport` outlives what it has been asked.
    Download(net::Transport& transport, DownloadWish wish, DownloadOptions options);
    Download(const Download&) = delete;
    Download& operator=(const Download&) = delete;

    /// `done` once. Errors: NotThere; NotFetched, where what came stays; BadChecksum, where it is
    /// deleted; store's Io and Locked.
    void start(Heard heard, Done done);

private:
    core::Status open_part();
    void ask(const net::Url& at, unsigned redirected);
    bool take(const net::WebReply& head, std::string_view bytes);
    core::Status begin_body(const net::WebReply& head);
    void hear(const net::Url& at, unsigned redirected, const core::Result<net::WebReply>& reply);
    void follow(const net::Url& at, unsigned redirected, const net::WebReply& reply);
    void ask_again(const core::Result<net::WebReply>& reply);
    void start_anew();
    void complete();
    void refuse(const core::Error& why);
    void finish(core::Result<Downloaded> result);

    [[nodiscard]] std::string name() const { return wish_.to.filename().string(); }
    [[nodiscard]] std::filesystem::path part() const;
    [[nodiscard]] const std::string& wanted() const {
        return wish_.sha256.empty() ? stated_ : wish_.sha256;
    }

    net::Transport* transport_;
    DownloadWish wish_;
    DownloadOptions options_;
    core::Random chance_;
    std::optional<store::File> file_;
    std::uint64_t size_{};                // of ".part"
    std::uint64_t whole_{};               // as far as somebody has said
    std::uint64_t received_{};            // now
    std::string stated_;                  // by the server
    unsigned failed_{};                   // attempts
    bool leftover_{};                     // ".part" begins with what another process received
    bool begun_{};                        // the body of this answer
    std::optional<core::Error> trouble_;  // why no more of it was taken
    std::unique_ptr<net::Transport::Timer> wait_;
    Heard heard_;
    Done done_;
    std::shared_ptr<bool> life_{std::make_shared<bool>(true)};
};

}  // namespace nightjar::data
