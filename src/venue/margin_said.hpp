#pragma once
/// One tier of an instrument's margin, as its venue says it to everybody or to us.

#include "core/base/decimal.hpp"
#include "core/model/margin.hpp"

#include <optional>
#include <string_view>

namespace nightjar::venue {

struct MarginTierSaid {
    std::string_view symbol;
    core::MarginTiers::By by{};
    core::Decimal up_to;        ///< of the settlement asset, or in what the venue counts quantities
    core::Decimal initial;      ///< of the position: 0.01 is a leverage of 100
    core::Decimal maintenance;  ///< likewise
    std::optional<core::Decimal> deduction{};
};

}  // namespace nightjar::venue
