#pragma once
/// Services on sockets of this machine.

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "net/web_service.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nightjar::net {

struct WebListen {
    std::uint16_t port{};   ///< 0 lets the system choose
    WebService* service{};  ///< outlives the server
};

struct WebServerOptions {
    /// A certificate with its key, both files in PEM; empty: http and ws.
    std::string certificate{};
    std::string key{};
    std::size_t most_bytes = std::size_t{1} << 20;     ///< of a request or a message
    std::size_t most_waiting = std::size_t{64} << 20;  ///< to a client that does not read
    std::size_t most_connections = 1'024;              ///< of all ports together
    core::Duration idle = core::seconds(60);           ///< until a quiet connection is closed
    core::Duration silence = core::seconds(120);       ///< of a stream, pings unanswered
};

/// HTTP and WebSocket on 127.0.0.1, all ports on one thread, which also runs the services and what
/// is posted. Connections are kept between requests.
class WebServer {
public:
    /// Error: CannotListen, also for a certificate that cannot be read.
    static core::Result<std::unique_ptr<WebServer>> start(const std::vector<WebListen>& listens,
                                                          WebServerOptions options = {});
    ~WebServer();
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;

    /// In the order in which they were asked for.
    [[nodiscard]] std::vector<std::uint16_t> ports() const;
    /// From any thread.
    void post(std::function<void()> action);
    /// Runs it again and again, the next time so long after the end of the last.
    void every(core::Duration span, std::function<void()> action);

private:
    class Impl;
    explicit WebServer(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace nightjar::net
