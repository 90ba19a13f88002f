#pragma once
/// Files of a public archive, brought here.

#include "data/archive.hpp"
#include "data/download.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace nightjar::data {

struct FetchOptions {
    net::Url archive;                             ///< scheme, host and port
    std::filesystem::path folder;                 ///< made where missing
    std::size_t at_once{2};                       ///< requests under way
    unsigned attempts{6};                         ///< at one request, before it is given up
    core::Duration patience = core::seconds(60);  ///< for the next bytes
    std::uint64_t seed{1};                        ///< of the waits between attempts
};

struct FetchProgress {
    std::size_t parts{};
    std::size_t done{};
    std::uint64_t bytes{};  ///< received now, of whole files
};

struct Fetched {
    std::vector<std::filesystem::path> files;  ///< in the order of time; checksums verified
    std::vector<std::string> missing;          ///< that the archive does not have
    std::size_t there{};                       ///< of `files`: were here already
    std::uint64_t bytes{};                     ///< received now
};

/// One thread, the transport's. Files come as by Download, a file's checksum before the file; what
/// does not exist is asked for once.
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
    void begin(Job& job);
    void ask_checksum(Job& job);
    void ask_bytes(Job& job);
    /// The file with that ending, for `then`; where it does not exist, the job goes on without it.
    void bring(Job& job, std::string_view ending, std::string sha256, Download::Done then);
    void absent(Job& job);
    void fail_all(const core::Error& why);

    net::Transport* transport_;
    FetchOptions options_;
    std::vector<std::unique_ptr<Job>> jobs_;  // in the order of time
    std::size_t begun_{};
    std::size_t running_{};
    std::size_t finished_{};
    Fetched fetched_;
    Heard heard_;
    Done done_;
    std::shared_ptr<bool> life_{std::make_shared<bool>(true)};
};

}  // namespace nightjar::data
