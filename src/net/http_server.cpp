#include "net/http_server.hpp"

#include "net/errc.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

namespace nightjar::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;

namespace {

constexpr int max_connections = 64;
constexpr std::size_t max_header_bytes = 8192;
constexpr std::chrono::seconds patience{5};

std::string text(beast::string_view view) { return {view.data(), view.size()}; }

/// The names under which a browser of this machine reaches this server.
bool is_own_host(std::string_view host, std::uint16_t port) {
    for (const auto* name : {"127.0.0.1", "localhost"})
        if (host == fmt::format("{}:{}", name, port)) return true;
    return false;
}

bool is_own_origin(std::string_view origin, std::uint16_t port) {
    constexpr std::string_view scheme = "http://";
    return origin.empty() ||
           (origin.starts_with(scheme) && is_own_host(origin.substr(scheme.size()), port));
}

/// One request, one answer, then the connection closes.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Tcp::socket socket, const HttpServer::Handler& handler, std::uint16_t port,
               int& open)
        : stream_{std::move(socket)}, handler_{&handler}, port_{port}, open_{&open} {
        ++*open_;
    }
    ~Connection() { --*open_; }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start() {
        parser_.header_limit(max_header_bytes);
        parser_.body_limit(0);
        stream_.expires_after(patience);
        http::async_read_header(stream_, buffer_, parser_,
                                [self = shared_from_this()](beast::error_code error, std::size_t) {
                                    if (!error) self->answer();
                                });
    }

private:
    HttpResponse respond() {
        const auto& request = parser_.get();
        if (!is_own_host(text(request[http::field::host]), port_) ||
            !is_own_origin(text(request[http::field::origin]), port_))
            return {403, "text/plain; charset=utf-8", "this server answers its own pages only\n"};
        const auto target = text(request.target());
        auto bearer = text(request[http::field::authorization]);
        constexpr std::string_view scheme = "Bearer ";
        bearer = bearer.starts_with(scheme) ? bearer.substr(scheme.size()) : std::string{};
        return (*handler_)(
            {text(request.method_string()), target.substr(0, target.find('?')), std::move(bearer)});
    }

    void answer() {
        auto made = respond();
        response_.result(made.status);
        response_.set(http::field::content_type, made.type);
        response_.set(http::field::cache_control, "no-store");
        response_.set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
        response_.set("X-Content-Type-Options", "nosniff");
        response_.keep_alive(false);
        response_.body() = std::move(made.body);
        response_.prepare_payload();
        stream_.expires_after(patience);
        http::async_write(stream_, response_,
                          [self = shared_from_this()](beast::error_code, std::size_t) {
                              beast::error_code ignored;
                              self->stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
                          });
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    http::request_parser<http::empty_body> parser_;
    http::response<http::string_body> response_;
    const HttpServer::Handler* handler_;
    std::uint16_t port_;
    int* open_;
};

}  // namespace

class HttpServer::Impl {
public:
    Impl(std::uint16_t port, Handler handler)
        : handler_{std::move(handler)},
          acceptor_{context_, {asio::ip::address_v4::loopback(), port}},
          port_{acceptor_.local_endpoint().port()} {
        accept();
        thread_ = std::thread{[this] { context_.run(); }};
    }
    ~Impl() {
        context_.stop();
        thread_.join();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    void accept() {
        acceptor_.async_accept([this](beast::error_code error, Tcp::socket socket) {
            if (!error && open_ < max_connections)
                std::make_shared<Connection>(std::move(socket), handler_, port_, open_)->start();
            accept();
        });
    }

    Handler handler_;
    int open_{};
    asio::io_context context_{1};
    Tcp::acceptor acceptor_;
    std::uint16_t port_;
    std::thread thread_;
};

core::Result<std::unique_ptr<HttpServer>> HttpServer::start(std::uint16_t port, Handler handler) {
    try {
        return std::unique_ptr<HttpServer>{
            new HttpServer{std::make_unique<Impl>(port, std::move(handler))}};
    } catch (const boost::system::system_error& error) {
        return core::fail(Errc::CannotListen, "cannot listen on 127.0.0.1:{}: {}", port,
                          error.code().message());
    }
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return impl_->port(); }

}  // namespace nightjar::net
