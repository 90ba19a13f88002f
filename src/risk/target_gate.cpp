#include "risk/target_gate.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

using core::Qty;

TargetGate::TargetGate(const core::Catalog& catalog,
                       std::vector<std::vector<std::unique_ptr<Sizer>>> sizers)
    : catalog_{&catalog}, sizers_{std::move(sizers)} {
    for (const auto& chain : sizers_) NJ_CHECK(!chain.empty(), "a strategy needs a sizer");
}

std::expected<Qty, core::Refusal> TargetGate::size(const core::Target& target,
                                                   const market::Market& market,
                                                   const portfolio::Books& books) const {
    if (target.exposure == 0) return Qty{};
    const auto& account = books.strategy(target.strategy).account;
    const auto price = market.valuation(target.instrument);
    std::optional<Qty> smallest;
    if (price && std::isfinite(target.exposure)) {
        const SizingInput input{&(*catalog_)[target.instrument], &market[target.instrument],
                                account.equity(), *price};
        for (const auto& sizer : sizers_[target.strategy.value]) {
            const auto cap = sizer->cap(input);
            smallest = !cap ? cap : std::min(*cap, smallest.value_or(*cap));
            if (!smallest) break;
        }
    }
    if (!smallest) {
        const auto held = account.position(target.instrument).qty.raw;
        if ((held > 0 && target.exposure < 0) || (held < 0 && target.exposure > 0)) return Qty{};
        return std::unexpected{core::Refusal{core::Rule::Sizing,
                                             core::Unit::None,
                                             0,
                                             0,
                                             {core::Scope::Kind::Strategy, target.strategy.value}}};
    }
    const double part = std::clamp(target.exposure, -1.0, 1.0);
    if (std::abs(part) == 1.0) return part > 0 ? *smallest : -*smallest;
    return Qty{static_cast<std::int64_t>(part * static_cast<double>(smallest->raw))};
}

}  // namespace nightjar::risk
