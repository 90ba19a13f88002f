#pragma once
/// Both halves of a venue's private side, by the venue's name.

#include "venue/credentials.hpp"
#include "venue/order_codec.hpp"
#include "venue/user_stream.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::venue {

/// One thread.
struct PrivateSide {
    std::shared_ptr<void> shared;  ///< what the two have in common; outlives them
    std::unique_ptr<OrderCodec> orders;
    std::unique_ptr<UserStream> stream;
};

struct PrivatePlan {
    std::string_view protocol;  ///< one of `protocols`
    /// Of the REST interface, "api.coinbase.com"; Coinbase's tokens name it.
    std::string rest_host;
    std::vector<std::string> symbols;  ///< that will be traded, in the venue's words
    bool demo{};                       ///< the venue's own trial environment
};

/// "binance", "binanceusdm", "bybit", "bybitlinear", "okx", "okxswap", "kraken", "coinbase".
[[nodiscard]] std::span<const std::string_view> protocols();
/// The venue whose keys a protocol takes: "bybit" of "bybitlinear".
[[nodiscard]] std::string_view venue_of(std::string_view protocol);

/// It takes stop orders that only reduce, as the abilities of its orders say.
[[nodiscard]] bool keeps_stops(std::string_view protocol);

/// Errors: Unsupported, for another protocol; BadKey.
core::Result<PrivateSide> make_private_side(const PrivatePlan& plan,
                                            const Credentials& credentials);

}  // namespace nightjar::venue
