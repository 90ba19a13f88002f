#include "venue/margin_tiers.hpp"

#include "venue/errc.hpp"
#include "venue/steps.hpp"

#include <algorithm>

namespace nightjar::venue {

using core::Decimal;
using core::fail;
using core::Money;
using core::Result;
using core::Status;
using core::Wide;

namespace {

constexpr std::int64_t all_ppm = 1'000'000;

/// a / b of numbers above 0, rounded up.
constexpr Wide divided_up(Wide a, Wide b) { return (a + b - 1) / b; }

Result<std::int32_t> ppm_of(std::string_view what, Decimal rate) {
    const auto ppm = divided_up(Wide{rate.mantissa} * all_ppm, core::power_of_ten(rate.decimals));
    if (rate.mantissa <= 0 || ppm > all_ppm)
        return fail(Errc::BadField, "{}: {} is no rate above 0 and up to 1", what,
                    core::format_decimal(rate.mantissa, rate.decimals));
    return static_cast<std::int32_t>(ppm);
}

}  // namespace

Result<Decimal> rate_of_leverage(std::string_view field, Decimal leverage) {
    if (leverage.mantissa <= 0)
        return fail(Errc::BadField, "{}: {} is no leverage", field,
                    core::format_decimal(leverage.mantissa, leverage.decimals));
    const auto ppm =
        divided_up(Wide{all_ppm} * core::power_of_ten(leverage.decimals), leverage.mantissa);
    if (ppm > all_ppm)
        return fail(Errc::BadField, "{}: {} is a leverage below 1", field,
                    core::format_decimal(leverage.mantissa, leverage.decimals));
    return Decimal{static_cast<std::int64_t>(ppm), 6};
}

Status TierList::add(const MarginTierSaid& said) {
    if (tiers_.size() == core::MarginTiers::most)
        return fail(Errc::BadField, "{}: more than {} margin tiers", said.symbol, tiers_.size());
    NJ_TRY(initial, ppm_of("initial margin", said.initial));
    NJ_TRY(maintenance, ppm_of("maintenance margin", said.maintenance));
    by_ = said.by;
    core::MarginTier tier{money_of(said.up_to), initial, maintenance, {}};
    if (by_ == core::MarginTiers::By::Units)
        tier.up_to = core::scaled(tier.up_to, static_cast<std::int64_t>(contract_.raw), Money::one);
    if (said.deduction) tier.deduction = money_of(*said.deduction);
    tiers_.push_back(tier);
    return {};
}

Result<core::MarginTiers> TierList::finish() {
    std::ranges::sort(tiers_, {}, &core::MarginTier::up_to);
    return core::MarginTiers::of(tiers_, by_);
}

}  // namespace nightjar::venue
