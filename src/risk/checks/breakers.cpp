/// R27: what a venue, an instrument or a strategy has earned by the answers to its orders.

#include "risk/breakers.hpp"

#include "risk/checks/builtins.hpp"
#include "risk/flatten.hpp"

namespace nightjar::risk {

namespace {

class BreakerCheck final : public Check {
public:
    core::Rule rule() const override { return core::Rule::KillLevel; }
    std::optional<core::Refusal> review(const core::OrderRequest& order,
                                        const View& view) override {
        if (view.breakers == nullptr || reduces(order, view)) return std::nullopt;
        const auto price = order.type == core::OrderType::Limit
                               ? std::optional{order.price}
                               : view.market->valuation(order.instrument);
        const auto least = price ? least_lots((*view.catalog)[order.instrument], order.qty, *price)
                                 : order.qty;  // R09 refuses it
        return view.breakers->review(order, view.shares, least, view.now);
    }
};

}  // namespace

void register_breakers(core::Registry<Check>& registry) {
    add<BreakerCheck>(registry, "breakers",
                      "R27: a pause for whom failures or a leaping price have earned it");
}

}  // namespace nightjar::risk
