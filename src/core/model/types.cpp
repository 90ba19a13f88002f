#include "core/model/types.hpp"

namespace nightjar::core {

std::string to_string(Money m) { return format_decimal(m.raw, Money::digits); }

Result<Money> parse_money(std::string_view text) {
    NJ_TRY(raw, parse_decimal(text, Money::digits));
    return Money{raw};
}

}  // namespace nightjar::core
