#include "exchange/kraken/market_streams.hpp"

#include "exchange/exact_json.hpp"
#include "exchange/kraken/market_messages.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace nightjar::exchange::kraken {

namespace {

std::string topic_of(std::string_view channel, const MarketView& view, std::string_view more) {
    return fmt::format("{} {} {}", channel, view.instrument().symbol, more);
}

std::int64_t number_after(std::string_view text, std::size_t at) {
    std::int64_t number = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), number);
    return number;
}

Json bar_message(std::string_view type, Json items, core::Time now) {
    auto message = channel_message("ohlc", type, std::move(items));
    message["timestamp"] = date_text(now);
    return message;
}

}  // namespace

std::string Wanted::topic() const {
    if (view == nullptr) return channel;
    if (channel == "book") return topic_of(channel, *view, std::to_string(depth));
    if (channel == "ohlc") return topic_of(channel, *view, std::to_string(minutes));
    if (channel == "ticker") return topic_of(channel, *view, by_quote ? "bbo" : "trades");
    return topic_of(channel, *view, {});
}

Json Wanted::json() const {
    Json json{{"channel", channel}};
    if (channel == "book") json["depth"] = depth;
    if (channel == "ohlc") json["interval"] = minutes;
    if (channel == "ticker") json["event_trigger"] = by_quote ? "bbo" : "trades";
    if (view != nullptr) json["symbol"] = view->instrument().symbol;
    return json;
}

std::optional<Json> MarketStreams::snapshot(const Wanted& wanted) {
    const auto now = hall_->now();
    const auto& channel = wanted.channel;
    if (channel == "instrument")
        return channel_message(channel, "snapshot", instrument_data(*hall_));
    const auto& view = *wanted.view;
    if (channel == "book") {
        auto topic = wanted.topic();
        if (!topics_.wanted(topic)) books_.erase(topic);
        return books_.try_emplace(std::move(topic), view, wanted.depth).first->second.snapshot(now);
    }
    if (channel == "ticker") return channel_message(channel, "snapshot", ticker_items(view, now));
    auto items = channel == "trade"
                     ? last_trades(view)
                     : bar_items(view, core::minutes(static_cast<std::int64_t>(wanted.minutes)));
    if (items.empty()) return std::nullopt;
    if (channel == "ohlc") return bar_message("snapshot", std::move(items), now);
    return channel_message(channel, "snapshot", std::move(items));
}

void MarketStreams::on_trade(const MarketView& view, const Print& print) const {
    if (const auto topic = topic_of("trade", view, {}); topics_.wanted(topic))
        topics_.publish(topic, write_exact(channel_message(
                                   "trade", "update", Json::array({trade_item(view, print)}))));
    if (const auto topic = topic_of("ticker", view, "trades"); topics_.wanted(topic))
        topics_.publish(topic, write_exact(channel_message("ticker", "update",
                                                           ticker_items(view, hall_->now()))));
    const auto prefix = topic_of("ohlc", view, {});
    topics_.each(prefix, [&](std::string_view topic) {
        const auto interval = core::minutes(number_after(topic, prefix.size()));
        topics_.publish(
            topic, write_exact(bar_message("update", bar_items(view, interval), hall_->now())));
    });
}

void MarketStreams::on_quote(const MarketView& view) const {
    if (const auto topic = topic_of("ticker", view, "bbo"); topics_.wanted(topic))
        topics_.publish(topic, write_exact(channel_message("ticker", "update",
                                                           ticker_items(view, hall_->now()))));
}

void MarketStreams::on_depth(const MarketView& view) {
    std::erase_if(books_, [this](const auto& book) { return !topics_.wanted(book.first); });
    for (auto& [topic, book] : books_)
        if (&book.view() == &view)
            if (const auto message = book.update(hall_->now()))
                topics_.publish(topic, write_exact(*message));
}

void MarketStreams::on_beat(core::Time at) const {
    constexpr auto every = core::seconds(1);
    if (at.ns % every.ns == 0) topics_.publish("heartbeat", R"({"channel":"heartbeat"})");
}

}  // namespace nightjar::exchange::kraken
