/// What everybody may ask.

#include "exchange/decimal_text.hpp"
#include "exchange/margin_tiers.hpp"
#include "exchange/okx/handlers.hpp"
#include "exchange/okx/market_json.hpp"

#include <algorithm>
#include <ranges>

namespace nightjar::exchange::okx {

namespace {

Json instrument_json(const Hall& hall, const core::Instrument& instrument) {
    const bool swap = is_swap(instrument);
    const auto& listing = hall.listing(instrument.id);
    const auto family = family_of(hall, instrument);
    const auto most = qty_text(instrument.max_qty, instrument);
    return {{"instType", type_of(instrument)},
            {"instId", instrument.symbol},
            {"instIdCode", code_of(instrument)},
            {"uly", swap ? family : ""},
            {"instFamily", swap ? family : ""},
            {"category", "1"},
            {"baseCcy", swap ? "" : listing.base},
            {"quoteCcy", swap ? "" : listing.quote},
            {"settleCcy", swap ? listing.quote : ""},
            {"ctVal", swap ? to_string(instrument.contract) : ""},
            {"ctMult", swap ? "1" : ""},
            {"ctValCcy", swap ? listing.base : ""},
            {"ctType", swap ? "linear" : ""},
            {"optType", ""},
            {"stk", ""},
            {"listTime", ms_text(hall.config().opens)},
            {"expTime", ""},
            {"lever", swap ? std::to_string(listing.max_leverage) : ""},
            {"tickSz", to_string(instrument.tick)},
            {"lotSz", qty_text(core::Qty{1}, instrument)},
            {"minSz", qty_text(instrument.min_qty, instrument)},
            {"alias", ""},
            {"state", hall.delisted(instrument.id) ? "suspend" : "live"},
            {"ruleType", "normal"},
            {"maxLmtSz", most},
            {"maxMktSz", most},
            {"maxLmtAmt", "20000000"},
            {"maxMktAmt", swap ? "" : "1000000"}};
}

}  // namespace

Answer server_time(Hall& hall, const Call& /*call*/) {
    return Json::array({{{"ts", ms_text(hall.now())}}});
}

Answer instruments(Hall& hall, const Call& call) {
    NJ_TRY(call.args.need("instType"));
    auto rows = Json::array();
    for (const auto& view : hall.views())
        if (fits(hall, view.instrument(), call.args))
            rows.push_back(instrument_json(hall, view.instrument()));
    return rows;
}

/// The venue counts a tier in contracts; here one ends where a contract's worth of its notional is.
Answer position_tiers(Hall& hall, const Call& call) {
    NJ_TRY(type, call.args.need("instType"));
    NJ_TRY(mode, call.args.need("tdMode"));
    NJ_TRY(wanted, call.args.need("instFamily"));
    if (type != "SWAP" || (mode != "cross" && mode != "isolated"))
        return core::fail(Errc::BadRequest, "Parameter instType or tdMode error");
    auto rows = Json::array();
    for (const auto& view : hall.views()) {
        const auto& instrument = view.instrument();
        const auto family = family_of(hall, instrument);
        if (!is_swap(instrument) || family != wanted) continue;
        const auto contract = instrument.contract.raw;
        for (const auto& tier : margin_tiers_of(hall, instrument))
            rows.push_back({{"uly", family},
                            {"instFamily", family},
                            {"instId", ""},
                            {"tier", std::to_string(tier.number)},
                            {"minSz", core::to_string(tier.from.raw / contract)},
                            {"maxSz", core::to_string(tier.up_to.raw / contract)},
                            {"mmr", tier.maintenance},
                            {"imr", tier.initial},
                            {"maxLever", std::to_string(tier.leverage)},
                            {"optMgnFactor", "0"},
                            {"quoteMaxLoan", ""},
                            {"baseMaxLoan", ""}});
    }
    return rows;
}

Answer books(Hall& hall, const Call& call) {
    constexpr std::size_t most = 400;
    NJ_TRY(view, need_view(hall, call.args));
    NJ_TRY(levels, call.args.rows("sz", 1, most));
    return Json::array({{{"asks", book_side(view->asks(), view->instrument(), levels)},
                         {"bids", book_side(view->bids(), view->instrument(), levels)},
                         {"ts", ms_text(hall.now())},
                         {"seqId", view->update_id()}}});
}

Answer candles(Hall& hall, const Call& call) {
    constexpr std::size_t usual = 100;
    constexpr std::size_t most = 300;
    NJ_TRY(view, need_view(hall, call.args));
    const auto interval = read_bar(call.args.find("bar").value_or("1m"));
    if (!interval) return core::fail(Errc::BadRequest, "Parameter bar error");
    NJ_TRY(older_than, call.args.time("after"));
    NJ_TRY(newer_than, call.args.time("before"));
    NJ_TRY(limit, call.args.rows("limit", usual, most));
    Bars::Range range{newer_than, older_than, limit};
    if (range.from) range.from = *range.from + core::milliseconds(1);
    if (range.to) range.to = *range.to - core::milliseconds(1);
    const auto bars = view->bars().of(*interval, range);
    auto rows = Json::array();
    for (const auto& bar : std::views::reverse(bars))
        rows.push_back(candle_json(*view, bar, bar_end(bar.open_time, *interval) <= hall.now()));
    return rows;
}

Answer trades(Hall& hall, const Call& call) {
    constexpr std::size_t usual = 100;
    constexpr std::size_t most = 500;
    NJ_TRY(view, need_view(hall, call.args));
    NJ_TRY(limit, call.args.rows("limit", usual, most));
    auto rows = Json::array();
    for (const auto& print : std::views::reverse(view->prints())) {
        if (rows.size() == limit) break;
        rows.push_back(trade_json(*view, print));
    }
    return rows;
}

Answer ticker(Hall& hall, const Call& call) {
    NJ_TRY(view, need_view(hall, call.args));
    return Json::array({ticker_json(*view, hall.now())});
}

Answer tickers(Hall& hall, const Call& call) {
    NJ_TRY(call.args.need("instType"));
    auto rows = Json::array();
    for (const auto& view : hall.views())
        if (fits(hall, view.instrument(), call.args)) rows.push_back(ticker_json(view, hall.now()));
    return rows;
}

Answer mark_prices(Hall& hall, const Call& call) {
    NJ_TRY(call.args.need("instType"));
    auto rows = Json::array();
    for (const auto& view : hall.views())
        if (fits(hall, view.instrument(), call.args)) rows.push_back(mark_json(view, hall.now()));
    return rows;
}

Answer funding_rate(Hall& hall, const Call& call) {
    NJ_TRY(symbol, call.args.need("instId"));
    auto rows = Json::array();
    for (const auto& view : hall.views())
        if (is_swap(view.instrument()) && (symbol == "ANY" || symbol == view.instrument().symbol))
            rows.push_back(funding_json(view, hall.now()));
    if (rows.empty()) return core::fail(Errc::UnknownInstrument, "not a swap");
    return rows;
}

Answer funding_history(Hall& hall, const Call& call) {
    NJ_TRY(view, need_view(hall, call.args));
    const auto settled = next_funding(hall.now()) - sim::FundingModel::every;
    auto rows = Json::array();
    if (is_swap(view->instrument()) && settled >= hall.config().opens)
        rows.push_back({{"instType", "SWAP"},
                        {"instId", view->instrument().symbol},
                        {"fundingRate", funding_text()},
                        {"realizedRate", funding_text()},
                        {"fundingTime", ms_text(settled)},
                        {"method", "current_period"}});
    return rows;
}

}  // namespace nightjar::exchange::okx
