#pragma once
/// What OKX says of orders, fills, balances and positions: the same items in its answers and on its
/// stream. Private to the venue.

#include "venue/account_fields.hpp"
#include "venue/okx/market.hpp"

#include <span>

namespace nightjar::venue::okx {

/// The venue's word: instType.
[[nodiscard]] std::string_view word(Market market);

[[nodiscard]] core::Status read_order(const object& item, AccountEvents& to);
/// An item of the channel `orders`: the order, and behind it the fill where it tells of one.
/// A stop order, in the service that keeps it until its price is reached. Gives the number of the
/// order that it became, and tells nothing of that one; else an empty text.
[[nodiscard]] Result<std::string_view> read_stop(const object& item, AccountEvents& to);
[[nodiscard]] core::Status read_order_event(const object& item, AccountEvents& to);
/// Of trade/fills and fills-history.
[[nodiscard]] core::Status read_fill(const object& item, AccountEvents& to);
/// A bill of funding.
[[nodiscard]] core::Status read_bill(const object& item, AccountEvents& to);
/// An account, with its list of details.
[[nodiscard]] core::Status read_account(const object& account, AccountEvents& to);
[[nodiscard]] core::Status read_position(const object& item, AccountEvents& to);

/// By sCode.
[[nodiscard]] std::span<const ReasonWord> reason_words();

}  // namespace nightjar::venue::okx
