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

/// How many of `step` it is.
Result<std::int64_t> steps_of(Decimal number, Money unit, Money step, std::string_view what) {
    // number * unit / step, exactly: 63 and 40 bits fit into 128.
    Wide raw = Wide{number.mantissa} * unit.raw;
    Wide divisor = step.raw;
    for (int i = 0; i < number.decimals && raw % 10 == 0; ++i) {
        raw /= 10;
        --number.decimals;
    }
    for (int i = 0; i < number.decimals; ++i) divisor *= 10;
    if (raw % divisor != 0)
        return core::fail(Errc::BadField, "{} {} is on no step of {}", what, text_of(number),
                          to_string(step));
    raw /= divisor;
    if (magnitude(Money{raw}).raw > std::numeric_limits<std::int64_t>::max())
        return core::fail(Errc::BadField, "{} {} is out of range", what, text_of(number));
    return static_cast<std::int64_t>(raw);
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

Result<core::Qty> qty_of(Decimal number, const core::Instrument& instrument) {
    NJ_TRY(steps, steps_of(number, instrument.contract, instrument.lot, "quantity"));
    return core::Qty{steps};
}

}  // namespace nightjar::venue
