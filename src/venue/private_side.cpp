#include "venue/private_side.hpp"

#include "venue/binance/order_codec.hpp"
#include "venue/binance/user_stream.hpp"
#include "venue/bybit/order_codec.hpp"
#include "venue/bybit/user_stream.hpp"
#include "venue/coinbase/order_codec.hpp"
#include "venue/coinbase/user_stream.hpp"
#include "venue/errc.hpp"
#include "venue/kraken/order_codec.hpp"
#include "venue/kraken/user_stream.hpp"
#include "venue/okx/order_codec.hpp"
#include "venue/okx/user_stream.hpp"

#include <algorithm>
#include <array>

namespace nightjar::venue {

using core::Result;

namespace {

constexpr std::array<std::string_view, 8> names{"binance", "binanceusdm", "bybit",  "bybitlinear",
                                                "okx",     "okxswap",     "kraken", "coinbase"};

Result<PrivateSide> binance_side(binance::Market market, const Credentials& credentials) {
    NJ_TRY(orders, binance::make_order_codec(market, credentials));
    NJ_TRY(stream, binance::make_user_stream(market, credentials));
    return PrivateSide{{}, std::move(orders), std::move(stream)};
}

Result<PrivateSide> bybit_side(bybit::Category category, const Credentials& credentials) {
    NJ_TRY(orders, bybit::make_order_codec(category, credentials));
    NJ_TRY(stream, bybit::make_user_stream(category, credentials));
    return PrivateSide{{}, std::move(orders), std::move(stream)};
}

Result<PrivateSide> okx_side(okx::Market market, const PrivatePlan& plan,
                             const Credentials& credentials) {
    const auto environment = plan.demo ? okx::Environment::Demo : okx::Environment::Production;
    return PrivateSide{{},
                       okx::make_order_codec(market, copy_of(credentials), environment),
                       okx::make_user_stream(market, copy_of(credentials))};
}

Result<PrivateSide> kraken_side(const PrivatePlan& plan, const Credentials& credentials) {
    const auto nonces = std::make_shared<kraken::Nonces>();
    NJ_TRY(orders, kraken::make_order_codec(credentials, *nonces, plan.symbols));
    NJ_TRY(stream, kraken::make_user_stream(credentials, *nonces));
    return PrivateSide{nonces, std::move(orders), std::move(stream)};
}

Result<PrivateSide> coinbase_side(const PrivatePlan& plan, const Credentials& credentials) {
    NJ_TRY(orders, coinbase::make_order_codec(credentials, plan.rest_host));
    NJ_TRY(stream, coinbase::make_user_stream(credentials, plan.symbols));
    return PrivateSide{{}, std::move(orders), std::move(stream)};
}

}  // namespace

std::span<const std::string_view> protocols() { return names; }

std::string_view venue_of(std::string_view protocol) {
    if (protocol.starts_with("bybit")) return "bybit";
    if (protocol.starts_with("okx")) return "okx";
    return protocol;
}

bool keeps_stops(std::string_view protocol) {
    constexpr std::array<std::string_view, 3> keepers{"binanceusdm", "bybitlinear", "okxswap"};
    return std::ranges::find(keepers, protocol) != keepers.end();
}

Result<PrivateSide> make_private_side(const PrivatePlan& plan, const Credentials& credentials) {
    const auto& name = plan.protocol;
    if (name == "binance") return binance_side(binance::Market::Spot, credentials);
    if (name == "binanceusdm") return binance_side(binance::Market::UsdFutures, credentials);
    if (name == "bybit") return bybit_side(bybit::Category::Spot, credentials);
    if (name == "bybitlinear") return bybit_side(bybit::Category::Linear, credentials);
    if (name == "okx") return okx_side(okx::Market::Spot, plan, credentials);
    if (name == "okxswap") return okx_side(okx::Market::Swap, plan, credentials);
    if (name == "kraken") return kraken_side(plan, credentials);
    if (name == "coinbase") return coinbase_side(plan, credentials);
    return core::fail(Errc::Unsupported, "{}: no such protocol", name);
}

}  // namespace nightjar::venue
