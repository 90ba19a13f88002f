#pragma once
/// What Coinbase says of orders, fills and balances. Private to the venue.

#include "venue/account_fields.hpp"

#include <span>

namespace nightjar::venue::coinbase {

/// Of orders/historical.
[[nodiscard]] core::Status read_order(const object& item, AccountEvents& to);
/// Of the channel `user`, as it stood at `at`: no price of single fills.
[[nodiscard]] core::Status read_user_order(const object& item, core::Time at, AccountEvents& to);
/// Of orders/historical/fills.
[[nodiscard]] core::Status read_fill(const object& item, AccountEvents& to);
[[nodiscard]] core::Status read_account(const object& item, AccountEvents& to);

/// Errors of answers, and reasons of orders.
[[nodiscard]] std::span<const ReasonWord> reason_words();

}  // namespace nightjar::venue::coinbase
