#include "exchange/margin_tiers.hpp"

namespace nightjar::exchange {

std::vector<TierView> margin_tiers_of(const Hall& hall, const core::Instrument& instrument) {
    constexpr std::int64_t all_ppm = 1'000'000;
    constexpr std::int64_t all_bps = 10'000;
    constexpr int ppm_digits = 6;
    const auto known = instrument.margin_tiers.all();
    if (known.empty()) {
        const auto leverage = std::int64_t{hall.listing(instrument.id).max_leverage};
        const auto held = std::int64_t{instrument.maintenance_margin_bps} * all_ppm / all_bps;
        return {{1,
                 {},
                 core::whole(1'000'000'000),
                 leverage,
                 core::format_decimal((all_ppm + leverage - 1) / leverage, ppm_digits),
                 core::format_decimal(held, ppm_digits),
                 {}}};
    }
    std::vector<TierView> tiers;
    core::Money from;
    for (const auto& tier : known) {
        tiers.push_back({tiers.size() + 1, from, tier.up_to, all_ppm / tier.initial_ppm,
                         core::format_decimal(tier.initial_ppm, ppm_digits),
                         core::format_decimal(tier.maintenance_ppm, ppm_digits), *tier.deduction});
        from = tier.up_to;
    }
    return tiers;
}

}  // namespace nightjar::exchange
