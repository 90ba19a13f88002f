#include "exchange/decimal_text.hpp"

namespace nightjar::exchange {

core::Money average(core::Money quote, core::Money units) {
    if (units.raw == 0) return {};
    // Whole and remainder apart, so that the product stays within 128 bits.
    const auto whole = quote.raw / units.raw;
    const auto rest = quote.raw % units.raw;
    return {whole * core::Money::one + rest * core::Money::one / units.raw};
}

std::string rate_text(std::int64_t ppb) {
    constexpr int digits = 9;
    return core::format_decimal(ppb, digits);
}

}  // namespace nightjar::exchange
