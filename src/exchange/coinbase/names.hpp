#pragma once
/// Coinbase's names: orders, fills and accounts have UUIDs.

#include "exchange/hall.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace nightjar::exchange::coinbase {

using Json = nlohmann::ordered_json;

[[nodiscard]] std::string order_name(core::OrderId id);
[[nodiscard]] std::optional<core::OrderId> read_order_name(std::string_view name);
[[nodiscard]] std::string trade_name(const Execution& execution);
[[nodiscard]] std::string account_name(const Client& client, core::AssetId asset);
[[nodiscard]] std::string user_name(const Client& client);

[[nodiscard]] constexpr std::string_view side_text(core::Side side) {
    return side == core::Side::Buy ? "BUY" : "SELL";
}
/// In quote for one of base.
[[nodiscard]] inline core::Money price_money(core::Price price, const core::Instrument& of) {
    return {core::Wide{of.tick.raw} * price.raw};
}

}  // namespace nightjar::exchange::coinbase
