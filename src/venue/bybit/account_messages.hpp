#pragma once
/// What Bybit says of orders, fills, balances and positions: the same items in its answers and on
/// its stream. Private to the venue.

#include "venue/account_fields.hpp"
#include "venue/bybit/category.hpp"

#include <span>

namespace nightjar::venue::bybit {

[[nodiscard]] std::string_view word(Category category);

[[nodiscard]] core::Status read_order(const object& item, AccountEvents& to);
/// Of execution; funding and settlements of profit are no fills and say nothing.
/// Or of funding, which the venue has among the executions.
[[nodiscard]] core::Status read_fill(const object& item, Category category, AccountEvents& to);
/// An account, with its list of coins.
[[nodiscard]] core::Status read_wallet(const object& account, AccountEvents& to);
[[nodiscard]] core::Status read_position(const object& item, AccountEvents& to);

/// Codes, and what stands in rejectReason.
[[nodiscard]] std::span<const ReasonWord> reason_words();

}  // namespace nightjar::venue::bybit
