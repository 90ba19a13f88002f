#include "net/web_socket.hpp"

#include "net/errc.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>
#include <utility>

namespace nightjar::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

namespace {

class Socket final : public WebSocket, public std::enable_shared_from_this<Socket> {
public:
    Socket(Wire wire, WebSocketLimits limits, std::string name, StreamListener& listener)
        : stream_{std::move(wire)}, limits_{limits}, name_{std::move(name)}, listener_{&listener} {
        stream_.set_option(websocket::stream_base::timeout{to_chrono(limits.handshake),
                                                           to_chrono(limits.silence), true});
        stream_.read_message_max(limits.most_bytes);
    }

    void shake_hands(const Url& server, const Headers& headers) override {
        stream_.set_option(
            websocket::stream_base::decorator{[headers](websocket::request_type& request) {
                for (const auto& [name, value] : headers) request.set(name, value);
            }});
        stream_.async_handshake(
            server.authority(), server.target,
            [self = shared_from_this()](error_code error) { self->open(error); });
    }
    void accept(Request request) override {
        request_ = std::move(request);
        stream_.async_accept(request_,
                             [self = shared_from_this()](error_code error) { self->open(error); });
    }
    void send(std::string text) override {
        if (closing_) return;
        waiting_bytes_ += text.size();
        if (waiting_bytes_ > limits_.most_waiting) return cut();
        waiting_.push_back(std::move(text));
        if (open_ && waiting_.size() == 1) write();
    }
    void close() override {
        if (std::exchange(closing_, true)) return;
        if (open_ && waiting_.empty()) say_goodbye();
    }
    void forget() override {
        listener_ = nullptr;
        stream_.next_layer().close();
    }

private:
    void open(error_code error) {
        if (error) return end(error);
        if (listener_ != nullptr) listener_->on_open();  // what it sends waits with the rest
        open_ = true;
        if (!waiting_.empty())
            write();
        else if (closing_)
            say_goodbye();
        read();
    }
    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
            if (error) return self->end(error);
            const auto bytes = self->buffer_.cdata();
            if (self->listener_ != nullptr)
                self->listener_->on_text({static_cast<const char*>(bytes.data()), bytes.size()});
            self->buffer_.clear();
            self->read();
        });
    }
    void write() {
        stream_.async_write(asio::buffer(waiting_.front()),
                            [self = shared_from_this()](error_code error, std::size_t bytes) {
                                if (error) return self->stream_.next_layer().close();
                                self->wrote(bytes);
                            });
    }
    void wrote(std::size_t bytes) {
        waiting_bytes_ -= bytes;
        waiting_.pop_front();
        if (!waiting_.empty())
            write();
        else if (closing_)
            say_goodbye();
    }
    void say_goodbye() {
        stream_.async_close(websocket::close_code::normal,
                            [self = shared_from_this()](error_code) { self->end({}); });
    }
    /// The reader hears of it, and tells: whoever sends is in the middle of something.
    void cut() {
        closing_ = true;
        deaf_ = true;
        stream_.next_layer().close();
    }
    void end(error_code error) {
        closing_ = true;
        stream_.next_layer().close();
        auto errc = open_ ? Errc::Closed : Errc::CannotConnect;
        if (open_ && error == beast::error::timeout) errc = Errc::TimedOut;
        if (deaf_ || error == websocket::error::message_too_big) errc = Errc::TooLarge;
        const auto why = deaf_ ? "it does not read" : error ? error.message() : "closed";
        if (auto* listener = std::exchange(listener_, nullptr))
            listener->on_closed(core::Error{errc, "{}: {}", name_, why});
    }

    websocket::stream<Wire> stream_;
    WebSocketLimits limits_;
    std::string name_;
    StreamListener* listener_;  // null: nobody listens any more
    Request request_;
    beast::flat_buffer buffer_;
    std::deque<std::string> waiting_;
    std::size_t waiting_bytes_{};
    bool open_{};
    bool closing_{};
    bool deaf_{};  // the other side takes nothing
};

}  // namespace

std::shared_ptr<WebSocket> WebSocket::make(Wire wire, WebSocketLimits limits, std::string name,
                                           StreamListener& listener) {
    return std::make_shared<Socket>(std::move(wire), limits, std::move(name), listener);
}

}  // namespace nightjar::net
