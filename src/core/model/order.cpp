#include "core/model/order.hpp"

namespace nightjar::core {

std::string_view name(OrderType type) {
    switch (type) {
        case OrderType::Market: return "market";
        case OrderType::Limit: return "limit";
        case OrderType::StopMarket: return "stop_market";
    }
    return "?";
}

std::string_view name(TimeInForce tif) {
    switch (tif) {
        case TimeInForce::Gtc: return "gtc";
        case TimeInForce::Ioc: return "ioc";
        case TimeInForce::Fok: return "fok";
    }
    return "?";
}

std::string_view name(Liquidity liquidity) {
    return liquidity == Liquidity::Maker ? "maker" : "taker";
}

std::string_view name(OrderState state) {
    switch (state) {
        case OrderState::Reserved: return "reserved";
        case OrderState::Open: return "open";
        case OrderState::CancelPending: return "cancel_pending";
        case OrderState::Unknown: return "unknown";
        case OrderState::Filled: return "filled";
        case OrderState::Cancelled: return "cancelled";
        case OrderState::Rejected: return "rejected";
        case OrderState::Expired: return "expired";
    }
    return "?";
}

std::string_view name(OrderReason reason) {
    switch (reason) {
        case OrderReason::None: return "";
        case OrderReason::PostOnlyWouldTake: return "post-only order would take";
        case OrderReason::NoLiquidity: return "no liquidity";
        case OrderReason::InsufficientFunds: return "insufficient funds";
        case OrderReason::ReduceOnly: return "reduce-only order would not reduce";
        case OrderReason::InstrumentClosed: return "instrument closed";
        case OrderReason::Unfillable: return "not fillable at once";
        case OrderReason::BadRequest: return "bad request";
        case OrderReason::Overloaded: return "overloaded";
        case OrderReason::Disconnected: return "disconnected";
        case OrderReason::SessionEnded: return "session ended";
        case OrderReason::Liquidation: return "liquidation";
        case OrderReason::SelfTrade: return "self trade";
        case OrderReason::Requested: return "requested";
    }
    return "?";
}

ClientOrderId client_order_id(std::uint16_t node, OrderId id) {
    constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's
    constexpr std::uint64_t last = 31;
    ClientOrderId out;
    out.text[0] = 'n';
    out.text[1] = 'j';
    // 80 bits, five at a time from the low end: 64 of the order, then 16 of the node.
    Wide bits = (Wide{node} << 64) | static_cast<Wide>(id.value);
    for (std::size_t place = out.text.size(); place-- > 2; bits >>= 5)
        out.text[place] = digits[static_cast<std::uint64_t>(bits) & last];
    return out;
}

}  // namespace nightjar::core
