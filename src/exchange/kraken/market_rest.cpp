/// What everybody may ask.

#include "exchange/decimal_text.hpp"
#include "exchange/kraken/handlers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nightjar::exchange::kraken {

using core::Side;

namespace {

template <class Levels>
Json rows_of(const Levels& levels, const MarketView& view, std::size_t most) {
    const auto& instrument = view.instrument();
    const auto second = core::count_of(view.changed(), core::seconds(1));
    auto rows = Json::array();
    for (const auto& [price, qty] : levels) {
        if (rows.size() == most) break;
        rows.push_back(
            Json::array({price_text(price, instrument), qty_text(qty, instrument), second}));
    }
    return rows;
}

Json pair_answer(const Office& office, const MarketView& view, Json rows) {
    auto answer = Json::object();
    answer[pair_key(office.hall, view.instrument())] = std::move(rows);
    return answer;
}

std::string weighted(const Bar& bar, const core::Instrument& instrument) {
    return to_string(average(bar.quote, instrument.units(bar.volume)));
}

/// [price, whole lots, volume]
template <class Levels>
Json best_of(const Levels& levels, const core::Instrument& instrument) {
    if (levels.empty()) return Json::array({"0", "0", "0"});
    const auto& [price, qty] = *levels.begin();
    return Json::array(
        {price_text(price, instrument),
         std::to_string(static_cast<std::int64_t>(instrument.units(qty).raw / core::Money::one)),
         qty_text(qty, instrument)});
}

Json twice(const Json& value) { return Json::array({value, value}); }

Json ticker_json(const Office& office, const MarketView& view) {
    const auto& instrument = view.instrument();
    const auto day = view.bars().day(office.hall.now()).value_or(Bar{});
    const auto last_qty = view.prints().empty() ? core::Qty{} : view.prints().back().qty;
    return {{"a", best_of(view.asks(), instrument)},
            {"b", best_of(view.bids(), instrument)},
            {"c", Json::array({price_text(day.close, instrument), qty_text(last_qty, instrument)})},
            {"v", twice(qty_text(day.volume, instrument))},
            {"p", twice(weighted(day, instrument))},
            {"t", twice(day.trades)},
            {"l", twice(price_text(day.low, instrument))},
            {"h", twice(price_text(day.high, instrument))},
            {"o", price_text(day.open, instrument)}};
}

}  // namespace

Answer depth(Office& office, const Call& call) {
    constexpr std::size_t usual = 100;
    constexpr std::size_t most = 500;
    NJ_TRY(view, need_pair(office, call.params));
    NJ_TRY(count, call.params.number("count"));
    const auto levels = std::min<std::size_t>(count.value_or(usual), most);
    return pair_answer(office, *view,
                       {{"asks", rows_of(view->asks(), *view, levels)},
                        {"bids", rows_of(view->bids(), *view, levels)}});
}

Answer bars(Office& office, const Call& call) {
    constexpr std::array<std::uint64_t, 8> intervals{1, 5, 15, 30, 60, 240, 1'440, 10'080};
    constexpr std::size_t most = 720;
    NJ_TRY(view, need_pair(office, call.params));
    NJ_TRY(wanted, call.params.number("interval"));
    NJ_TRY(since, call.params.time("since"));
    const auto minutes = wanted.value_or(1);
    if (std::ranges::find(intervals, minutes) == intervals.end()) return invalid("interval");
    const auto interval = core::minutes(static_cast<std::int64_t>(minutes));
    const auto& instrument = view->instrument();
    auto rows = Json::array();
    core::Time last;
    for (const auto& bar : view->bars().of(interval, {std::nullopt, std::nullopt, most})) {
        // The last one still grows: to go on, one asks for what is newer than the one before it.
        if (bar_end(bar.open_time, interval) <= office.hall.now()) last = bar.open_time;
        if (since && bar.open_time <= *since) continue;
        rows.push_back(
            Json::array({core::count_of(bar.open_time, core::seconds(1)),
                         price_text(bar.open, instrument), price_text(bar.high, instrument),
                         price_text(bar.low, instrument), price_text(bar.close, instrument),
                         weighted(bar, instrument), qty_text(bar.volume, instrument), bar.trades}));
    }
    auto answer = pair_answer(office, *view, std::move(rows));
    answer["last"] = core::count_of(last, core::seconds(1));
    return answer;
}

Answer trades(Office& office, const Call& call) {
    constexpr std::size_t most = 1'000;
    NJ_TRY(view, need_pair(office, call.params));
    NJ_TRY(count, call.params.number("count"));
    NJ_TRY(since, call.params.number("since"));             // in ns; some clients count in seconds
    constexpr std::uint64_t latest_second = 9'000'000'000;  // in 2255
    constexpr std::uint64_t second = 1'000'000'000;
    if (since && *since < latest_second) since = *since * second;
    const auto limit = std::min<std::size_t>(count.value_or(most), most);
    const auto& instrument = view->instrument();
    std::vector<const Print*> found;
    for (const auto& print : view->prints())
        if (!since || static_cast<std::uint64_t>(print.at.ns) > *since) found.push_back(&print);
    const auto skipped = since ? 0 : found.size() - std::min(limit, found.size());
    auto rows = Json::array();
    core::Time last{static_cast<std::int64_t>(since.value_or(0))};
    for (auto i = skipped; i < found.size() && rows.size() < limit; ++i) {
        const auto& print = *found[i];
        last = print.at;
        rows.push_back(
            Json::array({price_text(print.price, instrument), qty_text(print.qty, instrument),
                         seconds_number(print.at), print.taker == Side::Buy ? "b" : "s", "m", "",
                         print.id.value}));
    }
    auto answer = pair_answer(office, *view, std::move(rows));
    answer["last"] = std::to_string(last.ns);
    return answer;
}

Answer ticker(Office& office, const Call& call) {
    auto all = Json::object();
    if (const auto names = call.params.find("pair")) {
        for (const auto name : listed(*names)) {
            const auto* view = find_pair(office.hall, name);
            if (view == nullptr) return refuse("EQuery:Unknown asset pair");
            all[pair_key(office.hall, view->instrument())] = ticker_json(office, *view);
        }
        return all;
    }
    for (const auto& view : office.hall.views())
        all[pair_key(office.hall, view.instrument())] = ticker_json(office, view);
    return all;
}

}  // namespace nightjar::exchange::kraken
