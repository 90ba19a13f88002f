#include "net/web_connection.hpp"

#include "net/web_socket.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <optional>

namespace nightjar::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

namespace {

using Message = http::request<http::string_body>;

constexpr std::size_t read_at_once = 16'384;
constexpr std::uint32_t most_header_bytes = 16'384;

WebRequest request_of(const Message& message) {
    WebRequest request{
        std::string{message.method_string()}, std::string{message.target()}, {}, message.body()};
    for (const auto& field : message)
        request.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    return request;
}

std::string text_of(const WebReply& reply, bool head, bool keep) {
    auto text = fmt::format(
        "HTTP/1.1 {} {}\r\n", reply.status,
        std::string_view{http::obsolete_reason(static_cast<http::status>(reply.status))});
    for (const auto& [name, value] : reply.headers) text += fmt::format("{}: {}\r\n", name, value);
    text += fmt::format("Content-Length: {}\r\n{}\r\n", reply.body.size(),
                        keep ? "" : "Connection: close\r\n");
    return head ? text : text + reply.body;
}

/// A stream's end at the server: between the socket and the service's session.
class Visit final : public StreamListener,
                    public WebPeer,
                    public std::enable_shared_from_this<Visit> {
public:
    explicit Visit(ServerLife& life) : life_{&life} { ++life_->open; }
    ~Visit() override { --life_->open; }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    /// False: the service does not want it.
    bool begin(WebService& service, Wire& wire, Message message) {
        session_ = service.on_stream(request_of(message), *this);
        if (!session_) return false;
        const auto& options = life_->options;
        socket_ = WebSocket::make(std::move(wire),
                                  {.most_bytes = options.most_bytes,
                                   .most_waiting = options.most_waiting,
                                   .handshake = options.idle,
                                   .silence = options.silence},
                                  "client", *this);
        life_->held.push_back(shared_from_this());
        for (auto& text : early_) socket_->send(std::move(text));
        early_.clear();
        socket_->accept(std::move(message));
        if (closed_early_) socket_->close();
        return true;
    }

    void on_open() override {}
    void on_text(std::string_view text) override { session_->on_text(text); }
    void on_closed(const core::Error&) override {
        life_->let_go(this);  // the last word
    }
    void send(std::string text) override {
        if (socket_)
            socket_->send(std::move(text));
        else
            early_.push_back(std::move(text));
    }
    void close() override {
        if (socket_)
            socket_->close();
        else
            closed_early_ = true;
    }

private:
    ServerLife* life_;
    std::unique_ptr<WebSession> session_;
    std::shared_ptr<WebSocket> socket_;
    std::vector<std::string> early_;  // sent by the service before there was a socket
    bool closed_early_{};
};

/// Requests, one after the other, until the client goes or opens a stream. It lives in its own
/// handlers.
class Talk : public std::enable_shared_from_this<Talk> {
public:
    Talk(asio::io_context& context, Wire wire, WebService& service, ServerLife& life)
        : wire_{std::move(wire)}, service_{&service}, life_{&life}, timer_{context} {
        ++life_->open;
    }
    ~Talk() { --life_->open; }
    Talk(const Talk&) = delete;
    Talk& operator=(const Talk&) = delete;

    void next() {
        parser_.emplace();
        parser_->header_limit(most_header_bytes);
        parser_->body_limit(life_->options.most_bytes);
        parser_->eager(true);
        watch();
        if (buffer_.size() != 0) return parse();
        read();
    }

private:
    void watch() {
        timer_.expires_after(to_chrono(life_->options.idle));
        timer_.async_wait([weak = weak_from_this()](error_code error) {
            if (const auto self = weak.lock(); self && !error) self->wire_.close();
        });
    }
    void read() {
        wire_.async_read_some(buffer_.prepare(read_at_once),
                              [self = shared_from_this()](error_code error, std::size_t bytes) {
                                  if (error) return self->end();
                                  self->buffer_.commit(bytes);
                                  self->parse();
                              });
    }
    void parse() {
        error_code error;
        while (buffer_.size() != 0 && !parser_->is_done()) {
            buffer_.consume(parser_->put(buffer_.data(), error));
            if (error == http::error::need_more) return read();
            if (error) return refuse(error);
        }
        if (!parser_->is_done()) return read();
        timer_.cancel();
        answer(parser_->release());
    }
    void refuse(error_code error) {
        const bool large = error == http::error::body_limit || error == http::error::header_limit;
        keep_ = false;
        write({.status = large ? 413U : 400U, .headers = {}, .body = error.message() + "\n"});
    }
    void answer(Message message) {
        keep_ = message.keep_alive();
        head_ = message.method() == http::verb::head;
        if (is_stream(message)) return open(std::move(message));
        life_->held.push_back(shared_from_this());
        service_->on_request(request_of(message), [weak = weak_from_this()](const WebReply& reply) {
            if (const auto self = weak.lock()) self->write(reply);
        });
    }
    static bool is_stream(const Message& message) {
        return message.method() == http::verb::get &&
               !message[http::field::sec_websocket_key].empty();
    }
    void open(Message message) {
        const auto visit = std::make_shared<Visit>(*life_);
        if (!visit->begin(*service_, wire_, std::move(message)))
            write({.status = 404, .headers = {}, .body = "there is no such stream\n"});
    }
    void write(const WebReply& reply) {
        const auto self = shared_from_this();
        life_->let_go(this);
        if (reply.status == 0) return end();
        text_ = text_of(reply, head_, keep_);
        watch();
        asio::async_write(wire_, asio::buffer(text_), [self](error_code error, std::size_t) {
            if (error || !self->keep_) return self->end();
            self->next();
        });
    }
    void end() {
        timer_.cancel();
        wire_.close();
    }

    Wire wire_;
    WebService* service_;
    ServerLife* life_;
    asio::steady_timer timer_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    std::string text_;
    bool keep_{};
    bool head_{};
};

}  // namespace

void serve(asio::io_context& context, Wire wire, WebService& service, ServerLife& life) {
    std::make_shared<Talk>(context, std::move(wire), service, life)->next();
}

}  // namespace nightjar::net
