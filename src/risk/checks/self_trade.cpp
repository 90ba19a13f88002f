/// R25: no trade with ourselves.

#include "risk/checks/builtins.hpp"

namespace nightjar::risk {

namespace {

using core::OrderRequest;
using core::OrderType;
using core::Refusal;
using core::Rule;
using core::Side;
using core::Unit;

/// A stop, once it is triggered, takes any price.
bool takes_any_price(const OrderRequest& order) { return order.type != OrderType::Limit; }

bool could_match(const OrderRequest& one, const OrderRequest& other) {
    if (takes_any_price(one) || takes_any_price(other)) return true;
    return one.side == Side::Buy ? one.price >= other.price : one.price <= other.price;
}

/// Refuses what could be filled by an open order of our own, one whose cancel is not confirmed and
/// an UNKNOWN one included. What reduces a position passes, so that no quote keeps it open, and a
/// stop that only reduces keeps nobody from adding: there the venue's own prevention is all.
class SelfTrade final : public Check {
public:
    Rule rule() const override { return Rule::SelfTrade; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto& open = view.orders->exposure(order.instrument);
        if ((order.side == Side::Buy ? open.sell : open.buy).raw == 0 || reduces(order, view))
            return std::nullopt;
        for (const auto& other : view.orders->open())
            if (other.request.instrument == order.instrument && other.request.side != order.side &&
                !protective(other.request) && could_match(order, other.request))
                return Refusal{rule(), Unit::Ticks, other.request.price.raw, order.price.raw,
                               of_order(other.request)};
        return std::nullopt;
    }
};

}  // namespace

void register_self_trade(core::Registry<Check>& registry) {
    add<SelfTrade>(registry, "self_trade", "R25: nothing that could fill an own open order");
}

}  // namespace nightjar::risk
