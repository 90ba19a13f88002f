#include "core/model/margin.hpp"

#include "core/errc.hpp"

#include <algorithm>

namespace nightjar::core {

std::string_view name(MarginMode mode) {
    return mode == MarginMode::Isolated ? "isolated" : "cross";
}

namespace {

/// By how much a deduction may differ where the rates of both tiers were rounded to 1e-6, of each
/// tier up to there.
Money rounding(std::span<const MarginTier> ended) {
    constexpr std::int64_t two_ppm = 500'000;
    Money sum;
    for (const auto& tier : ended) sum += Money{tier.up_to.raw / two_ppm + 1};
    return sum;
}

}  // namespace

Result<MarginTiers> MarginTiers::of(std::span<const MarginTier> said, By by) {
    MarginTiers made;
    made.by_ = by;
    made.tiers_.assign(said.begin(), said.end());
    NJ_TRY(made.check());
    return made;
}

Status MarginTiers::check() {
    if (by_ > By::Units) return fail(Errc::OutOfRange, "margin tiers by {}", static_cast<int>(by_));
    if (tiers_.size() > most)
        return fail(Errc::OutOfRange, "{} margin tiers: at most {} are held", tiers_.size(), most);
    MarginTier before;
    before.deduction = Money{};
    for (std::size_t i = 0; i < tiers_.size(); ++i) {
        auto& tier = tiers_[i];
        if (tier.up_to <= before.up_to)
            return fail(Errc::OutOfRange, "margin tier {}: ends at {}, and the one before at {}",
                        i + 1, to_string(tier.up_to), to_string(before.up_to));
        if (tier.maintenance_ppm <= 0 || tier.maintenance_ppm < before.maintenance_ppm ||
            tier.initial_ppm < before.initial_ppm || tier.initial_ppm < tier.maintenance_ppm ||
            tier.initial_ppm > all_ppm)
            return fail(Errc::OutOfRange,
                        "margin tier {}: initial {} ppm and maintenance {} ppm after {} and {}: "
                        "neither may fall, and initial is from maintenance to 1000000",
                        i + 1, tier.initial_ppm, tier.maintenance_ppm, before.initial_ppm,
                        before.maintenance_ppm);
        Money deduction;
        if (by_ == By::Notional)
            deduction =
                *before.deduction +
                scaled(before.up_to, tier.maintenance_ppm - before.maintenance_ppm, all_ppm);
        if (tier.deduction &&
            magnitude(*tier.deduction - deduction) > rounding(std::span{tiers_}.first(i)))
            return fail(Errc::OutOfRange, "margin tier {}: takes {} off, but {} keeps it even",
                        i + 1, to_string(*tier.deduction), to_string(deduction));
        tier.deduction = deduction;
        before = tier;
    }
    return {};
}

const MarginTier& MarginTiers::at(Money notional, Money units) const {
    const auto found = std::ranges::lower_bound(tiers_, by_ == By::Units ? units : notional, {},
                                                &MarginTier::up_to);
    return found == tiers_.end() ? tiers_.back() : *found;
}

}  // namespace nightjar::core
