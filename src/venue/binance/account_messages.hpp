#pragma once
/// What Binance says of orders, fills, balances and positions, in its answers and on its streams.
/// Private to the venue.

#include "venue/account_fields.hpp"
#include "venue/binance/market.hpp"

#include <span>

namespace nightjar::venue::binance {

/// Of GET order and openOrders.
[[nodiscard]] core::Status read_order(const object& item, AccountEvents& to);
/// Of myTrades (spot) and userTrades; gives the venue's number of the trade.
[[nodiscard]] Result<std::uint64_t> read_trade(const object& item, AccountEvents& to);
/// {asset, free, locked} of spot; {asset, balance or walletBalance, availableBalance} of futures.
[[nodiscard]] core::Status read_balance(const object& item, AccountEvents& to);
[[nodiscard]] core::Status read_position(const object& item, AccountEvents& to);
/// Funding paid or received; of other income nothing is said.
[[nodiscard]] core::Status read_income(const object& item, AccountEvents& to);
[[nodiscard]] core::Status read_fees(const object& whole, AccountEvents& to);
[[nodiscard]] core::Status read_rights(const object& whole, Market market, AccountEvents& to);

/// An order of either stream, spot's executionReport or `o` of the futures' ORDER_TRADE_UPDATE: an
/// order, and behind it the fill where it tells of one.
[[nodiscard]] core::Status read_order_event(const object& item, AccountEvents& to);
/// outboundAccountPosition (spot) and `a` of ACCOUNT_UPDATE (futures).
[[nodiscard]] core::Status read_account_event(const object& item, core::Time at, AccountEvents& to);

/// Codes, and words of the codes -2010 and -1013, which have many meanings.
[[nodiscard]] std::span<const ReasonWord> reason_words();

}  // namespace nightjar::venue::binance
