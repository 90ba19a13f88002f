#pragma once
/// Orders from the parent that a strategy's target becomes, to the fills that come back.

#include "core/base/time.hpp"
#include "core/model/types.hpp"

#include <optional>

namespace nightjar::core {

enum class OrderType : std::uint8_t { Market, Limit, StopMarket };
enum class TimeInForce : std::uint8_t { Gtc, Ioc, Fok };
enum class Liquidity : std::uint8_t { Maker, Taker };
enum class Urgency : std::uint8_t { Low, Medium, High };

std::string_view name(OrderType type);
std::string_view name(TimeInForce tif);
std::string_view name(Liquidity liquidity);

/// What netting asks execution to do: change a position by `qty` in all.
struct ParentOrder {
    ParentId id;
    InstrumentId instrument;
    Side side{};
    Qty qty;                     ///< above 0
    std::optional<Price> limit;  ///< no child may be worse
    Urgency urgency{Urgency::Medium};
    bool reduce_only{};
    Time at;  ///< of the decision

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.id, s.instrument, s.side, s.qty, s.limit, s.urgency, s.reduce_only, s.at);
    }
};

/// A child order as an algorithm wants it; the router gives it a venue and lots.
struct ChildIntent {
    ParentId parent;
    InstrumentId instrument;
    Side side{};
    OrderType type{};
    TimeInForce tif{};
    bool post_only{};
    bool reduce_only{};
    Price price;  ///< of a limit order
    Price stop;   ///< trigger of a stop order
    Qty qty;
    Qty shown{};    ///< of one that rests, what the venue's book shows at a time; 0: all
    bool placed{};  ///< the instrument is where it goes: nothing is left to be chosen
};

/// One order at one venue. Only an Approved<OrderRequest> leaves.
struct OrderRequest {
    OrderId id;
    ParentId parent;
    InstrumentId instrument;
    VenueId venue;
    Side side{};
    OrderType type{};
    TimeInForce tif{};
    bool post_only{};
    bool reduce_only{};
    Price price;  ///< of a limit order, else 0
    Price stop;   ///< trigger of a stop order, else 0
    Qty qty;      ///< above 0
    Time at;      ///< of the decision
    /// Of one that rests, what the venue's book shows at a time; 0: all. Records have it behind.
    Qty shown{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.id, s.parent, s.instrument, s.venue, s.side, s.type, s.tif, s.post_only, s.reduce_only,
          s.price, s.stop, s.qty, s.at);
    }
};

/// Of `left` lots of an order that rests, what the book shows.
constexpr Qty visible(const OrderRequest& order, Qty left) {
    return order.shown.raw > 0 ? std::min(order.shown, left) : left;
}

/// A stop that only reduces: until it is set off it waits outside the book, and then the venue cuts
/// it to what there is to reduce. So it exposes to nothing.
constexpr bool protective(const OrderRequest& order) {
    return order.type == OrderType::StopMarket && order.reduce_only;
}

/// New price and total quantity (filled part included) of an open order.
struct AmendRequest {
    OrderId id;
    Price price;
    Qty qty;
    Time at;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.id, s.price, s.qty, s.at);
    }
};

struct CancelRequest {
    OrderId id;
    InstrumentId instrument;
    VenueId venue;
    Time at;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.id, s.instrument, s.venue, s.at);
    }
};

/// Reserved: approved and counted, not yet acknowledged. Unknown: the venue did not say clearly;
/// the order counts as open until it has been asked.
enum class OrderState : std::uint8_t {
    Reserved,
    Open,
    CancelPending,
    Unknown,
    Filled,
    Cancelled,
    Rejected,
    Expired,
};
std::string_view name(OrderState state);
constexpr bool is_terminal(OrderState state) { return state >= OrderState::Filled; }

/// Why a venue, or the node, changed an order.
enum class OrderReason : std::uint8_t {
    None,
    PostOnlyWouldTake,
    NoLiquidity,
    InsufficientFunds,
    ReduceOnly,
    InstrumentClosed,
    Unfillable,  ///< fill-or-kill, or the rest of an immediate order
    BadRequest,
    Overloaded,
    Disconnected,
    SessionEnded,
    Liquidation,
    SelfTrade,
    Requested,  ///< we asked for the cancel
};
std::string_view name(OrderReason reason);

/// The text by which a venue knows our order: "nj" and 16 base-32 digits of node (16 bits), epoch
/// (24) and sequence (40); 18 characters, the shortest venue limit.
struct ClientOrderId {
    std::array<char, 18> text{};
    [[nodiscard]] std::string_view view() const { return {text.data(), text.size()}; }
};
ClientOrderId client_order_id(std::uint16_t node, OrderId id);

constexpr int order_sequence_bits = 40;
constexpr OrderId order_id(std::uint32_t epoch, std::uint64_t sequence) {
    return {(std::uint64_t{epoch} << order_sequence_bits) | sequence};
}

}  // namespace nightjar::core
