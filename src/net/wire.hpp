#pragma once
/// A TCP connection that may be encrypted, behind one type: Beast's templates are made once for
/// both. Private to the room.

#include "core/base/time.hpp"
#include "net/socket_options.hpp"
#include "net/url.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace nightjar::net {

inline std::chrono::nanoseconds to_chrono(core::Duration span) {
    return std::chrono::nanoseconds{span.ns};
}

/// A few pieces that are written as one.
struct Gather {
    static constexpr std::size_t most = 8;
    std::array<boost::asio::const_buffer, most> pieces;
    std::size_t count{};

    [[nodiscard]] const boost::asio::const_buffer* begin() const { return pieces.data(); }
    [[nodiscard]] const boost::asio::const_buffer* end() const { return begin() + count; }
};

/// What each kind of connection does. It lives until what is under way has ended.
class Line : public std::enable_shared_from_this<Line> {
public:
    using Done = std::function<void(boost::system::error_code, std::size_t)>;

    virtual ~Line() = default;
    virtual void read(boost::asio::mutable_buffer into, Done done) = 0;
    virtual void write(const Gather& gather, Done done) = 0;
    virtual void close() = 0;  ///< what is under way ends with an error
};

/// Beast's AsyncStream. One thread.
class Wire {
public:
    using executor_type = boost::asio::io_context::executor_type;
    using Made = std::function<void(boost::system::error_code, std::string_view where, Wire)>;

    /// Connects, through the proxy where there is one, and shakes hands; `where` it failed. `tls`
    /// outlives it.
    static void connect(boost::asio::io_context& context, const Url& server,
                        const SocketOptions& options, boost::asio::ssl::context& tls, Made made);
    /// A server's end; `tls` null: not encrypted. An error ends it without a word.
    static void accept(boost::asio::io_context& context, boost::asio::ip::tcp::socket socket,
                       boost::asio::ssl::context* tls, core::Duration patience,
                       std::function<void(Wire)> made);

    Wire() = default;
    Wire(executor_type executor, std::shared_ptr<Line> line)
        : executor_{executor}, line_{std::move(line)} {}
    Wire(Wire&&) noexcept = default;
    Wire& operator=(Wire&& other) noexcept {
        close();
        executor_ = other.executor_;
        line_ = std::move(other.line_);
        return *this;
    }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    ~Wire() { close(); }

    [[nodiscard]] executor_type get_executor() const { return *executor_; }
    [[nodiscard]] Line& line() { return *line_; }
    void close() {
        if (line_) line_->close();
    }

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
        boost::asio::mutable_buffer into;
        for (auto i = boost::asio::buffer_sequence_begin(buffers);
             i != boost::asio::buffer_sequence_end(buffers) && into.size() == 0; ++i)
            into = *i;
        line_->read(into, erased(std::forward<Handler>(handler)));
    }
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        Gather gather;
        for (auto i = boost::asio::buffer_sequence_begin(buffers);
             i != boost::asio::buffer_sequence_end(buffers) && gather.count < Gather::most; ++i)
            if (boost::asio::const_buffer{*i}.size() != 0) gather.pieces[gather.count++] = *i;
        line_->write(gather, erased(std::forward<Handler>(handler)));
    }

private:
    /// Beast's handlers move only.
    template <class Handler>
    static Line::Done erased(Handler&& handler) {
        auto kept = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
        return [kept = std::move(kept)](boost::system::error_code error, std::size_t bytes) {
            (*kept)(error, bytes);
        };
    }

    std::optional<executor_type> executor_;
    std::shared_ptr<Line> line_;
};

// Found by Beast: the end of a WebSocket is the end of its connection.
inline void beast_close_socket(Wire& wire) { wire.close(); }
inline void teardown(boost::beast::role_type, Wire& wire, boost::system::error_code& error) {
    wire.close();
    error = {};
}
template <class Handler>
void async_teardown(boost::beast::role_type, Wire& wire, Handler&& handler) {
    wire.close();
    boost::asio::post(wire.get_executor(), [handler = std::forward<Handler>(handler)]() mutable {
        handler(boost::system::error_code{});
    });
}

}  // namespace nightjar::net
