#pragma once
/// One WebSocket over a wire, of either end. Private to the room.

#include "net/transport.hpp"
#include "net/wire.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>

namespace nightjar::net {

struct WebSocketLimits {
    std::size_t most_bytes{};    ///< of a message
    std::size_t most_waiting{};  ///< bytes that the other side has not taken: then it is cut
    core::Duration handshake;
    core::Duration silence;  ///< asked by a ping after half of it
};

/// Lives as long as what is under way. The listener hears of its end unless it was forgotten.
class WebSocket {
public:
    using Request = boost::beast::http::request<boost::beast::http::string_body>;

    virtual ~WebSocket() = default;
    virtual void shake_hands(const Url& server, const Headers& headers) = 0;  ///< a client's end
    virtual void accept(Request request) = 0;                                 ///< a server's
    virtual void send(std::string text) = 0;
    virtual void close() = 0;   ///< what was sent before still goes
    virtual void forget() = 0;  ///< cuts it; nothing is told any more

    static std::shared_ptr<WebSocket> make(Wire wire, WebSocketLimits limits, std::string name,
                                           StreamListener& listener);
};

}  // namespace nightjar::net
