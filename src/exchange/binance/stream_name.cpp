#include "exchange/binance/stream_name.hpp"

#include "exchange/binance/market_json.hpp"

#include <algorithm>

namespace nightjar::exchange::binance {

using core::Duration;
using Kind = StreamName::Kind;

namespace {

const MarketView* find_lower(const Hall& hall, std::string_view symbol) {
    std::string upper{symbol};
    for (auto& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return hall.find(upper);
}

/// What of the text stands before the first such character; the rest without it.
std::pair<std::string_view, std::string_view> cut(std::string_view text, char at) {
    const auto where = std::min(text.find(at), text.size());
    return {text.substr(0, where), text.substr(std::min(where + 1, text.size()))};
}

std::optional<Duration> depth_period(Market market, const Hall& hall, std::string_view text) {
    constexpr auto usual_futures = core::milliseconds(250);
    if (text.empty()) return market == Market::Spot ? core::seconds(1) : usual_futures;
    const auto period = core::parse_duration(text);
    const auto& periods = hall.config().depth_periods;
    if (!period || std::ranges::find(periods, *period) == periods.end()) return std::nullopt;
    return *period;
}

std::optional<StreamName> read_all(Market market, std::string_view text) {
    if (text == "!ticker@arr") return StreamName{.kind = Kind::AllTickers};
    if (text == "!miniTicker@arr") return StreamName{.kind = Kind::AllMiniTickers};
    if (market == Market::Spot) return std::nullopt;
    if (text == "!markPrice@arr")
        return StreamName{.kind = Kind::AllMarkPrices, .every = core::seconds(3)};
    if (text == "!markPrice@arr@1s")
        return StreamName{.kind = Kind::AllMarkPrices, .every = core::seconds(1)};
    return std::nullopt;
}

std::optional<StreamName> read_depth(Market market, const Hall& hall, StreamName name,
                                     std::string_view what, std::string_view speed) {
    const auto every = depth_period(market, hall, speed);
    if (!every) return std::nullopt;
    name.every = *every;
    name.kind = Kind::Depth;
    if (what == "depth") return name;
    name.kind = Kind::PartialDepth;
    for (const auto levels : {5U, 10U, 20U})
        if (what == fmt::format("depth{}", levels)) {
            name.levels = levels;
            return name;
        }
    return std::nullopt;
}

}  // namespace

std::optional<StreamName> read_stream(Market market, const Hall& hall, std::string_view text) {
    if (text.starts_with('!')) return read_all(market, text);
    const auto [symbol, rest] = cut(text, '@');
    const auto [what, speed] = cut(rest, '@');
    StreamName name;
    name.view = find_lower(hall, symbol);
    if (name.view == nullptr) return std::nullopt;
    if (what.starts_with("depth")) return read_depth(market, hall, name, what, speed);
    if (what == "markPrice" && market == Market::UsdFutures) {
        name.kind = Kind::MarkPrice;
        name.every = core::seconds(speed == "1s" ? 1 : 3);
        return speed.empty() || speed == "1s" ? std::optional{name} : std::nullopt;
    }
    if (!speed.empty()) return std::nullopt;
    if (what.starts_with("kline_")) {
        const auto interval = read_interval(what.substr(std::string_view{"kline_"}.size()));
        if (!interval) return std::nullopt;
        name.kind = Kind::Kline;
        name.interval = *interval;
        return name;
    }
    if (what == "trade")
        name.kind = Kind::Trade;
    else if (what == "aggTrade")
        name.kind = Kind::AggTrade;
    else if (what == "bookTicker")
        name.kind = Kind::BookTicker;
    else if (what == "ticker")
        name.kind = Kind::Ticker;
    else if (what == "miniTicker")
        name.kind = Kind::MiniTicker;
    else
        return std::nullopt;
    return name;
}

}  // namespace nightjar::exchange::binance
