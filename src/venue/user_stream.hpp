#pragma once
/// The stream on which a venue tells what happens to our orders. Each venue's user_stream.hpp makes
/// its own.
///
/// A pure state machine, of one thread, for one connection after the other: `prepare` (a call of
/// REST that some need before), connect to `target`, `on_open`, then `on_text` for every message.
/// Ready comes once all subscriptions are confirmed; whoever missed something before reconciles
/// then. After any loss of the connection it begins again with `prepare`.

#include "core/base/result.hpp"
#include "net/web.hpp"
#include "venue/account_event.hpp"

#include <string>

namespace nightjar::venue {

/// What a message says, in its order, and what is to be sent next. Good until the next call.
struct StreamStep {
    std::span<const AccountEvent> events;
    std::span<const std::string> send;
};

/// What a stream needs so that the venue does not end it; 0: nothing.
struct StreamUpkeep {
    core::Duration ping_every{};   ///< send `ping`
    core::Duration renew_every{};  ///< make the call `renew`
};

class UserStream {
public:
    virtual ~UserStream() = default;

    /// What must be asked of the REST interface before connecting; nothing where it is not needed.
    [[nodiscard]] virtual std::optional<net::WebRequest> prepare(core::Time now) = 0;
    /// Its answer. Errors: those of OrderCodec::decode.
    [[nodiscard]] virtual core::Status on_prepared(const net::WebReply& reply) = 0;
    /// Path and query to connect to. Error: MissingField, before it is prepared.
    [[nodiscard]] virtual core::Result<std::string> target() const = 0;

    [[nodiscard]] virtual core::Result<StreamStep> on_open(core::Time now) = 0;
    /// Errors: BadJson, MissingField, BadField. One wrong field refuses the whole message, and who
    /// sees that reconciles. A kind of message that is not known says nothing.
    [[nodiscard]] virtual core::Result<StreamStep> on_text(std::string_view text,
                                                           core::Time now) = 0;

    [[nodiscard]] virtual StreamUpkeep upkeep() const = 0;
    [[nodiscard]] virtual std::string ping() const { return {}; }
    /// Its answer goes to on_prepared.
    [[nodiscard]] virtual std::optional<net::WebRequest> renew(core::Time now) = 0;
};

}  // namespace nightjar::venue
