#include "venue/public_side.hpp"

#include "venue/binance/public_side.hpp"
#include "venue/bybit/public_side.hpp"
#include "venue/coinbase/public_side.hpp"
#include "venue/kraken/public_side.hpp"
#include "venue/okx/public_side.hpp"
#include "venue/public_parts.hpp"

namespace nightjar::venue {

core::Result<std::string_view> interval_word(core::Duration interval,
                                             std::span<const IntervalWord> words) {
    const auto found = std::ranges::find(words, interval, &IntervalWord::interval);
    if (found != words.end()) return found->word;
    std::string known;
    for (const auto& each : words) known += fmt::format(" {}", each.word);
    return core::fail(Errc::Unsupported, "candles of {} s: the venue has{}",
                      whole_seconds({interval.ns}), known);
}

std::vector<Subscription> every(std::span<const Subscription::Channel> channels,
                                std::span<const std::string> symbols, int depth) {
    std::vector<Subscription> all;
    for (const auto channel : channels)
        for (const auto& symbol : symbols)
            all.push_back(
                {channel, symbol, channel == Subscription::Channel::Depth ? depth : 0, {}});
    return all;
}

core::Result<std::unique_ptr<PublicSide>> make_public_side(std::string_view protocol) {
    if (protocol == "binance") return binance::make_public_side(binance::Market::Spot);
    if (protocol == "binanceusdm") return binance::make_public_side(binance::Market::UsdFutures);
    if (protocol == "bybit") return bybit::make_public_side(bybit::Category::Spot);
    if (protocol == "bybitlinear") return bybit::make_public_side(bybit::Category::Linear);
    if (protocol == "okx") return okx::make_public_side(okx::Market::Spot);
    if (protocol == "okxswap") return okx::make_public_side(okx::Market::Swap);
    if (protocol == "kraken") return kraken::make_public_side();
    if (protocol == "coinbase") return coinbase::make_public_side();
    return core::fail(Errc::Unsupported, "{}: no such protocol", protocol);
}

}  // namespace nightjar::venue
