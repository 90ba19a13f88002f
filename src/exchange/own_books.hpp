#pragma once
/// The exchange's own figures, in no venue's words: what a client's numbers are compared with.

#include "exchange/hall.hpp"

#include <string>
#include <string_view>

namespace nightjar::exchange {

/// JSON: {"balances": {asset: {"total", "free"}}, "positions": {symbol: qty}, "orders": [{"id",
/// "client_id", "symbol", "side", "price", "qty", "filled", "open"}], "executions": [{"trade",
/// "order", "symbol", "side", "price", "qty", "fee", "fee_asset", "maker"}]}; quantities in units
/// of the base asset, all numbers as texts.
std::string account_page(const Hall& hall, const Client& client);
/// JSON: {"bids": [[price, qty], ...], "asks": ...}, the best first, ten of each; of the first
/// instrument with that base, spot or perpetual. Empty where there is none.
std::string book_page(const Hall& hall, std::string_view base, bool spot);

}  // namespace nightjar::exchange
