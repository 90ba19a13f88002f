#pragma once
/// How Binance says no. Source: "Error codes" in the venue's documentation of spot and of USD-M
/// futures.

#include "core/base/result.hpp"
#include "venue/binance/market.hpp"

#include <nlohmann/json_fwd.hpp>

#include <expected>
#include <string>

namespace nightjar::exchange::binance {

using venue::binance::Market;
using Json = nlohmann::ordered_json;

struct Refusal {
    int code{};
    std::string text;
    unsigned status{400};
    std::string data{};  ///< JSON, where the venue says more
};

template <class T>
using Asked = std::expected<T, Refusal>;

[[nodiscard]] std::unexpected<Refusal> refuse(int code, std::string text, unsigned status = 400);

enum class Wish : std::uint8_t { Place, Amend, Cancel, Query };
/// A hall's refusal in the venue's words.
[[nodiscard]] Refusal refusal_of(Market market, Wish wish, const core::Error& error);
[[nodiscard]] inline std::unexpected<Refusal> refused(Market market, Wish wish,
                                                      const core::Error& error) {
    return std::unexpected{refusal_of(market, wish, error)};
}
[[nodiscard]] Json to_json(const Refusal& refusal);

}  // namespace nightjar::exchange::binance
