#pragma once
/// Balances and positions as the REST interface and the streams show them.

#include "exchange/okx/office.hpp"

namespace nightjar::exchange::okx {

/// All that is worth something, and the currency; of one asset where it is named.
[[nodiscard]] Json account_json(const Hall& hall, const Client& client,
                                std::string_view asset = {});
[[nodiscard]] Json position_json(const Hall& hall, const Client& client, const MarketView& view);
/// Of balance_and_position: what `event` left of the instrument's assets and position.
[[nodiscard]] Json account_change_json(const Hall& hall, const Client& client,
                                       const MarketView& view, const char* event);

}  // namespace nightjar::exchange::okx
