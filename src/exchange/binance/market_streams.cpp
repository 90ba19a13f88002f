#include "exchange/binance/market_streams.hpp"

#include "exchange/binance/market_messages.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::binance {

using core::Time;
using Kind = StreamName::Kind;

namespace {

std::string topic_of(const MarketView& view, std::string_view stream) {
    std::string topic = view.instrument().symbol;
    for (auto& c : topic)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return topic.append("@").append(stream);
}

}  // namespace

void MarketStreams::on_trade(const MarketView& view, const Print& print) const {
    if (const auto topic = topic_of(view, "trade"); topics_.wanted(topic))
        topics_.publish(topic, trade_message(market_, view, print).dump());
    if (const auto topic = topic_of(view, "aggTrade"); topics_.wanted(topic))
        topics_.publish(topic, aggregate_message(view, print).dump());
}

void MarketStreams::on_quote(const MarketView& view) const {
    if (const auto topic = topic_of(view, "bookTicker"); topics_.wanted(topic))
        topics_.publish(topic, top_message(market_, view, hall_->now()).dump());
}

void MarketStreams::on_depth(const MarketView& view, core::Duration period,
                             const DepthDiff& diff) const {
    topics_.each(topic_of(view, "depth"), [&](std::string_view topic) {
        const auto name = read_stream(market_, *hall_, topic);
        if (!name || name->every != period) return;
        const auto message = name->kind == Kind::Depth
                                 ? diff_message(market_, view, diff, hall_->now())
                                 : partial_message(market_, view, diff, name->levels, hall_->now());
        topics_.publish(topic, message.dump());
    });
}

void MarketStreams::on_beat(Time at) {
    constexpr auto often = core::milliseconds(250);
    constexpr auto second = core::seconds(1);
    if (at.ns % often.ns == 0) tell_klines(at);
    if (at.ns % second.ns == 0) tell_tickers(at);
}

void MarketStreams::tell_klines(Time at) {
    std::erase_if(told_, [this](const auto& told) { return !topics_.wanted(told.first); });
    for (const auto& view : hall_->views())
        topics_.each(topic_of(view, "kline_"),
                     [&](std::string_view topic) { tell_kline(topic, at); });
}

void MarketStreams::tell_kline(std::string_view topic, Time at) {
    const auto name = read_stream(market_, *hall_, topic);
    if (!name) return;
    const auto& bars = name->view->bars();
    const auto bar = bars.current(name->interval);
    if (!bar) return;
    const auto interval = topic.substr(topic.find('_') + 1);
    const auto tell = [&](const Bar& told, bool closed) {
        topics_.publish(
            topic, kline_message(*name->view, told, name->interval, interval, closed, at).dump());
    };
    auto before = told_.find(topic);
    if (before == told_.end()) before = told_.emplace(topic, *bar).first;
    auto& last = before->second;
    const bool fresh = last.open_time != bar->open_time;
    if (fresh) {
        const Bars::Range range{last.open_time, last.open_time, 1};
        for (const auto& closed : bars.of(name->interval, range)) tell(closed, true);
    }
    if (fresh || last.trades != bar->trades) tell(*bar, false);
    last = *bar;
}

void MarketStreams::tell_tickers(Time at) const {
    auto days = Json::array();
    auto minis = Json::array();
    auto marks = Json::array();
    auto seldom_marks = Json::array();
    for (const auto& view : hall_->views()) {
        const auto say = [&](std::string_view stream, auto make, Json& all,
                             std::string_view for_all) {
            const auto topic = topic_of(view, stream);
            const bool listed = topics_.wanted(for_all);
            if (!listed && !topics_.wanted(topic)) return;
            const Json message = make();
            topics_.publish(topic, message.dump());
            if (listed) all.push_back(message);
        };
        const auto mark = [&] { return mark_message(view, at); };
        say("ticker", [&] { return ticker_message(market_, view, at); }, days, "!ticker@arr");
        say("miniTicker", [&] { return mini_ticker_message(view, at); }, minis, "!miniTicker@arr");
        if (market_ == Market::Spot) continue;
        say("markPrice@1s", mark, marks, "!markPrice@arr@1s");
        constexpr auto seldom = core::seconds(3);
        if (at.ns % seldom.ns == 0) say("markPrice", mark, seldom_marks, "!markPrice@arr");
    }
    if (!days.empty()) topics_.publish("!ticker@arr", days.dump());
    if (!minis.empty()) topics_.publish("!miniTicker@arr", minis.dump());
    if (!marks.empty()) topics_.publish("!markPrice@arr@1s", marks.dump());
    if (!seldom_marks.empty()) topics_.publish("!markPrice@arr", seldom_marks.dump());
}

}  // namespace nightjar::exchange::binance
