#include "net/socket_transport.hpp"

#include "net/errc.hpp"
#include "net/web_client.hpp"
#include "net/web_socket.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <thread>

namespace nightjar::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

class AsioTimer final : public Transport::Timer {
public:
    AsioTimer(asio::io_context& context, core::Duration span, std::function<void()> action)
        : timer_{context, to_chrono(span)} {
        timer_.async_wait(
            [gone = std::weak_ptr{here_}, action = std::move(action)](error_code error) {
                // A cancel comes too late for one that has already been queued.
                if (!error && !gone.expired()) action();
            });
    }

private:
    asio::steady_timer timer_;
    std::shared_ptr<bool> here_{std::make_shared<bool>()};
};

/// A byte in a pipe.
class PipeBell final : public Transport::Bell {
public:
    PipeBell(asio::io_context& context, std::array<int, 2> ends, std::function<void()> action)
        : hears_{std::make_shared<Hears>(asio::posix::stream_descriptor{context, ends[0]},
                                         std::move(action))},
          rings_{context, ends[1]} {
        listen(hears_);
    }
    ~PipeBell() override {
        hears_->action = nullptr;
        boost::system::error_code ignored;
        hears_->end.close(ignored);
    }
    PipeBell(const PipeBell&) = delete;
    PipeBell& operator=(const PipeBell&) = delete;

    void ring() override {
        if (hears_->rung.exchange(true, std::memory_order_acq_rel)) return;
        const char byte{};
        while (::write(rings_.native_handle(), &byte, 1) < 0 && errno == EINTR) {
        }
    }

private:
    struct Hears {
        asio::posix::stream_descriptor end;
        std::function<void()> action;
        std::atomic<bool> rung{};
        char byte{};
    };
    static void listen(const std::shared_ptr<Hears>& hears) {
        hears->end.async_read_some(asio::buffer(&hears->byte, 1),
                                   [hears](error_code error, std::size_t) {
                                       if (error) return;
                                       hears->rung.store(false, std::memory_order_release);
                                       if (hears->action) hears->action();
                                       if (hears->action) listen(hears);
                                   });
    }

    std::shared_ptr<Hears> hears_;
    asio::posix::stream_descriptor rings_;
};

/// A WebSocket that may still be on its way.
class SocketStream final : public Stream {
public:
    /// What the connecting and the stream share.
    struct Shared {
        std::shared_ptr<WebSocket> socket;
        std::vector<std::string> early;
        bool dropped{};
    };
    SocketStream() = default;
    ~SocketStream() override {
        shared_->dropped = true;
        if (shared_->socket) shared_->socket->forget();
    }
    SocketStream(const SocketStream&) = delete;
    SocketStream& operator=(const SocketStream&) = delete;

    void send(std::string text) override {
        if (shared_->socket)
            shared_->socket->send(std::move(text));
        else
            shared_->early.push_back(std::move(text));
    }
    [[nodiscard]] const std::shared_ptr<Shared>& shared() const { return shared_; }

private:
    std::shared_ptr<Shared> shared_{std::make_shared<Shared>()};
};

}  // namespace

class SocketTransport::Impl {
public:
    Impl(const core::Clock& clock, SocketOptions options)
        : clock_{&clock}, options_{std::move(options)} {
        tls_.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                         asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                         asio::ssl::context::no_tlsv1_1);
        tls_.set_default_verify_paths();
        if (!options_.trusted.empty()) tls_.load_verify_file(options_.trusted);
        thread_ = std::thread{[this] { context_.run(); }};
    }
    ~Impl() {
        context_.stop();
        thread_.join();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    std::unique_ptr<Stream> open(const Url& server, const Headers& headers,
                                 StreamListener& listener) {
        auto stream = std::make_unique<SocketStream>();
        Wire::connect(context_, server, options_, tls_,
                      [this, server, headers, &listener, shared = stream->shared()](
                          error_code error, std::string_view where, Wire wire) {
                          if (shared->dropped) return;
                          if (error)
                              return listener.on_closed(
                                  core::Error{Errc::CannotConnect, "{}: {}: {}", server.authority(),
                                              where, error.message()});
                          shared->socket = WebSocket::make(std::move(wire), limits(),
                                                           server.authority(), listener);
                          for (auto& text : shared->early) shared->socket->send(std::move(text));
                          shared->socket->shake_hands(server, headers);
                      });
        return stream;
    }

    [[nodiscard]] const core::Clock& clock() const { return *clock_; }
    [[nodiscard]] asio::io_context& context() { return context_; }
    [[nodiscard]] WebClient& client() { return client_; }

private:
    [[nodiscard]] WebSocketLimits limits() const {
        return {.most_bytes = options_.most_bytes,
                .most_waiting = options_.most_bytes,
                .handshake = options_.connect_patience,
                .silence = options_.silence};
    }

    const core::Clock* clock_;
    SocketOptions options_;
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{context_.get_executor()};
    WebClient client_{context_, options_, tls_};
    std::thread thread_;
};

core::Result<std::unique_ptr<SocketTransport>> SocketTransport::start(const core::Clock& clock,
                                                                      SocketOptions options) {
    const auto trusted = options.trusted;
    try {
        return std::unique_ptr<SocketTransport>{
            new SocketTransport{std::make_unique<Impl>(clock, std::move(options))}};
    } catch (const boost::system::system_error& error) {
        return core::fail(Errc::CannotConnect, "{}: no certificates in PEM: {}", trusted,
                          error.code().message());
    }
}

SocketTransport::SocketTransport(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
SocketTransport::~SocketTransport() = default;

void SocketTransport::request(const Url& server, WebRequest request, core::Duration patience,
                              Answer answer) {
    impl_->client().request(server, request, patience, nullptr, std::move(answer));
}

void SocketTransport::download(const Url& server, WebRequest request, core::Duration patience,
                               Piece piece, Answer answer) {
    impl_->client().request(server, request, patience, std::move(piece), std::move(answer));
}

std::unique_ptr<Stream> SocketTransport::open(const Url& server, const Headers& headers,
                                              StreamListener& listener) {
    return impl_->open(server, headers, listener);
}

core::Time SocketTransport::now() const { return impl_->clock().now(); }

std::unique_ptr<Transport::Timer> SocketTransport::after(core::Duration span,
                                                         std::function<void()> action) {
    return std::make_unique<AsioTimer>(impl_->context(), span, std::move(action));
}

std::unique_ptr<Transport::Bell> SocketTransport::bell(std::function<void()> action) {
    std::array<int, 2> ends{};
    NJ_CHECK(::pipe(ends.data()) == 0, "no pipe: errno {}", errno);
    return std::make_unique<PipeBell>(impl_->context(), ends, std::move(action));
}

void SocketTransport::post(std::function<void()> action) {
    asio::post(impl_->context(), std::move(action));
}

}  // namespace nightjar::net
