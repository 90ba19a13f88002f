#include "risk/check.hpp"

#include <algorithm>

namespace nightjar::risk {

using core::Qty;
using core::Side;

std::optional<core::Price> worst_price(const core::OrderRequest& order, const View& view) {
    constexpr std::int64_t marketable_collar_bps = 50;
    constexpr std::int64_t all_bps = 10'000;
    if (order.type == core::OrderType::Limit) return order.price;
    auto price = order.type == core::OrderType::StopMarket
                     ? std::optional{order.stop}
                     : view.market->valuation(order.instrument);
    if (!price) return std::nullopt;
    const auto away = price->raw * marketable_collar_bps / all_bps;
    return core::Price{price->raw + sign(order.side) * away};
}

Qty worst_position(const core::OrderRequest& order, const View& view) {
    const auto& open = view.orders->exposure(order.instrument);
    const Qty held = view.books->position(order.instrument);
    return order.side == Side::Buy ? held + open.buy + order.qty : held - open.sell - order.qty;
}

Qty reducing_part(const core::OrderRequest& order, const View& view) {
    // Where the position stands once all other open orders of this side have filled.
    const Qty before = worst_position(order, view) - signed_qty(order.side, order.qty);
    const bool against = order.side == Side::Sell ? before.raw > 0 : before.raw < 0;
    return against ? std::min(magnitude(before), order.qty) : Qty{};
}

bool reduces(const core::OrderRequest& order, const View& view) {
    return reducing_part(order, view) == order.qty;
}

}  // namespace nightjar::risk
