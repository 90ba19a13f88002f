#pragma once
/// The wallet and positions as the REST interface and the streams show them.

#include "exchange/bybit/office.hpp"

namespace nightjar::exchange::bybit {

/// All that is worth something, and the currency; of one coin where it is named.
[[nodiscard]] Json wallet_json(const Hall& hall, const Client& client, std::string_view coin = {});
[[nodiscard]] Json position_json(const Hall& hall, const Client& client, const MarketView& view);

}  // namespace nightjar::exchange::bybit
