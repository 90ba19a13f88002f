#include "exchange/bars.hpp"

#include <algorithm>
#include <chrono>

namespace nightjar::exchange {

using core::Duration;
using core::Time;

namespace {

constexpr Duration day_long = core::days(1);
constexpr Duration week = core::days(7);
constexpr Time first_monday{core::days(4).ns};  // 1970-01-05

std::chrono::year_month month_of(Time at) {
    const std::chrono::sys_days day{std::chrono::days{core::count_of(at, day_long)}};
    const std::chrono::year_month_day date{day};
    return date.year() / date.month();
}

Time begin_of(std::chrono::year_month month) {
    const std::chrono::sys_days day{month / std::chrono::day{1}};
    return Time{} + core::days(day.time_since_epoch().count());
}

/// Adds a later bar to one that it lies in.
void join(Bar& whole, const Bar& part) {
    whole.high = std::max(whole.high, part.high);
    whole.low = std::min(whole.low, part.low);
    whole.close = part.close;
    whole.volume += part.volume;
    whole.quote += part.quote;
    whole.taker_volume += part.taker_volume;
    whole.taker_quote += part.taker_quote;
    if (whole.trades == 0) whole.first_trade = part.first_trade;
    whole.trades += part.trades;
    if (part.trades > 0) whole.last_trade = part.last_trade;
}

Bar flat(Time open_time, core::Price price) {
    Bar bar;
    bar.open_time = open_time;
    bar.open = bar.high = bar.low = bar.close = price;
    return bar;
}

}  // namespace

std::optional<Duration> find_span(std::string_view name, std::span<const NamedSpan> known) {
    const auto found = std::ranges::find(known, name, &NamedSpan::name);
    return found == known.end() ? std::nullopt : std::optional{found->span};
}

Time bar_open(Time at, Duration interval) {
    if (interval == calendar_month) return begin_of(month_of(at));
    const Time origin = interval == week ? first_monday : Time{};
    return origin + interval * core::count_of(Time{(at - origin).ns}, interval);
}

Time bar_end(Time open, Duration interval) {
    if (interval != calendar_month) return open + interval;
    return begin_of(month_of(open) + std::chrono::months{1});
}

void Bars::on_trade(const Trade& trade, Time at) {
    pass_time(at);
    const auto open_time = bar_open(at, unit);
    if (minutes_.empty() || minutes_.back().open_time < open_time)
        minutes_.push_back(flat(open_time, trade.price));
    auto one = flat(open_time, trade.price);
    one.volume = trade.qty;
    one.quote = trade.quote;
    one.trades = 1;
    one.first_trade = one.last_trade = trade.id;
    if (trade.taker == core::Side::Buy) {
        one.taker_volume = trade.qty;
        one.taker_quote = trade.quote;
    }
    auto& bar = minutes_.back();
    if (bar.trades == 0) bar.open = bar.high = bar.low = trade.price;
    join(bar, one);
}

void Bars::pass_time(Time now) {
    if (minutes_.empty()) return;
    // After a long sleep only the bars that will be kept are made.
    const auto oldest = bar_open(now, unit) - unit * static_cast<std::int64_t>(most);
    const auto close = minutes_.back().close;
    auto next = std::max(minutes_.back().open_time + unit, oldest);
    for (; next <= now; next = next + unit) minutes_.push_back(flat(next, close));
    while (minutes_.size() > most) minutes_.pop_front();
}

std::vector<Bar> Bars::of(Duration interval, const Range& range) const {
    std::vector<Bar> bars;
    for (const auto& minute : minutes_) {
        const auto open = bar_open(minute.open_time, interval);
        if (range.from && open < *range.from) continue;
        if (range.to && open > *range.to) break;
        if (!bars.empty() && bars.back().open_time == open) {
            join(bars.back(), minute);
            continue;
        }
        if (range.from && bars.size() == range.limit) break;
        bars.push_back(minute);
        bars.back().open_time = open;
    }
    if (bars.size() > range.limit)
        bars.erase(bars.begin(), bars.end() - static_cast<std::ptrdiff_t>(range.limit));
    return bars;
}

std::optional<Bar> Bars::current(Duration interval) const {
    if (minutes_.empty()) return std::nullopt;
    const auto open = bar_open(minutes_.back().open_time, interval);
    const auto bars = of(interval, {open, std::nullopt, 1});
    return bars.empty() ? std::nullopt : std::optional{bars.back()};
}

std::optional<Bar> Bars::day(Time now) const {
    std::optional<Bar> whole;
    for (const auto& minute : minutes_) {
        if (minute.open_time <= now - day_long) continue;
        if (whole)
            join(*whole, minute);
        else
            whole = minute;
    }
    return whole;
}

}  // namespace nightjar::exchange
