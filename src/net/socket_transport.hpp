#pragma once
/// The transport over real sockets, TLS included.

#include "core/model/ports.hpp"
#include "net/socket_options.hpp"
#include "net/transport.hpp"

namespace nightjar::net {

/// One thread of its own. Connections for requests are kept and used again; a request waits for no
/// other. TLS is 1.2 or later, with the host's name verified. Dropping it ends the thread; nothing
/// is called from then on. Streams are dropped before it.
class SocketTransport final : public Transport {
public:
    /// `clock` outlives it. Error: CannotConnect, for trusted certificates that cannot be read.
    static core::Result<std::unique_ptr<SocketTransport>> start(const core::Clock& clock,
                                                                SocketOptions options = {});
    ~SocketTransport() override;
    SocketTransport(const SocketTransport&) = delete;
    SocketTransport& operator=(const SocketTransport&) = delete;

    void request(const Url& server, WebRequest request, core::Duration patience,
                 Answer answer) override;
    void download(const Url& server, WebRequest request, core::Duration patience, Piece piece,
                  Answer answer) override;
    [[nodiscard]] std::unique_ptr<Stream> open(const Url& server, const Headers& headers,
                                               StreamListener& listener) override;
    [[nodiscard]] core::Time now() const override;
    [[nodiscard]] std::unique_ptr<Timer> after(core::Duration span,
                                               std::function<void()> action) override;
    void post(std::function<void()> action) override;
    [[nodiscard]] std::unique_ptr<Bell> bell(std::function<void()> action) override;

private:
    class Impl;
    explicit SocketTransport(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace nightjar::net
