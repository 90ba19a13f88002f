#include "exchange/coinbase/market_streams.hpp"

#include "exchange/coinbase/market_messages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::coinbase {

namespace {

constexpr auto candle = core::minutes(5);

std::vector<Bar> last_candles(const MarketView& view, std::size_t count) {
    auto bars = view.bars().of(candle, {std::nullopt, std::nullopt, count});
    std::ranges::reverse(bars);
    return bars;
}

}  // namespace

std::string topic_of(std::string_view channel, const MarketView& view) {
    return fmt::format("{} {}", channel, view.instrument().symbol);
}

void MarketStreams::publish(const std::string& topic, Json event) const {
    topics_.publish(topic, Json::array({std::move(event)}).dump());
}

Json MarketStreams::snapshot(std::string_view channel, const MarketView& view) const {
    constexpr std::size_t most = 100;
    if (channel == "level2") return book_snapshot(view);
    if (channel == "market_trades") return trades_snapshot(view);
    if (channel == "candles") return candles_event(view, "snapshot", last_candles(view, most));
    return ticker_event(view, "snapshot", hall_->now());
}

void MarketStreams::on_trade(const MarketView& view, const Print& print) const {
    if (const auto topic = topic_of("market_trades", view); topics_.wanted(topic))
        publish(topic, trades_update(view, print));
    if (const auto topic = topic_of("ticker", view); topics_.wanted(topic))
        publish(topic, ticker_event(view, "update", hall_->now()));
}

void MarketStreams::on_depth(const MarketView& view, const DepthDiff& diff) const {
    if (const auto topic = topic_of("level2", view); topics_.wanted(topic))
        publish(topic, book_update(view, diff));
}

void MarketStreams::on_beat(core::Time at) {
    constexpr auto second = core::seconds(1);
    constexpr auto batch = core::seconds(5);
    topics_.publish("newcomers", {});
    if (at.ns % second.ns != 0) return;
    publish("heartbeats",
            {{"current_time", core::format_time(at)}, {"heartbeat_counter", ++heartbeats_}});
    for (const auto& view : hall_->views()) {
        if (topics_.wanted(topic_of("candles", view))) tell_candles(view);
        if (const auto topic = topic_of("ticker_batch", view);
            at.ns % batch.ns == 0 && topics_.wanted(topic))
            publish(topic, ticker_event(view, "update", at));
    }
}

void MarketStreams::tell_candles(const MarketView& view) {
    auto bars = last_candles(view, 2);
    if (bars.empty()) return;
    const auto now = bars.front();
    auto& last = told_[view.instrument().id];
    // The one before is told once more when it does not change any longer.
    if (bars.size() > 1 && last.open_time == now.open_time) bars.pop_back();
    if (last.open_time == now.open_time && last.trades == now.trades) return;
    last = now;
    publish(topic_of("candles", view), candles_event(view, "update", bars));
}

}  // namespace nightjar::exchange::coinbase
