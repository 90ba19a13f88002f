#include "net/web_client.hpp"

#include "net/errc.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>

namespace nightjar::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t read_at_once = 16'384;

/// Kept, or handed on as it comes.
struct Body {
    struct value_type {  // NOLINT(readability-identifier-naming): the library's name
        std::string kept;
        std::function<bool(std::string_view)> hand_on;
    };
    class reader {  // NOLINT(readability-identifier-naming): the library's name
    public:
        template <bool request, class Fields>
        reader(http::header<request, Fields>& /*head*/, value_type& body) : body_{&body} {}
        void init(const boost::optional<std::uint64_t>& size, error_code& error) {
            error = {};
            if (size && !body_->hand_on) body_->kept.reserve(*size);  // below the parser's limit
        }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, error_code& error) {
            error = {};
            std::size_t taken = 0;
            for (auto at = asio::buffer_sequence_begin(buffers);
                 at != asio::buffer_sequence_end(buffers); ++at) {
                const asio::const_buffer buffer{*at};
                const std::string_view bytes{static_cast<const char*>(buffer.data()),
                                             buffer.size()};
                taken += bytes.size();
                if (!body_->hand_on)
                    body_->kept += bytes;
                else if (!body_->hand_on(bytes))
                    error = asio::error::operation_aborted;
            }
            return taken;
        }
        static void finish(error_code& error) { error = {}; }

    private:
        value_type* body_;
    };
};

/// A line break in a header would be another header.
bool is_one_line(std::string_view text) {
    return text.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos;
}

/// Empty where it cannot be written as one.
std::string text_of(const Url& server, const WebRequest& request) {
    auto text = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, request.target,
                            server.authority());
    bool clean = is_one_line(request.method) && is_one_line(request.target);
    for (const auto& [name, value] : request.headers) {
        clean = clean && is_one_line(name) && is_one_line(value);
        text += fmt::format("{}: {}\r\n", name, value);
    }
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT")
        text += fmt::format("Content-Length: {}\r\n", request.body.size());
    if (!clean) return {};
    return text + "\r\n" + request.body;
}

}  // namespace

/// A wire that always listens: what comes between requests, its end too, makes it useless.
class WebClient::Kept : public std::enable_shared_from_this<Kept> {
public:
    using Heard = std::function<void(error_code)>;

    explicit Kept(Wire wire) : wire_{std::move(wire)} {}
    void listen() {
        wire_.async_read_some(buffer_.prepare(read_at_once),
                              [self = shared_from_this()](error_code error, std::size_t bytes) {
                                  self->heard(error, bytes);
                              });
    }
    /// Who hears of what comes; null: nobody expects anything.
    void set_ear(Heard ear) { ear_ = std::move(ear); }
    [[nodiscard]] bool usable() const { return usable_; }
    [[nodiscard]] Wire& wire() { return wire_; }
    [[nodiscard]] beast::flat_buffer& buffer() { return buffer_; }
    void cut() {
        usable_ = false;
        wire_.close();
    }

private:
    void heard(error_code error, std::size_t bytes) {
        buffer_.commit(bytes);
        if (error || !ear_) usable_ = false;
        if (const auto ear = ear_) ear(error);
        if (usable_) return listen();
        wire_.close();
    }

    Wire wire_;
    beast::flat_buffer buffer_;
    Heard ear_;
    bool usable_{true};
};

/// One request, until its answer. It lives in its own handlers.
class WebClient::Asking : public std::enable_shared_from_this<Asking> {
public:
    Asking(WebClient& client, const Url& server, const WebRequest& request, core::Duration patience,
           Transport::Piece piece, Transport::Answer answer)
        : client_{&client},
          server_{server},
          text_{text_of(server, request)},
          head_{request.method == "HEAD"},
          patience_{patience},
          piece_{std::move(piece)},
          answer_{std::move(answer)},
          timer_{*client.context_} {}

    void start() {
        if (text_.empty())
            return end(Errc::CannotConnect, "a header of the request has more than one line");
        auto& idle = client_->idle_[place()];
        while (!idle.empty()) {
            auto kept = std::move(idle.back());
            idle.pop_back();
            if (kept->usable()) return ask(std::move(kept), true);
        }
        Wire::connect(
            *client_->context_, server_, *client_->options_, *client_->tls_,
            [self = shared_from_this()](error_code error, std::string_view where, Wire wire) {
                if (error)
                    return self->end(Errc::CannotConnect,
                                     fmt::format("{}: {}", where, error.message()));
                self->ask(std::make_shared<Kept>(std::move(wire)), false);
            });
    }

private:
    [[nodiscard]] std::string place() const { return server_.scheme + server_.authority(); }

    void ask(std::shared_ptr<Kept> kept, bool listens) {
        kept_ = std::move(kept);
        parser_.body_limit(client_->options_->most_bytes);
        if (piece_) hand_on();
        parser_.eager(true);
        parser_.skip(head_);
        // The timer keeps it, and not the ear of what it keeps itself: a loop would outlive the
        // transport of a request that is still under way.
        kept_->set_ear([weak = weak_from_this()](error_code error) {
            if (const auto self = weak.lock()) self->hear(error);
        });
        if (!listens) kept_->listen();
        begin_waiting();
        asio::async_write(kept_->wire(), asio::buffer(text_),
                          [self = shared_from_this()](error_code error, std::size_t) {
                              if (error) self->end(Errc::Closed, error.message());
                          });
    }
    void hand_on() {
        parser_.body_limit(boost::none);
        parser_.get().body().hand_on = [this](std::string_view bytes) {
            if (part_.headers.empty()) part_ = head_of(parser_.get());
            return piece_(part_, bytes);
        };
    }
    void begin_waiting() {
        timer_.expires_after(to_chrono(patience_));
        timer_.async_wait([self = shared_from_this()](error_code error) {
            if (!error) self->end(Errc::TimedOut, "no answer in time");
        });
    }
    void hear(error_code error) {
        if (piece_ && !error) begin_waiting();
        if (error == asio::error::eof) {
            error = {};
            // An answer may end where its connection does.
            if (parser_.got_some()) parser_.put_eof(error);
            if (!error && parser_.is_done()) return end_well();
            return end(Errc::Closed, "the connection ended before the answer");
        }
        if (error) return end(Errc::Closed, error.message());
        auto& buffer = kept_->buffer();
        while (buffer.size() != 0 && !parser_.is_done()) {
            const auto taken = parser_.put(buffer.data(), error);
            buffer.consume(taken);
            if (error == http::error::need_more) return;
            if (error == http::error::body_limit) return end(Errc::TooLarge, error.message());
            if (error) return end(Errc::Closed, error.message());
        }
        if (parser_.is_done()) end_well();
    }
    void end_well() {
        auto message = parser_.release();
        auto reply = head_of(message);
        reply.body = std::move(message.body().kept);
        if (message.keep_alive() && kept_->usable() && kept_->buffer().size() == 0) {
            kept_->set_ear(nullptr);
            client_->idle_[place()].push_back(std::move(kept_));
        }
        finish(std::move(reply));
    }
    static WebReply head_of(const http::response<Body>& message) {
        WebReply head{message.result_int(), {}, {}};
        for (const auto& field : message)
            head.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
        return head;
    }
    void end(Errc errc, std::string_view why) {
        finish(core::fail(errc, "{}: {}", server_.authority(), why));
    }
    void finish(core::Result<WebReply> result) {
        timer_.cancel();
        if (kept_) {
            kept_->set_ear(nullptr);
            kept_->cut();
        }
        if (auto answer = std::exchange(answer_, nullptr)) answer(std::move(result));
    }

    WebClient* client_;
    Url server_;
    std::string text_;
    bool head_;
    core::Duration patience_;
    Transport::Piece piece_;
    WebReply part_;  // the head, as `piece_` hears it
    Transport::Answer answer_;
    asio::steady_timer timer_;
    std::shared_ptr<Kept> kept_;
    http::response_parser<Body> parser_;
};

void WebClient::request(const Url& server, const WebRequest& request, core::Duration patience,
                        Transport::Piece piece, Transport::Answer answer) {
    std::make_shared<Asking>(*this, server, request, patience, std::move(piece), std::move(answer))
        ->start();
}

}  // namespace nightjar::net
