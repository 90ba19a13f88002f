#pragma once
/// Questions and answers of one line each over a Unix socket: the way to a node on the same
/// machine, which works when no web server does.

#include "core/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace nightjar::net {

/// Makes the socket (0600, replacing one that nobody listens to) and answers on a thread of its
/// own. A caller of another user is turned away. One question of at most 4 KiB per connection, 2 s
/// each.
class LineServer {
public:
    using Handler = std::function<std::string(const std::string& question)>;

    static core::Result<std::unique_ptr<LineServer>> start(const std::filesystem::path& path,
                                                           Handler handler);
    ~LineServer();
    LineServer(const LineServer&) = delete;
    LineServer& operator=(const LineServer&) = delete;

private:
    class Impl;
    explicit LineServer(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

/// Errors: CannotConnect (nobody listens there), Closed (no answer in time, or none of the many
/// questions that wait already is heard).
core::Result<std::string> ask(const std::filesystem::path& path, const std::string& question,
                              std::chrono::milliseconds patience = std::chrono::seconds{5});

/// The process that listens there. Errors: the same.
core::Result<std::int64_t> listener(const std::filesystem::path& path);

}  // namespace nightjar::net
