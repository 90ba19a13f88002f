#include "exchange/market_text.hpp"

#include "exchange/decimal_text.hpp"
#include "exchange/errc.hpp"

#include <limits>

namespace nightjar::exchange {

using core::Money;

namespace {

/// One lot in contracts, as an amount.
core::Wide lot_in_contracts(const core::Instrument& instrument) {
    return instrument.lot.raw * Money::one / instrument.contract.raw;
}

}  // namespace

std::string qty_text(core::Qty qty, const core::Instrument& instrument) {
    return core::format_decimal(lot_in_contracts(instrument) * qty.raw, Money::digits);
}

std::string units_text(core::Qty qty, const core::Instrument& instrument) {
    return to_string(instrument.units(qty));
}

core::Result<core::Qty> read_venue_qty(std::string_view text, const core::Instrument& instrument) {
    const auto amount = core::parse_decimal(text, Money::digits);
    const auto lot = lot_in_contracts(instrument);
    const auto most = core::Wide{std::numeric_limits<std::int64_t>::max()} * lot;
    if (!amount || *amount % lot != 0 || *amount > most || *amount < -most)
        return core::fail(Errc::BadQty, "{:.40} is no number of lots of {}", text,
                          core::format_decimal(lot, Money::digits));
    return core::Qty{static_cast<std::int64_t>(*amount / lot)};
}

core::Result<core::Price> read_venue_price(std::string_view text,
                                           const core::Instrument& instrument) {
    if (const auto price = parse_price(text, instrument)) return *price;
    return core::fail(Errc::BadPrice, "{:.40} is not on a step of {}", text,
                      to_string(instrument.tick));
}

TopTexts top_of(const MarketView& view) {
    const auto& instrument = view.instrument();
    TopTexts top;
    if (!view.bids().empty()) {
        top.bid = format_price(view.bids().begin()->first, instrument);
        top.bid_qty = qty_text(view.bids().begin()->second, instrument);
    }
    if (!view.asks().empty()) {
        top.ask = format_price(view.asks().begin()->first, instrument);
        top.ask_qty = qty_text(view.asks().begin()->second, instrument);
    }
    return top;
}

std::string mark_text(const MarketView& view) {
    return format_price(view.mark().value_or(core::Price{}), view.instrument());
}

std::string funding_text() { return rate_text(sim::FundingModel{}.ppb); }

Change change_of(const Bar& day, const core::Instrument& instrument) {
    const auto change = day.close - day.open;
    constexpr std::int64_t thousandths_of_percent = 100'000;
    constexpr int digits = 3;
    const auto share = day.open.raw == 0
                           ? core::Wide{}
                           : core::Wide{change.raw} * thousandths_of_percent / day.open.raw;
    return {format_price(change, instrument), core::format_decimal(share, digits)};
}

}  // namespace nightjar::exchange
