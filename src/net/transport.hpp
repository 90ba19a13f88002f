#pragma once
/// A client's connections: requests and streams, over sockets or in memory.

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "net/url.hpp"
#include "net/web.hpp"

#include <functional>
#include <memory>

namespace nightjar::net {

/// Hears of one stream, on the transport's thread. Nothing comes after `on_closed`.
class StreamListener {
public:
    virtual ~StreamListener() = default;
    virtual void on_open() = 0;
    virtual void on_text(std::string_view text) = 0;
    /// Why: CannotConnect (it never opened), Closed or TimedOut.
    virtual void on_closed(const core::Error& why) = 0;
};

/// One WebSocket. Pings of the other side are answered. Dropping it closes it without a word to
/// its listener.
class Stream {
public:
    virtual ~Stream() = default;
    /// Sent in order, once it is open; after it has closed, nothing happens.
    virtual void send(std::string text) = 0;
};

/// What is told here happens on one thread, the transport's; `post`, and a bell's `ring`, may be
/// called from any.
class Transport {
public:
    using Answer = std::function<void(core::Result<WebReply>)>;

    virtual ~Transport() = default;
    /// Calls `answer` once. Errors: CannotConnect, when no byte has left; else Closed, TimedOut or
    /// TooLarge: the server may have acted. Redirects are answers like any other.
    virtual void request(const Url& server, WebRequest request, core::Duration patience,
                         Answer answer) = 0;
    /// The next bytes of an answer with that head (its body is empty); false: no more of it.
    using Piece = std::function<bool(const WebReply& head, std::string_view bytes)>;
    /// As `request`, but the body, of any size, goes to `piece` as it comes and not into the
    /// answer; `patience` is for each piece. Error when `piece` wants no more: Closed.
    virtual void download(const Url& server, WebRequest request, core::Duration patience,
                          Piece piece, Answer answer) = 0;
    /// The listener outlives the stream.
    [[nodiscard]] virtual std::unique_ptr<Stream> open(const Url& server, const Headers& headers,
                                                       StreamListener& listener) = 0;

    /// Wall time.
    [[nodiscard]] virtual core::Time now() const = 0;
    /// Calls `action` after a while, unless the timer that is given back has gone by then.
    class Timer {
    public:
        virtual ~Timer() = default;
    };
    [[nodiscard]] virtual std::unique_ptr<Timer> after(core::Duration span,
                                                       std::function<void()> action) = 0;
    virtual void post(std::function<void()> action) = 0;

    /// Wakes the transport from a thread that must not wait.
    class Bell {
    public:
        virtual ~Bell() = default;
        /// Its action is called soon, once for all the rings before. Any thread; neither locks nor
        /// allocates.
        virtual void ring() = 0;
    };
    /// Goes before the transport.
    [[nodiscard]] virtual std::unique_ptr<Bell> bell(std::function<void()> action) = 0;
};

}  // namespace nightjar::net
