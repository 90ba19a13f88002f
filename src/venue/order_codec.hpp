#pragma once
/// Orders and questions to a venue as signed requests, and its answers as values. Each venue's
/// order_codec.hpp makes its own; a gateway drives it over any net::Transport.
///
/// Pure: no socket, no clock. One thread for each codec. What it gives is good until the next call,
/// and texts of an answer that was no JSON as long as the reply.

#include "core/base/result.hpp"
#include "core/model/instrument.hpp"
#include "net/web.hpp"
#include "venue/account_event.hpp"
#include "venue/outcome.hpp"

#include <cstdint>
#include <string>

namespace nightjar::venue {

/// What a venue has. What it has not is Errc::Unsupported before anything is sent.
struct OrderAbilities {
    enum class Amend : std::uint8_t { None, LessQty, PriceAndQty };
    enum class CancelAll : std::uint8_t { None, OneInstrument, Everything, Either };
    /// Timer: must be set again before it runs out. OnDisconnect: set once, acts when the private
    /// stream is gone for so long.
    enum class DeadMan : std::uint8_t { None, Timer, TimerOfInstrument, OnDisconnect };

    Amend amend{Amend::None};
    CancelAll cancel_all{CancelAll::None};
    DeadMan dead_man{DeadMan::None};
    core::Duration dead_man_min{};
    core::Duration dead_man_max{};
    bool stop_market{};
    bool fill_or_kill{};
    bool reduce_only{};
    bool iceberg{};
    bool positions{};
    bool funding{};  ///< is asked for by itself; elsewhere fills bring it, or there is none
    bool cancel_by_client_id{true};
    /// Sending an order again with the same client id gives the first one.
    bool place_is_idempotent{};
    /// Orders, amends and cancels have a limit of their own, and do not count as calls.
    bool orders_counted_apart{};
};

/// An order of ours at the venue, as far as we know it.
struct PlacedOrder {
    std::string_view client_id{};
    std::string_view venue_id{};  ///< empty where it is not known yet
    core::Side side{};
    core::Price price{};
    core::Qty qty{};
    bool post_only{};
    bool stop{};
};

/// A request that changes something.
enum class OrderAction : std::uint8_t { Place, Amend, Cancel, CancelAll, DeadMan };

/// What the venue has counted; nothing where it does not say.
struct RateSaid {
    std::optional<std::int64_t> used_weight{};  ///< of this minute
    std::optional<std::int64_t> used_orders{};  ///< of these 10 seconds
    std::optional<std::int64_t> left{};         ///< calls of this kind, until `reset`
    std::optional<core::Time> reset{};
    std::optional<core::Duration> retry_after{};
};

struct OrderAnswer {
    Outcome outcome{Outcome::Unknown};
    std::string_view venue_id{};  ///< of the order; empty where the answer does not name it
    core::OrderReason reason{core::OrderReason::None};
    std::string_view code{};
    std::string_view words{};
    RateSaid rate{};
};

struct Question {
    enum class Kind : std::uint8_t {
        Order,       ///< one, by its client id (or its venue's id, where both are given)
        OpenOrders,  ///< all, or of one instrument
        Fills,       ///< from `since` to `until`
        Balances,
        Positions,
        Funding,     ///< settled from `since` to `until`
        Fees,        ///< of one instrument
        ServerTime,  ///< unsigned
        KeyRights,
        MarginTiers,  ///< of one instrument, where the venue does not say them to everybody
    };

    Kind kind{};
    const core::Instrument* instrument{};  ///< nullptr: all, where the venue allows it
    std::string_view client_id{};
    std::string_view venue_id{};
    bool stop{};         ///< of Order: it is a stop order
    core::Time since{};  ///< of Fills and Funding; of Order where it is searched: not placed before
    core::Time until{};  ///< of Fills and Funding: now, or before
    std::string_view cursor{};  ///< `next` of the page before; empty at first
};

/// A part of what was asked for. Of an order: the venue has never heard of it when it is not among
/// the events and `next` is empty.
struct AccountPage {
    std::span<const AccountEvent> events{};
    std::string next{};  ///< empty: that was all
};

class OrderCodec {
public:
    virtual ~OrderCodec() = default;

    [[nodiscard]] virtual const OrderAbilities& abilities() const = 0;

    // What changes something. Errors, all before anything is sent: Unsupported; MissingField, where
    // the venue needs its own id; BadField, for an id or symbol that cannot be.
    [[nodiscard]] virtual core::Result<net::WebRequest> place(const core::OrderRequest& order,
                                                              const core::Instrument& instrument,
                                                              std::string_view client_id,
                                                              core::Time now) = 0;
    [[nodiscard]] virtual core::Result<net::WebRequest> amend(const PlacedOrder& order,
                                                              const core::AmendRequest& wanted,
                                                              const core::Instrument& instrument,
                                                              core::Time now) = 0;
    [[nodiscard]] virtual core::Result<net::WebRequest> cancel(const PlacedOrder& order,
                                                               const core::Instrument& instrument,
                                                               core::Time now) = 0;
    /// Of one instrument, or with nullptr of all.
    [[nodiscard]] virtual core::Result<net::WebRequest> cancel_all(
        const core::Instrument* instrument, core::Time now) = 0;
    /// All orders are cancelled after so long without another such request; 0 ends it.
    [[nodiscard]] virtual core::Result<net::WebRequest> dead_man(core::Duration after,
                                                                 const core::Instrument* instrument,
                                                                 core::Time now) = 0;
    /// Never fails: what cannot be read is Outcome::Unknown, unless its HTTP status says better.
    [[nodiscard]] virtual OrderAnswer decode_answer(OrderAction action,
                                                    const net::WebReply& reply) = 0;

    /// Error: Unsupported; MissingField, where the venue answers for one instrument only.
    [[nodiscard]] virtual core::Result<net::WebRequest> ask(const Question& question,
                                                            core::Time now) = 0;
    /// For how much of "calls" it counts, one page of it.
    [[nodiscard]] virtual std::int64_t weight(const Question&) const { return 1; }
    /// Errors: BadJson, MissingField, BadField; and by what the venue says Refused, Busy,
    /// RateLimited, ClockWrong, AuthFailed. One wrong field refuses the whole answer.
    [[nodiscard]] virtual core::Result<AccountPage> decode(const Question& question,
                                                           const net::WebReply& reply) = 0;
    /// Of any reply.
    [[nodiscard]] virtual RateSaid rate_of(const net::WebReply& reply) const = 0;
};

}  // namespace nightjar::venue
