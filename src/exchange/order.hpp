#pragma once
/// A client's order as its venue remembers it, and what happens to it.

#include "core/model/event.hpp"

#include <optional>
#include <string>

namespace nightjar::exchange {

/// The order sleeps until a trade prints at that price, or beyond.
struct Trigger {
    core::Price price;
    bool above{};  ///< wakes at this price and higher; else at this price and lower
};

struct Terms {
    core::InstrumentId instrument;
    std::string client_id;  ///< where it is empty the hall makes one
    std::string kind;       ///< the venue's own word for the type, given back in answers
    std::string tag;        ///< the client's own mark, where a venue gives back such
    core::Side side{};
    core::OrderType type{core::OrderType::Limit};  ///< Limit or Market: what it is once awake
    core::TimeInForce tif{};
    bool post_only{};
    bool reduce_only{};
    core::Price price;                 ///< of a limit order
    core::Qty qty;                     ///< 0 where `spend` says it
    core::Qty shown{};                 ///< of an iceberg, at a time; 0: all
    std::optional<core::Money> spend;  ///< a market order worth at most so much quote
    std::optional<Trigger> trigger;
};

enum class OrderStatus : std::uint8_t {
    Waiting,  ///< for its trigger
    Open,     ///< partly filled too
    Filled,
    Cancelled,
    Expired,  ///< what could not be filled at once, or met an order of the same account
    Rejected,
};
constexpr bool is_open(OrderStatus status) { return status <= OrderStatus::Open; }

struct Order {
    core::OrderId id;  ///< the venue's
    Terms terms;
    OrderStatus status{OrderStatus::Open};
    core::OrderReason reason{};
    core::Qty filled;
    core::Money quote;  ///< value of what was filled
    core::Money fee;    ///< of all fills, in the asset of the last
    core::AssetId fee_asset;
    core::Time made;
    core::Time changed;
    std::string cancel_id;  ///< the client's name for the request that ended it
    bool woken{};           ///< its trigger was reached

    [[nodiscard]] core::Qty left() const { return terms.qty - filled; }
    /// It has not been in the market: it waits for its trigger, or has ended while it did.
    [[nodiscard]] bool asleep() const { return terms.trigger && !woken; }
    [[nodiscard]] bool waits() const { return asleep() && is_open(status); }
};

/// Where a service of its own keeps conditional orders, they have numbers of their own, beside
/// those of the orders that they become.
constexpr std::uint64_t first_algo = 2'000'000'000;
constexpr std::uint64_t algo_number(core::OrderId id) { return first_algo + id.value; }
constexpr core::OrderId order_of_algo(std::int64_t algo) {
    return {static_cast<std::uint64_t>(algo) - first_algo};
}

/// One fill of one client's order.
struct Execution {
    core::TradeId id;  ///< the public trade's too
    core::OrderId order;
    core::InstrumentId instrument;
    core::Side side{};
    core::Price price;
    core::Qty qty;
    core::Money quote;
    core::Money fee;
    core::AssetId fee_asset;
    core::Money realized;  ///< what a perpetual's position gained by it, without the fee
    bool maker{};
    core::Time at;
};

struct OrderEvent {
    enum class Kind : std::uint8_t {
        New,
        Triggered,
        Traded,
        Amended,
        Cancelled,
        Expired,
        Rejected,
    };
    Kind kind{};
    core::Time at;
    const Execution* execution{};  ///< of Traded
};

}  // namespace nightjar::exchange
