#include "exchange/okx/market_streams.hpp"

#include "exchange/okx/market_json.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::okx {

using core::Time;

namespace {

constexpr std::string_view candle{"candle"};
constexpr std::size_t most_levels = 400;
constexpr std::size_t few_levels = 5;

std::string message(std::string_view channel, const core::Instrument& instrument, Json row,
                    std::string_view action = {}) {
    Json json{{"arg", {{"channel", channel}, {"instId", instrument.symbol}}}};
    if (!action.empty()) json["action"] = action;
    json["data"] = Json::array({std::move(row)});
    return json.dump();
}

template <class Bids, class Asks>
Json book_json(const MarketView& view, const Bids& bids, const Asks& asks, std::size_t most,
               Time now) {
    return {{"asks", book_side(asks, view.instrument(), most)},
            {"bids", book_side(bids, view.instrument(), most)},
            {"ts", ms_text(now)}};
}

std::string update_message(const ToldBook& book, const ToldBook::Change& change, Time now) {
    auto row = book_json(book.view(), change.bids, change.asks, 2 * most_levels, now);
    row["checksum"] = 0;  // as the venue has it since 2026
    row["seqId"] = book.number();
    row["prevSeqId"] = book.number() - 1;
    return message("books", book.view().instrument(), std::move(row), "update");
}

std::string snapshot_message(const ToldBook& book, Time now) {
    auto row = book_json(book.view(), book.bids(), book.asks(), most_levels, now);
    row["checksum"] = 0;
    row["seqId"] = book.number();
    row["prevSeqId"] = -1;
    return message("books", book.view().instrument(), std::move(row), "snapshot");
}

std::string few_message(std::string_view channel, const MarketView& view, std::size_t levels,
                        Time now) {
    auto row = book_json(view, view.bids(), view.asks(), levels, now);
    row["instId"] = view.instrument().symbol;
    row["seqId"] = view.update_id();
    return message(channel, view.instrument(), std::move(row));
}

core::TradeId last_trade(const MarketView& view) {
    return view.prints().empty() ? core::TradeId{} : view.prints().back().id;
}

}  // namespace

std::string topic_of(std::string_view channel, const core::Instrument& instrument) {
    return fmt::format("{}:{}", channel, instrument.symbol);
}

bool MarketStreams::has(std::string_view channel, const MarketView& view) {
    if (channel.starts_with(candle)) return read_bar(channel.substr(candle.size())).has_value();
    if (channel == "funding-rate") return is_swap(view.instrument());
    static constexpr std::array channels{"books",      "books5",  "bbo-tbt",   "trades",
                                         "trades-all", "tickers", "mark-price"};
    return std::ranges::find(channels, channel) != channels.end();
}

std::string MarketStreams::join(std::string_view channel, const MarketView& view, TopicSink& sink) {
    topics_.join(topic_of(channel, view.instrument()), sink);
    return now_of(channel, view);
}

std::string MarketStreams::now_of(std::string_view channel, const MarketView& view) {
    const auto now = hall_->now();
    const auto& instrument = view.instrument();
    if (channel == "books") {
        const auto topic = topic_of(channel, instrument);
        const auto book = books_.try_emplace(topic, view, most_levels).first;
        return snapshot_message(book->second, now);
    }
    if (channel == "books5") return few_message(channel, view, few_levels, now);
    if (channel == "bbo-tbt") return few_message(channel, view, 1, now);
    if (channel == "tickers") return message(channel, instrument, ticker_json(view, now));
    if (channel == "mark-price") return message(channel, instrument, mark_json(view, now));
    if (channel == "funding-rate") return message(channel, instrument, funding_json(view, now));
    return {};
}

void MarketStreams::on_trade(const MarketView& view, const Print& print) const {
    for (const auto* channel : {"trades", "trades-all"})
        if (const auto topic = topic_of(channel, view.instrument()); topics_.wanted(topic))
            topics_.publish(topic, message(channel, view.instrument(), trade_json(view, print)));
}

void MarketStreams::on_quote(const MarketView& view) const {
    constexpr std::string_view channel{"bbo-tbt"};
    if (const auto topic = topic_of(channel, view.instrument()); topics_.wanted(topic))
        topics_.publish(topic, few_message(channel, view, 1, hall_->now()));
}

void MarketStreams::on_beat(Time at) {
    constexpr auto often = core::milliseconds(100);
    constexpr auto seldom = core::milliseconds(500);
    constexpr auto rarely = core::minutes(1);
    if (at.ns % often.ns == 0) {
        forget();
        tell_books();
        for (const auto& view : hall_->views()) tell_changes(view, at);
    }
    if (at.ns % seldom.ns == 0) tell_candles();
    if (at.ns % rarely.ns == 0)
        for (const auto& view : hall_->views())
            if (const auto topic = topic_of("funding-rate", view.instrument());
                topics_.wanted(topic))
                topics_.publish(topic, now_of("funding-rate", view));
}

void MarketStreams::forget() {
    std::erase_if(books_, [this](const auto& entry) { return !topics_.wanted(entry.first); });
    std::erase_if(changed_, [this](const auto& entry) { return !topics_.wanted(entry.first); });
    bars_.forget([this](const std::string& topic) { return !topics_.wanted(topic); });
}

void MarketStreams::tell_books() {
    for (auto& [topic, book] : books_)
        if (const auto change = book.take(); !change.empty())
            topics_.publish(topic, update_message(book, change, hall_->now()));
}

/// Books of few levels and tickers, where something is new; marks with the mid only.
void MarketStreams::tell_changes(const MarketView& view, Time at) {
    constexpr auto seldom = core::milliseconds(200);
    const std::pair state{view.update_id(), last_trade(view)};
    for (const auto* channel : {"books5", "tickers", "mark-price"}) {
        if (std::string_view{channel} == "mark-price" && at.ns % seldom.ns != 0) continue;
        const auto topic = topic_of(channel, view.instrument());
        if (!topics_.wanted(topic)) continue;
        auto& told = changed_[topic];
        if (told == state) continue;
        told = state;
        topics_.publish(topic, now_of(channel, view));
    }
}

void MarketStreams::tell_candles() {
    topics_.each(candle, [this](std::string_view topic) {
        const auto colon = topic.find(':');
        const auto* view = hall_->find(topic.substr(colon + 1));
        const auto channel = topic.substr(0, colon);
        const auto interval = read_bar(channel.substr(candle.size()));
        if (view == nullptr || !interval) return;
        bars_.tell(topic, view->bars(), *interval, [&](const Bar& bar, bool closed) {
            topics_.publish(topic,
                            message(channel, view->instrument(), candle_json(*view, bar, closed)));
        });
    });
}

}  // namespace nightjar::exchange::okx
