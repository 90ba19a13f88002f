#include "sim/matching.hpp"

namespace nightjar::sim {

using core::InstrumentId;
using core::OrderReason;
using core::Price;
using core::Time;

Matching::Matching(const core::Catalog& catalog, core::VenueId venue, core::AssetId currency,
                   MatchingConfig config)
    : clearing_{catalog, currency, config}, tape_{venue} {
    pits_.reserve(catalog.instruments().size());
    own_mark_until_.resize(catalog.instruments().size());
    for (const auto& instrument : catalog.instruments()) switch (config.prices) {
            case Prices::Bars:
                pits_.emplace_back(BarPit{clearing_, config.queue.kind(), config.slippage_ppb});
                break;
            case Prices::Book: pits_.emplace_back(BookPit{clearing_, tape_, instrument.id}); break;
            case Prices::Recorded:
                pits_.emplace_back(RecordedPit{clearing_, config.queue, config.slippage_ppb});
                break;
        }
}

void Matching::submit(core::AccountId account, const core::OrderRequest& order, Time at) {
    clearing_.settle_due(order.instrument, at);
    std::visit([&](auto& pit) { pit.submit({account, order, order.qty, at}); },
               pits_[order.instrument.value]);
    mark_mid(order.instrument, at);
}

void Matching::amend(core::AccountId account, const core::AmendRequest& amend, Time at) {
    for (std::uint32_t i = 0; i < pits_.size(); ++i)
        if (std::visit([&](auto& pit) { return pit.amend(account, amend, at); }, pits_[i]))
            return mark_mid({i}, at);
}

void Matching::cancel(core::AccountId account, core::OrderId order, Time at, OrderReason reason) {
    for (std::uint32_t i = 0; i < pits_.size(); ++i)
        if (std::visit([&](auto& pit) { return pit.cancel(account, order, at, reason); }, pits_[i]))
            return mark_mid({i}, at);
}

void Matching::cancel_all(core::AccountId account, Time at, OrderReason reason) {
    for (auto& each : pits_)
        std::visit([&](auto& pit) { pit.cancel_all(account, at, reason); }, each);
}

void Matching::on_open(InstrumentId instrument, Price open, Time at) {
    // A gap beyond its margin must end an isolated position before its own orders do.
    if (clearing_.isolates(instrument)) mark(instrument, open, at);
    pit_of<BarPit>(instrument).on_open(open, at);
}

void Matching::on_bar(InstrumentId instrument, const core::Candle& candle) {
    pit_of<BarPit>(instrument).on_bar(candle);
    mark(instrument, candle.close, candle.open_time + candle.timeframe);
}

void Matching::on_recorded(const core::Event& event) {
    const auto instrument = event.instrument;
    const auto at = event.stamp.exch;
    if (const auto* delta = std::get_if<core::BookDelta>(&event.body))
        on_book(instrument, *delta, at);
    else if (const auto* trade = std::get_if<core::Trade>(&event.body))
        on_trade(instrument, *trade, at);
    else if (const auto* quote = std::get_if<core::Quote>(&event.body))
        on_quote(instrument, *quote, at);
    else if (const auto* mark = std::get_if<core::Mark>(&event.body))
        on_mark(instrument, mark->price, at);
    else if (const auto* funding = std::get_if<core::Funding>(&event.body))
        on_funding(instrument, *funding, at);
    else if (std::holds_alternative<core::Gap>(event.body))
        on_gap(instrument);
}

void Matching::on_quote(InstrumentId instrument, const core::Quote& quote, Time at) {
    pit_of<RecordedPit>(instrument).on_quote(quote, at);
    mark_mid(instrument, at);
}

void Matching::on_book(InstrumentId instrument, const core::BookDelta& delta, Time at) {
    pit_of<RecordedPit>(instrument).on_book(delta, at);
    if (delta.last) mark_mid(instrument, at);
}

void Matching::on_trade(InstrumentId instrument, const core::Trade& trade, Time at) {
    pit_of<RecordedPit>(instrument).on_trade(trade, at);
}

void Matching::on_gap(InstrumentId instrument) { pit_of<RecordedPit>(instrument).on_gap(); }

void Matching::mark(InstrumentId instrument, Price price, Time at) {
    clearing_.mark(instrument, price);
    clearing_.settle_due(instrument, at);
    while (const auto breach = clearing_.breached(instrument)) {
        if (breach->isolated)
            std::visit(
                [&](auto& pit) { pit.cancel_all(breach->account, at, OrderReason::Liquidation); },
                pits_[instrument.value]);
        else
            cancel_all(breach->account, at, OrderReason::Liquidation);
        clearing_.liquidate(*breach, at);
    }
}

void Matching::on_mark(InstrumentId instrument, Price price, Time at) {
    own_mark_until_[instrument.value] = at + own_mark_holds;
    mark(instrument, price, at);
}

void Matching::on_funding(InstrumentId instrument, const core::Funding& funding, Time at) {
    clearing_.settle(instrument, funding.rate, at);
}

void Matching::mark_mid(InstrumentId instrument, Time at) {
    if (std::holds_alternative<BarPit>(pits_[instrument.value])) return;
    if (at < own_mark_until_[instrument.value]) return;
    const auto mid = pit(instrument).mid();
    if (mid && mid != clearing_.marked_at(instrument)) mark(instrument, *mid, at);
}

bool Matching::has_orders(InstrumentId instrument) const {
    return std::visit([](const auto& pit) { return !pit.empty(); }, pits_[instrument.value]);
}

const OrderPit& Matching::pit(InstrumentId instrument) const {
    const auto& pit = pits_[instrument.value];
    if (const auto* book = std::get_if<BookPit>(&pit)) return *book;
    const auto* recorded = std::get_if<RecordedPit>(&pit);
    NJ_CHECK(recorded != nullptr, "instrument {} has no book", instrument.value);
    return *recorded;
}

void Matching::snapshot(InstrumentId instrument, Time at) {
    pit_of<BookPit>(instrument).snapshot(at);
}

}  // namespace nightjar::sim
