#pragma once
/// Kraken's older names, which its REST interface still has, and the common ones of its WebSocket
/// v2, which are ours: "XBTUSD" and "XXBTZUSD" are "BTC/USD", "XXBT" is "BTC", "XXDG" is "DOGE".

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nightjar::venue::kraken {

/// The common name of an asset. Those of staked balances ("ETH.S") stay as they are.
[[nodiscard]] std::string_view common_asset(std::string_view asset);
/// What REST takes for a symbol of the WebSocket: "BTC/USD" is "XBTUSD".
[[nodiscard]] std::string rest_pair(std::string_view symbol);

/// The symbols of a session under all names that REST has for them.
class PairNames {
public:
    explicit PairNames(std::span<const std::string> symbols);
    /// The symbol; of a pair that is none of ours its own name.
    [[nodiscard]] std::string_view symbol(std::string_view pair) const;

private:
    std::vector<std::pair<std::string, std::string>> names_;  // sorted
};

}  // namespace nightjar::venue::kraken
