#include "venue/steps.hpp"

#include <limits>

namespace nightjar::venue {

using core::Decimal;
using core::Money;
using core::Result;
using core::Wide;

namespace {

std::string text_of(Decimal number) {
    return core::format_decimal(number.mantissa, number.decimals);
}

Result<std::int64_t> checked(Wide steps, Decimal number, std::string_view what) {
    if (magnitude(Money{steps}).raw > std::numeric_limits<std::int64_t>::max())
        return core::fail(Errc::BadField, "{} {} is out of range", what, text_of(number));
    return static_cast<std::int64_t>(steps);
}

/// number * unit = raw / divisor steps, exactly: 63 and 40 bits, and 40 and 60, fit into 128.
struct Ratio {
    Wide raw;
    Wide divisor;

    Ratio(Decimal number, Money unit, Money step)
        : raw{Wide{number.mantissa} * unit.raw},
          divisor{step.raw * core::power_of_ten(number.decimals)} {}
};

/// How many of `step` it is.
Result<std::int64_t> steps_of(Decimal number, Money unit, Money step, std::string_view what) {
    const Ratio ratio{number, unit, step};
    if (ratio.raw % ratio.divisor != 0)
        return core::fail(Errc::BadField, "{} {} is on no step of {}", what, text_of(number),
                          to_string(step));
    return checked(ratio.raw / ratio.divisor, number, what);
}

}  // namespace

Money money_of(Decimal number) {
    Wide raw = number.mantissa;
    for (int i = number.decimals; i < Money::digits; ++i) raw *= 10;
    for (int i = Money::digits; i < number.decimals; ++i) raw /= 10;
    return {raw};
}

Result<core::Price> price_of(Decimal number, const core::Instrument& instrument) {
    NJ_TRY(steps, steps_of(number, core::whole(1), instrument.tick, "price"));
    return core::Price{steps};
}

Result<core::Price> nearest_price(Decimal number, const core::Instrument& instrument) {
    const Ratio ratio{number, core::whole(1), instrument.tick};
    NJ_TRY(steps, checked((2 * ratio.raw + ratio.divisor) / (2 * ratio.divisor), number, "price"));
    return core::Price{steps};
}

Result<core::Qty> qty_of(Decimal number, const core::Instrument& instrument) {
    NJ_TRY(steps, steps_of(number, instrument.contract, instrument.lot, "quantity"));
    return core::Qty{steps};
}

Result<core::Qty> lots_of_sum(Decimal number, const core::Instrument& instrument) {
    const Ratio ratio{number, instrument.contract, instrument.lot};
    NJ_TRY(steps, checked(ratio.raw / ratio.divisor, number, "quantity"));
    return core::Qty{steps};
}

Steps::Steps(const core::Instrument& instrument)
    : instrument_{&instrument},
      prices_{factors_of(core::whole(1), instrument.tick)},
      qtys_{factors_of(instrument.contract, instrument.lot)} {}

Steps::Factors Steps::factors_of(Money unit, Money step) {
    Factors factors{};
    for (std::size_t decimals = 0; decimals < factors.size(); ++decimals) {
        const Wide divisor = step.raw * core::power_of_ten(static_cast<int>(decimals));
        const bool whole = unit.raw % divisor == 0;
        if (whole && unit.raw / divisor <= std::numeric_limits<std::int64_t>::max())
            factors.at(decimals) = static_cast<std::int64_t>(unit.raw / divisor);
    }
    return factors;
}

Result<core::Price> Steps::price(Decimal number) const {
    if (const auto steps = quick(number, prices_)) return core::Price{*steps};
    return price_of(number, *instrument_);
}

Result<core::Qty> Steps::qty(Decimal number) const {
    if (const auto steps = quick(number, qtys_)) return core::Qty{*steps};
    return qty_of(number, *instrument_);
}

}  // namespace nightjar::venue
