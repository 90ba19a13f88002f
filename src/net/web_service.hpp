#pragma once
/// What a server does with requests and streams, whatever brings them: sockets, or memory.

#include "net/web.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace nightjar::net {

/// A client's end of a stream. Good until its session is gone.
class WebPeer {
public:
    virtual ~WebPeer() = default;
    virtual void send(std::string text) = 0;
    virtual void close() = 0;  ///< what was sent before still goes
};

/// One stream; goes when the client does, or after `close`.
class WebSession {
public:
    virtual ~WebSession() = default;
    virtual void on_text(std::string_view text) = 0;
};

/// All calls come on one thread.
class WebService {
public:
    /// To be called once, at once or later; status 0 cuts the connection instead. Dropped without a
    /// call, the client waits until it has had enough.
    using Reply = std::function<void(WebReply)>;

    virtual ~WebService() = default;
    virtual void on_request(const WebRequest& request, Reply reply) = 0;
    /// Null refuses the stream (404).
    virtual std::unique_ptr<WebSession> on_stream(const WebRequest& request, WebPeer& peer) = 0;
};

}  // namespace nightjar::net
