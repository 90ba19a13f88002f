#pragma once
/// Files of a public archive, brought here.

#include "core/base/random.hpp"
#include "data/archive.hpp"
#include "net/transport.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace nightjar::data {

struct FetchOptions {
    net::Url archive;                             ///< scheme, host and port
    std::filesystem::path folder;                 ///< made where missing
    std::size_t at_once{2};                       ///< requests under way
    std::size_t chunk{8U << 20U};                 ///< bytes of one request
    unsigned attempts{6};                         ///< at one request, before it is given up
    core::Duration patience = core::seconds(60);  ///< for one answer
    std::uint64_t seed{1};                        ///< of the waits between attempts
};

struct FetchProgress {
    std::size_t parts{};
    std::size_t done{};
    std::uint64_t bytes{};  ///< received now
};

struct Fetched {
    std::vector<std::filesystem::path> files;  ///< in the order of time; checksums verified
    std::vector<std::string> missing;          ///< that the archive does not have
    std::size_t there{};                       ///< of `files`: were here already
    std::uint64_t bytes{};                     ///< received now
};

/// One thread, the transport's. A file lies under its own name only when it is whole and its
/// SHA-256 is the archive's; until then it is "<name>.part", and goes on where it ended, also in
/// another process. Errors of the network, 429 and 5xx are tried again, later and later, as the
/// archive asks; what does not exist is asked for once.
class Fetch {
public:
    using Done = std::function<void(core::Result<Fetched>)>;
    using Heard = std::function<void(const FetchProgress&)>;

    /// `transport` outlives it.
    Fetch(net::Transport& transport, FetchOptions options, std::vector<ArchivePart> parts);
    ~Fetch();
    Fetch(const Fetch&) = delete;
    Fetch& operator=(const Fetch&) = delete;

    /// `done` once. Errors: NotFetched, BadChecksum (twice in a row), store's Io; what came stays.
    void start(Heard heard, Done done);

private:
    struct Job;
    void next();
    void begin(const std::shared_ptr<Job>& job);
    void ask_checksum(const std::shared_ptr<Job>& job);
    void ask_bytes(const std::shared_ptr<Job>& job);
    void take(const std::shared_ptr<Job>& job, const net::WebReply& reply);
    void complete(const std::shared_ptr<Job>& job);
    void absent(const std::shared_ptr<Job>& job);
    void fail_all(const core::Error& why);
    /// With attempts; `good` hears any status below 500 but 429.
    void ask(const std::shared_ptr<Job>& job, const net::WebRequest& request,
             const std::function<void(const net::WebReply&)>& good);

    net::Transport* transport_;
    FetchOptions options_;
    core::Random chance_;
    std::vector<std::shared_ptr<Job>> jobs_;  // in the order of time
    std::size_t begun_{};
    std::size_t running_{};
    std::size_t finished_{};
    Fetched fetched_;
    Heard heard_;
    Done done_;
    std::shared_ptr<bool> life_{std::make_shared<bool>(true)};
};

}  // namespace nightjar::data
