#include "exchange/bybit/market_streams.hpp"

#include "exchange/bybit/market_json.hpp"
#include "exchange/decimal_text.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace nightjar::exchange::bybit {

using core::Time;

namespace {

struct Depth {
    std::string_view name;
    std::size_t levels;
    core::Duration every;
};
/// The venue tells the first two oftener than a hall has beats.
constexpr std::array depths{
    Depth{"1", 1, Hall::beat},
    Depth{"50", 50, Hall::beat},
    Depth{"200", 200, core::milliseconds(100)},
    Depth{"1000", 1'000, core::milliseconds(200)},
};
constexpr auto all_levels = std::numeric_limits<std::size_t>::max();

std::string key_of(bool linear, std::string_view text) {
    return fmt::format("{}/{}", linear ? "linear" : "spot", text);
}
std::string key_of(const MarketView& view, std::string_view name) {
    const auto& instrument = view.instrument();
    return key_of(is_linear(instrument), fmt::format("{}.{}", name, symbol_of(instrument)));
}
std::string_view text_of(std::string_view key) { return key.substr(key.find('/') + 1); }

std::string message(std::string_view text, const char* type, Json data, Time now) {
    return Json{{"topic", text}, {"type", type}, {"ts", ms_of(now)}, {"data", std::move(data)}}
        .dump();
}

template <class Levels, class Others>
std::string book_message(std::string_view text, const char* type, const ToldBook& book,
                         const Levels& bids, const Others& asks, Time now) {
    const auto& instrument = book.view().instrument();
    return Json{{"topic", text},
                {"type", type},
                {"ts", ms_of(now)},
                {"data",
                 {{"s", symbol_of(instrument)},
                  {"b", levels_json(bids, instrument, all_levels)},
                  {"a", levels_json(asks, instrument, all_levels)},
                  {"u", book.number()},
                  {"seq", book.view().update_id()}}},
                {"cts", ms_of(book.view().changed())}}
        .dump();
}

std::string snapshot(std::string_view text, const ToldBook& book, Time now) {
    return book_message(text, "snapshot", book, book.bids(), book.asks(), now);
}

Json trade_json(const MarketView& view, const Print& print) {
    const auto& instrument = view.instrument();
    return {{"T", ms_of(print.at)},
            {"s", symbol_of(instrument)},
            {"S", side_text(print.taker)},
            {"v", qty_text(print.qty, instrument)},
            {"p", format_price(print.price, instrument)},
            {"L", print.taker == core::Side::Buy ? "PlusTick" : "MinusTick"},
            {"i", std::to_string(print.id.value)},
            {"BT", false},
            {"RPI", false},
            {"seq", print.id.value}};
}

Json bar_json(const MarketView& view, const Bar& bar, std::string_view interval,
              core::Duration span, bool closed, Time now) {
    const auto& instrument = view.instrument();
    return {{"start", ms_of(bar.open_time)},
            {"end", ms_of(bar_end(bar.open_time, span)) - 1},
            {"interval", interval},
            {"open", format_price(bar.open, instrument)},
            {"close", format_price(bar.close, instrument)},
            {"high", format_price(bar.high, instrument)},
            {"low", format_price(bar.low, instrument)},
            {"volume", qty_text(bar.volume, instrument)},
            {"turnover", to_string(bar.quote)},
            {"confirm", closed},
            {"timestamp", ms_of(now)}};
}

}  // namespace

std::optional<Topic> MarketStreams::read(bool linear, std::string_view text) const {
    const auto first = text.find('.');
    const auto last = text.rfind('.');
    if (first == std::string_view::npos) return std::nullopt;
    Topic topic;
    topic.name = text.substr(0, first);
    if (last > first) topic.detail = text.substr(first + 1, last - first - 1);
    topic.view = find_view(*hall_, linear, text.substr(last + 1));
    const bool plain = topic.name == "publicTrade" || topic.name == "tickers";
    const bool known = (plain && topic.detail.empty()) ||
                       (topic.name == "kline" && read_interval(topic.detail)) ||
                       (topic.name == "orderbook" &&
                        std::ranges::find(depths, topic.detail, &Depth::name) != depths.end());
    if (!known || topic.view == nullptr) return std::nullopt;
    return topic;
}

std::string MarketStreams::join(bool linear, std::string_view text, TopicSink& sink) {
    const auto topic = read(linear, text);
    NJ_CHECK(topic.has_value(), "{} is no topic", text);
    const auto key = key_of(linear, text);
    topics_.join(key, sink);
    const auto now = hall_->now();
    if (topic->name == "tickers")
        return message(text, "snapshot", ticker_json(*hall_, *topic->view), now);
    if (topic->name != "orderbook") return {};
    const auto depth = std::ranges::find(depths, topic->detail, &Depth::name);
    const auto book = books_.try_emplace(key, *topic->view, depth->levels).first;
    return snapshot(text, book->second, now);
}

void MarketStreams::leave(bool linear, std::string_view text, TopicSink& sink) {
    topics_.leave(key_of(linear, text), sink);
}

void MarketStreams::on_trade(const MarketView& view, const Print& print) const {
    const auto key = key_of(view, "publicTrade");
    if (topics_.wanted(key))
        topics_.publish(key, message(text_of(key), "snapshot",
                                     Json::array({trade_json(view, print)}), print.at));
}

void MarketStreams::on_beat(Time at) {
    constexpr auto often = core::milliseconds(100);
    constexpr auto seldom = core::milliseconds(500);
    forget();
    tell_books(at);
    if (at.ns % often.ns == 0)
        for (const auto& view : hall_->views()) tell_tickers(view);
    if (at.ns % seldom.ns == 0) tell_bars(at);
}

void MarketStreams::forget() {
    std::erase_if(books_, [this](const auto& entry) { return !topics_.wanted(entry.first); });
    std::erase_if(changed_, [this](const auto& entry) { return !topics_.wanted(entry.first); });
    bars_.forget([this](const std::string& key) { return !topics_.wanted(key); });
}

void MarketStreams::tell_books(Time at) {
    for (auto& [key, book] : books_) {
        const auto text = text_of(key);
        const auto topic = read(key.starts_with("linear"), text);
        const auto depth = std::ranges::find(depths, topic->detail, &Depth::name);
        if (at.ns % depth->every.ns != 0) continue;
        const auto change = book.take();
        if (change.empty()) continue;
        topics_.publish(key, depth->levels == 1
                                 ? snapshot(text, book, at)
                                 : book_message(text, "delta", book, change.bids, change.asks, at));
    }
}

void MarketStreams::tell_tickers(const MarketView& view) {
    const auto key = key_of(view, "tickers");
    if (!topics_.wanted(key)) return;
    const auto trade = view.prints().empty() ? core::TradeId{} : view.prints().back().id;
    const std::pair state{view.update_id(), trade};
    auto& told = changed_[key];
    if (told == state) return;
    told = state;
    topics_.publish(key,
                    message(text_of(key), "snapshot", ticker_json(*hall_, view), hall_->now()));
}

void MarketStreams::tell_bars(Time at) {
    for (const bool linear : {false, true})
        topics_.each(key_of(linear, "kline."), [&](std::string_view key) {
            const auto text = text_of(key);
            const auto topic = read(linear, text);
            if (!topic) return;
            const auto span = *read_interval(topic->detail);
            const auto& view = *topic->view;
            bars_.tell(key, view.bars(), span, [&](const Bar& bar, bool closed) {
                auto rows = Json::array({bar_json(view, bar, topic->detail, span, closed, at)});
                topics_.publish(key, message(text, "snapshot", std::move(rows), at));
            });
        });
}

}  // namespace nightjar::exchange::bybit
