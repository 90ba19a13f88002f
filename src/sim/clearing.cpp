#include "sim/clearing.hpp"

#include "portfolio/margin.hpp"

#include <algorithm>
#include <limits>

namespace nightjar::sim {

using core::Instrument;
using core::InstrumentId;
using core::InstrumentKind;
using core::Liquidity;
using core::Money;
using core::OrderReason;
using core::OrderState;
using core::Price;
using core::Qty;
using core::Side;
using core::Time;

namespace {

constexpr std::size_t usual_reports = 64;
constexpr Time never{std::numeric_limits<std::int64_t>::max()};
constexpr Time unknown{std::numeric_limits<std::int64_t>::min()};

}  // namespace

Clearing::Clearing(const core::Catalog& catalog, core::AssetId currency,
                   const MatchingConfig& config)
    : catalog_{&catalog},
      currency_{currency},
      config_{config},
      marks_(catalog.instruments().size()),
      next_trades_(std::max<std::size_t>(catalog.instruments().size(), 1), config.first_trade) {
    for (const auto& instrument : catalog.instruments())
        next_funding_.push_back(config.funding && instrument.kind != InstrumentKind::Spot ? unknown
                                                                                          : never);
    for (const auto& instrument : catalog.instruments())
        if (instrument.kind != InstrumentKind::Spot &&
            instrument.margin_mode == core::MarginMode::Isolated)
            isolated_.push_back(instrument.id);
}

core::AccountId Clearing::open(Money cash, bool told) {
    members_.push_back({portfolio::Account{*catalog_, currency_}, told, {}, {}});
    auto& member = members_.back();
    member.set_aside.resize(catalog_->instruments().size());
    if (told) member.reports.reserve(usual_reports);
    member.books.adjust(currency_, cash);
    for (const auto& instrument : catalog_->instruments())
        if (const auto mark = marks_[instrument.id.value]) member.books.mark(instrument.id, *mark);
    return {static_cast<std::uint32_t>(members_.size() - 1)};
}

void Clearing::restore(core::AccountId account, const portfolio::Account& books) {
    auto& member = members_[account.value];
    member.books = books;
    for (const auto& instrument : catalog_->instruments())
        if (const auto mark = marks_[instrument.id.value]) member.books.mark(instrument.id, *mark);
    for (const auto id : isolated_)
        member.set_aside[id.value] = isolated_of((*catalog_)[id], member.books).set_aside;
}

void Clearing::tell(const Resting& resting, Time at, OrderState state, OrderReason reason) {
    auto& member = members_[resting.account.value];
    if (!member.told) return;
    const auto& order = resting.order;
    member.reports.push_back(
        {at, order.instrument, core::OrderUpdate{order.id, state, reason, order.price, order.qty}});
}

void Clearing::end(Resting& resting, OrderState state, OrderReason reason, Time at) {
    tell(resting, at, state, reason);
    resting.left = {};
}

void Clearing::end_unaffordable(Resting& resting, Time at) {
    const auto state = resting.filled().raw == 0 ? OrderState::Rejected : OrderState::Cancelled;
    const auto reason =
        resting.order.reduce_only ? OrderReason::ReduceOnly : OrderReason::InsufficientFunds;
    end(resting, state, reason, at);
}

void Clearing::fill(Resting& resting, Price price, Qty qty, Liquidity liquidity,
                    core::TradeId trade, Time at) {
    const auto& order = resting.order;
    const auto& instrument = (*catalog_)[order.instrument];
    const auto fee = config_.fees.of(instrument, order.side, price, qty, liquidity);
    const Qty change = signed_qty(order.side, qty);
    auto& member = members_[resting.account.value];
    // Equity without a price would take the whole notional for a loss.
    if (!member.books.marked_at(order.instrument)) member.books.mark(order.instrument, price);
    if (isolates(order.instrument)) set_aside(member, instrument, price, change);
    member.books.trade(order.instrument, change, -instrument.value(price, change));
    member.books.adjust(fee.asset, -fee.amount);
    resting.left -= qty;
    if (!member.told) return;
    member.reports.push_back(
        {at, order.instrument,
         core::Fill{order.id, trade, order.side, price, qty, fee.amount, fee.asset, liquidity}});
}

Qty Clearing::execute(Resting& resting, Price price, Qty wanted, Liquidity liquidity, Time at) {
    const Qty qty = affordable(resting, wanted, price);
    if (qty.raw > 0) fill(resting, price, qty, liquidity, next_trade(resting.order.instrument), at);
    if (qty < wanted) end_unaffordable(resting, at);
    return qty;
}

void Clearing::mark(InstrumentId instrument, Price price) {
    marks_[instrument.value] = price;
    for (auto& member : members_) member.books.mark(instrument, price);
}

void Clearing::pay(Member& member, InstrumentId instrument, Money change, Time at) {
    member.books.adjust(currency_, change);
    if (isolates(instrument)) member.set_aside[instrument.value] += change;
    if (member.told)
        member.reports.push_back(
            {at, instrument, core::Balance{currency_, change, core::Balance::Reason::Funding}});
}

void Clearing::settle_assumed(InstrumentId instrument, Time now) {
    auto& next = next_funding_[instrument.value];
    const auto due = std::exchange(next, FundingModel::after(now));
    if (due == unknown) return;
    const auto times = (next - due).ns / FundingModel::every.ns;
    constexpr std::int64_t parts = 1'000'000'000;
    for (auto& member : members_) {
        if (member.books.position(instrument).qty.raw <= 0) continue;
        if (const auto value = member.books.value(instrument))
            pay(member, instrument, -scaled(magnitude(*value), config_.funding->ppb * times, parts),
                now);
    }
}

void Clearing::expect_rates(InstrumentId instrument) { next_funding_[instrument.value] = never; }

void Clearing::settle(InstrumentId instrument, Money rate, Time at) {
    expect_rates(instrument);
    for (auto& member : members_) {
        const Qty held = member.books.position(instrument).qty;
        if (held.raw == 0) continue;
        const auto value = member.books.value(instrument);
        if (!value) continue;
        const Money paid =
            scaled(magnitude(*value), static_cast<std::int64_t>(rate.raw), Money::one);
        pay(member, instrument, held.raw > 0 ? -paid : paid, at);
    }
}

}  // namespace nightjar::sim
