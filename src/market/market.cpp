#include "market/market.hpp"

namespace nightjar::market {

Market::Market(const core::Catalog& catalog)
    : states_(catalog.instruments().size()), valuations_(catalog.instruments().size()) {}

bool Market::apply(const core::Event& event) {
    if (event.instrument.value >= states_.size()) return false;
    auto& state = states_[event.instrument.value];
    const auto now = event.stamp.recv;
    if (const auto* candle = std::get_if<core::Candle>(&event.body)) {
        apply(state, *candle, now);
    } else if (const auto* delta = std::get_if<core::BookDelta>(&event.body)) {
        if (!state.book.apply(*delta)) return false;
        apply_book(state, now);
    } else if (const auto* trade = std::get_if<core::Trade>(&event.body)) {
        state.trade = *trade;
        if (!state.book.valid()) state.reference = {trade->price, now, now + live_freshness};
    } else if (const auto* quote = std::get_if<core::Quote>(&event.body)) {
        state.book.apply(*quote);
        apply_book(state, now);
    } else if (const auto* mark = std::get_if<core::Mark>(&event.body)) {
        state.mark = mark->price;
    } else if (const auto* funding = std::get_if<core::Funding>(&event.body)) {
        state.funding = funding->rate;
        return false;
    } else if (const auto* status = std::get_if<core::InstrumentStatus>(&event.body)) {
        state.tradable = status->tradable;
        return false;
    } else if (std::holds_alternative<core::Gap>(event.body)) {
        state.book.invalidate();
        return false;
    } else {
        return false;
    }
    auto& valuation = valuations_[event.instrument.value];
    auto price = state.mark;
    if (!price && state.reference) price = state.reference->price;
    if (price == valuation) return false;
    valuation = price;
    return true;
}

void Market::apply(InstrumentState& state, const core::Candle& candle, core::Time now) {
    // Bars of a coarser timeframe repeat what the finest already said.
    if (state.candle && candle.timeframe > state.candle->timeframe) return;
    state.candle = candle;
    state.volatility.apply(candle);
    if (state.book.valid()) return;
    const auto close_time = candle.open_time + candle.timeframe;
    state.reference = {candle.close, now, close_time + candle.timeframe * fresh_bars};
}

void Market::apply_book(InstrumentState& state, core::Time now) {
    if (const auto twice = state.book.double_mid())
        state.reference = {core::Price{*twice / 2}, now, now + live_freshness};
}

}  // namespace nightjar::market
