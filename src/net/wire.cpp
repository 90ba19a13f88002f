#include "net/wire.hpp"

#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <openssl/evp.h>

namespace nightjar::net {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

namespace {

class PlainLine final : public Line {
public:
    explicit PlainLine(Tcp::socket socket) : socket_{std::move(socket)} {}
    void read(asio::mutable_buffer into, Done done) override {
        socket_.async_read_some(into, std::move(done));
    }
    void write(const Gather& gather, Done done) override {
        socket_.async_write_some(gather, std::move(done));
    }
    void close() override {
        error_code ignored;
        socket_.close(ignored);
    }

private:
    Tcp::socket socket_;
};

class TlsLine final : public Line {
public:
    TlsLine(Tcp::socket socket, ssl::context& tls) : stream_{std::move(socket), tls} {}
    void read(asio::mutable_buffer into, Done done) override {
        stream_.async_read_some(into, kept(std::move(done)));
    }
    void write(const Gather& gather, Done done) override {
        stream_.async_write_some(gather, kept(std::move(done)));
    }
    void close() override {
        error_code ignored;
        stream_.next_layer().close(ignored);
    }
    [[nodiscard]] ssl::stream<Tcp::socket>& stream() { return stream_; }

private:
    /// The stream's own handlers point into it.
    Done kept(Done done) {
        return [self = shared_from_this(), done = std::move(done)](
                   error_code error, std::size_t bytes) { done(error, bytes); };
    }
    ssl::stream<Tcp::socket> stream_;
};

std::string base64(std::string_view text) {
    std::string encoded(4 * ((text.size() + 2) / 3), '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                    reinterpret_cast<const unsigned char*>(text.data()),
                    static_cast<int>(text.size()));
    return encoded;
}

error_code refused() {
    return boost::system::errc::make_error_code(boost::system::errc::connection_refused);
}

/// On the way to a connection. It lives in its own handlers; what has not come in time is closed.
class Connecting : public std::enable_shared_from_this<Connecting> {
public:
    Connecting(asio::io_context& context, const Url& server, const SocketOptions& options,
               ssl::context& tls, Wire::Made made)
        : context_{&context},
          server_{server},
          proxy_{proxy_to(server, options)},
          tls_{&tls},
          made_{std::move(made)},
          resolver_{context},
          socket_{context},
          timer_{context, to_chrono(options.connect_patience)} {}

    void start() {
        timer_.async_wait([self = weak_from_this()](error_code error) {
            if (const auto here = self.lock(); here && !error) here->give_up();
        });
        const auto& first = proxy_ ? proxy_->at : server_;
        resolver_.async_resolve(
            first.host, std::to_string(first.port),
            [self = shared_from_this()](error_code error, const Tcp::resolver::results_type& at) {
                if (error) return self->end(error, "name");
                self->connect(at);
            });
    }

private:
    void give_up() {
        late_ = true;
        resolver_.cancel();
        error_code ignored;
        socket_.close(ignored);
        if (encrypted_) encrypted_->close();
    }
    void connect(const Tcp::resolver::results_type& at) {
        // One after the other: async_connect of a range is a heavy template for what it does here.
        addresses_.assign(at.begin(), at.end());
        next_address(refused());
    }
    void next_address(error_code last) {
        if (late_ || addresses_.empty()) return end(last, "connect");
        const auto address = addresses_.front();
        addresses_.erase(addresses_.begin());
        error_code ignored;
        socket_.close(ignored);
        socket_.async_connect(address, [self = shared_from_this()](error_code error) {
            if (error) return self->next_address(error);
            self->connected();
        });
    }
    void connected() {
        error_code ignored;
        socket_.set_option(Tcp::no_delay{true}, ignored);
        if (proxy_) return ask_proxy();
        encrypt();
    }
    void ask_proxy() {
        const auto host =
            server_.host.contains(':') ? fmt::format("[{}]", server_.host) : server_.host;
        text_ = fmt::format("CONNECT {0}:{1} HTTP/1.1\r\nHost: {0}:{1}\r\n", host, server_.port);
        if (!proxy_->login.empty())
            text_ += fmt::format("Proxy-Authorization: Basic {}\r\n", base64(proxy_->login));
        text_ += "\r\n";
        answer_.skip(true);  // what follows the header is the tunnel
        asio::async_write(socket_, asio::buffer(text_),
                          [self = shared_from_this()](error_code error, std::size_t) {
                              if (error) return self->end(error, "proxy");
                              self->text_.clear();
                              self->hear_proxy();
                          });
    }
    void hear_proxy() {
        // Byte by byte to the end of the header: what comes behind it is not the proxy's.
        socket_.async_read_some(asio::buffer(&byte_, 1),
                                [self = shared_from_this()](error_code error, std::size_t) {
                                    if (error) return self->end(error, "proxy");
                                    self->heard_proxy();
                                });
    }
    void heard_proxy() {
        constexpr std::size_t most = 8192;
        text_ += byte_;
        if (text_.size() > most) return end(refused(), "proxy");
        if (!text_.ends_with("\r\n\r\n")) return hear_proxy();
        error_code error;
        answer_.put(asio::buffer(text_), error);
        if (error || answer_.get().result_int() / 100 != 2)
            return end(error ? error : refused(), "proxy");
        encrypt();
    }
    void encrypt() {
        if (!server_.encrypted()) return end({}, {}, std::make_shared<PlainLine>(take()));
        encrypted_ = std::make_shared<TlsLine>(take(), *tls_);
        auto& stream = encrypted_->stream();
        // What SSL_set_tlsext_host_name comes to, without its old cast.
        SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 server_.host.data());
        stream.set_verify_mode(ssl::verify_peer);
        stream.set_verify_callback(ssl::host_name_verification{server_.host});
        stream.async_handshake(ssl::stream_base::client,
                               [self = shared_from_this()](error_code error) {
                                   auto line = std::move(self->encrypted_);
                                   self->end(error, "handshake", std::move(line));
                               });
    }
    Tcp::socket take() { return std::move(socket_); }
    void end(error_code error, std::string_view where, std::shared_ptr<Line> line = {}) {
        timer_.cancel();
        if (late_) error = boost::system::errc::make_error_code(boost::system::errc::timed_out);
        auto made = std::exchange(made_, nullptr);
        made(error, where, error ? Wire{} : Wire{context_->get_executor(), std::move(line)});
    }

    asio::io_context* context_;
    Url server_;
    std::optional<Proxy> proxy_;
    ssl::context* tls_;
    Wire::Made made_;
    Tcp::resolver resolver_;
    Tcp::socket socket_;
    std::shared_ptr<TlsLine> encrypted_;
    asio::steady_timer timer_;
    std::vector<Tcp::endpoint> addresses_;
    std::string text_;
    char byte_{};
    boost::beast::http::response_parser<boost::beast::http::empty_body> answer_;
    bool late_{};
};

}  // namespace

void Wire::connect(asio::io_context& context, const Url& server, const SocketOptions& options,
                   ssl::context& tls, Made made) {
    std::make_shared<Connecting>(context, server, options, tls, std::move(made))->start();
}

void Wire::accept(asio::io_context& context, Tcp::socket socket, ssl::context* tls,
                  core::Duration patience, std::function<void(Wire)> made) {
    error_code ignored;
    socket.set_option(Tcp::no_delay{true}, ignored);
    const auto executor = context.get_executor();
    if (tls == nullptr) return made({executor, std::make_shared<PlainLine>(std::move(socket))});

    struct Shaking {
        std::shared_ptr<TlsLine> line;
        asio::steady_timer timer;
    };
    auto shaking = std::make_shared<Shaking>(std::make_shared<TlsLine>(std::move(socket), *tls),
                                             asio::steady_timer{context, to_chrono(patience)});
    shaking->timer.async_wait([weak = std::weak_ptr{shaking}](error_code error) {
        if (const auto here = weak.lock(); here && !error && here->line) here->line->close();
    });
    shaking->line->stream().async_handshake(
        ssl::stream_base::server, [executor, shaking, made = std::move(made)](error_code error) {
            shaking->timer.cancel();
            if (!error) made({executor, std::move(shaking->line)});
        });
}

}  // namespace nightjar::net
