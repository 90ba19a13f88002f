/// What everybody may ask.

#include "exchange/coinbase/market_messages.hpp"
#include "exchange/coinbase/office.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nightjar::exchange::coinbase {

namespace {

template <class Levels>
Json rows_of(const Levels& levels, const core::Instrument& instrument, std::size_t most) {
    auto rows = Json::array();
    for (const auto& [price, qty] : levels) {
        if (rows.size() == most) break;
        rows.push_back(
            {{"price", format_price(price, instrument)}, {"size", format_qty(qty, instrument)}});
    }
    return rows;
}

Json book_json(const Hall& hall, const MarketView& view, std::size_t most) {
    return {{"product_id", view.instrument().symbol},
            {"bids", rows_of(view.bids(), view.instrument(), most)},
            {"asks", rows_of(view.asks(), view.instrument(), most)},
            {"time", core::format_time(hall.now())}};
}

std::string best_text(const MarketView& view, core::Side side) {
    const auto best = view.best(side);
    return best ? format_price(*best, view.instrument()) : std::string{};
}

std::optional<core::Duration> read_granularity(std::string_view text) {
    static constexpr std::array known{
        NamedSpan{"ONE_MINUTE", core::minutes(1)},
        NamedSpan{"FIVE_MINUTE", core::minutes(5)},
        NamedSpan{"FIFTEEN_MINUTE", core::minutes(15)},
        NamedSpan{"THIRTY_MINUTE", core::minutes(30)},
        NamedSpan{"ONE_HOUR", core::hours(1)},
        NamedSpan{"TWO_HOUR", core::hours(2)},
        NamedSpan{"FOUR_HOUR", core::hours(4)},
        NamedSpan{"SIX_HOUR", core::hours(6)},
        NamedSpan{"ONE_DAY", core::days(1)},
    };
    return find_span(text, known);
}

}  // namespace

Answer product_book(Hall& hall, const Call& call) {
    constexpr std::size_t most = 5'000;
    NJ_TRY(name, call.params.need("product_id"));
    NJ_TRY(view, need_product(hall, name));
    NJ_TRY(limit, call.params.limit(most, most));
    return Json{{"pricebook", book_json(hall, *view, limit)}};
}

Answer best_bid_ask(Hall& hall, const Call& call) {
    const auto wanted = call.params.all("product_ids");
    auto rows = Json::array();
    for (const auto& view : hall.views())
        if (wanted.empty() || std::ranges::find(wanted, view.instrument().symbol) != wanted.end())
            rows.push_back(book_json(hall, view, 1));
    return Json{{"pricebooks", std::move(rows)}};
}

Answer candles(Hall& hall, const Call& call) {
    constexpr std::size_t most = 350;
    NJ_TRY(view, need_product(hall, call.name));
    NJ_TRY(text, call.params.need("granularity"));
    const auto interval = read_granularity(text);
    if (!interval) return invalid("granularity is not one of the venue's");
    NJ_TRY(from, call.params.seconds("start"));
    NJ_TRY(to, call.params.seconds("end"));
    NJ_TRY(limit, call.params.limit(most, most));
    if (!from || !to) return invalid("start and end are required");
    if (core::count_of(*to, *interval) - core::count_of(*from, *interval) >
        static_cast<std::int64_t>(most))
        return invalid("number of candles requested should be less than 350");
    auto bars = view->bars().of(*interval, {from, to, limit});
    std::ranges::reverse(bars);
    auto rows = Json::array();
    for (const auto& bar : bars) rows.push_back(candle_json(*view, bar));
    return Json{{"candles", std::move(rows)}};
}

Answer ticker(Hall& hall, const Call& call) {
    constexpr std::size_t usual = 100;
    constexpr std::size_t most = 1'000;
    NJ_TRY(view, need_product(hall, call.name));
    NJ_TRY(limit, call.params.limit(usual, most));
    NJ_TRY(from, call.params.seconds("start"));
    NJ_TRY(to, call.params.seconds("end"));
    auto rows = Json::array();
    const auto& prints = view->prints();
    for (auto print = prints.rbegin(); print != prints.rend() && rows.size() < limit; ++print)
        if ((!from || print->at >= *from) && (!to || print->at <= *to))
            rows.push_back(trade_json(*view, *print));
    return Json{{"trades", std::move(rows)},
                {"best_bid", best_text(*view, core::Side::Buy)},
                {"best_ask", best_text(*view, core::Side::Sell)}};
}

}  // namespace nightjar::exchange::coinbase
