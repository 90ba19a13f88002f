#include "sim/clearing.hpp"
#include "sim/models/slippage.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::Instrument;
using core::InstrumentId;
using core::InstrumentKind;
using core::Liquidity;
using core::Money;
using core::Price;
using core::Qty;
using core::Side;
using core::Time;

namespace {

/// Of `held` lots, those that a change closes.
Qty closed_by(Qty change, Qty held) {
    const bool against = (change.raw < 0) != (held.raw < 0);
    return against ? std::min(magnitude(change), magnitude(held)) : Qty{};
}

Money worth(const portfolio::Account& books, InstrumentId id) {
    return magnitude(books.value(id).value_or(books.position(id).basis));
}

}  // namespace

Money Clearing::margin(const portfolio::Account& books, MarginOf of,
                       std::optional<InstrumentId> without) const {
    Money total;
    for (const auto& instrument : catalog_->instruments()) {
        if (instrument.kind == InstrumentKind::Spot || instrument.id == without ||
            isolates(instrument.id))
            continue;
        const auto held = books.position(instrument.id).qty;
        if (held.raw != 0) total += (instrument.*of)(worth(books, instrument.id), held);
    }
    return total;
}

Money Clearing::own_equity(const Member& member, InstrumentId id) {
    const auto& position = member.books.position(id);
    const auto value = member.books.value(id).value_or(position.basis);
    return member.set_aside[id.value] + value - position.basis;
}

Money Clearing::shared_equity(const Member& member) const {
    auto left = member.books.equity();
    for (const auto id : isolated_) left -= own_equity(member, id);
    return left;
}

Money Clearing::opening_margin(const portfolio::Account& books, const Instrument& instrument,
                               bool adds, Price price, Qty opening) {
    const auto notional = instrument.notional(price, opening);
    if (!adds) return instrument.initial_margin(notional, opening);
    const auto held = magnitude(books.position(instrument.id).qty);
    const auto now = worth(books, instrument.id);
    return instrument.initial_margin(now + notional, held + opening) -
           instrument.initial_margin(now, held);
}

Qty Clearing::affordable(const Resting& resting, Qty wanted, Price price) const {
    const auto& order = resting.order;
    const auto& member = members_[resting.account.value];
    const auto& account = member.books;
    const auto& instrument = (*catalog_)[order.instrument];
    const Qty held = account.position(order.instrument).qty;
    const Qty closing = closed_by(signed_qty(order.side, wanted), held);
    const bool closes = closing.raw != 0;
    if (order.reduce_only) return closing;
    const bool spot = instrument.kind == InstrumentKind::Spot;
    if (spot && order.side == Side::Sell) return config_.short_spot ? wanted : closing;
    const Qty opening = wanted - closing;
    if (opening.raw == 0) return wanted;
    const auto fee = config_.fees.of(instrument, order.side, price, opening, Liquidity::Taker);
    if (spot) {
        const auto notional = instrument.notional(price, opening);
        const auto paid = fee.asset == currency_ ? notional + fee.amount : notional;
        return paid > account.cash(currency_) ? closing : wanted;
    }
    // What closes sets its own margin free: only beyond zero does this position count.
    const auto used = margin(account, &Instrument::initial_margin,
                             closes ? std::optional{order.instrument} : std::nullopt);
    const auto need = opening_margin(account, instrument, !closes, price, opening) + fee.amount;
    auto equity = shared_equity(member);
    if (closes && isolates(order.instrument)) equity += own_equity(member, order.instrument);
    return used + need > equity ? closing : wanted;
}

void Clearing::set_aside(Member& member, const Instrument& instrument, Price price,
                         Qty change) const {
    auto& kept = member.set_aside[instrument.id.value];
    const auto held = member.books.position(instrument.id).qty;
    const auto closing = closed_by(change, held);
    if (closing.raw != 0)
        kept -= closing == magnitude(held) ? kept : scaled(kept, closing.raw, magnitude(held).raw);
    if (const auto opening = magnitude(change) - closing; opening.raw > 0)
        kept += opening_margin(member.books, instrument, closing.raw == 0, price, opening);
}

std::optional<Breach> Clearing::breached(InstrumentId id) const {
    const auto& instrument = (*catalog_)[id];
    if (instrument.kind == InstrumentKind::Spot) return std::nullopt;
    const bool alone = isolates(id);
    for (std::size_t i = 0; i < members_.size(); ++i) {
        const auto& member = members_[i];
        const auto held = member.books.position(id).qty;
        if (held.raw == 0) continue;
        const auto needed =
            alone ? instrument.maintenance_margin(worth(member.books, id), held)
                  : margin(member.books, &Instrument::maintenance_margin, std::nullopt);
        if ((alone ? own_equity(member, id) : shared_equity(member)) < needed)
            return Breach{{static_cast<std::uint32_t>(i)},
                          alone ? std::optional{id} : std::nullopt};
    }
    return std::nullopt;
}

void Clearing::liquidate(const Breach& breach, Time at) {
    for (const auto& instrument : catalog_->instruments()) {
        const bool meant =
            breach.isolated ? instrument.id == *breach.isolated : !isolates(instrument.id);
        if (meant && instrument.kind != InstrumentKind::Spot) close(breach.account, instrument, at);
    }
}

void Clearing::close(core::AccountId account, const Instrument& instrument, Time at) {
    const Qty held = books(account).position(instrument.id).qty;
    const auto mark = books(account).marked_at(instrument.id);
    if (held.raw == 0 || !mark) return;
    Resting closing;  // order id 0: nobody's order
    closing.account = account;
    closing.order.instrument = instrument.id;
    closing.order.side = opposite(side_of(held));
    closing.order.qty = closing.left = magnitude(held);
    auto price = slipped(*mark, closing.order.side, config_.liquidation_penalty_ppb);
    if (isolates(instrument.id)) price = last_price(members_[account.value], instrument, price);
    fill(closing, price, closing.left, Liquidity::Taker, next_trade(instrument.id), at);
}

Price Clearing::last_price(const Member& member, const Instrument& instrument, Price wanted) const {
    const auto& position = member.books.position(instrument.id);
    const auto side = opposite(side_of(position.qty));
    const auto enough = [&](Price price) {
        const auto fee =
            config_.fees.of(instrument, side, price, magnitude(position.qty), Liquidity::Taker);
        return (member.set_aside[instrument.id.value] + instrument.value(price, position.qty) -
                position.basis - fee.amount)
                   .raw >= 0;
    };
    // Steps that double, then halves: a sale goes up from the price, a purchase down to 1.
    const std::int64_t toward = side == Side::Sell ? 1 : -1;
    auto bad = wanted;
    auto good = wanted;
    constexpr std::int64_t farthest = std::int64_t{1} << 40;
    for (std::int64_t step = 1; !enough(good) && step < farthest; step *= 2) {
        bad = good;
        good = Price{std::max<std::int64_t>(good.raw + toward * step, 1)};
        if (good == bad) break;
    }
    while (magnitude(Qty{good.raw - bad.raw}).raw > 1) {
        const Price middle{bad.raw + (good.raw - bad.raw) / 2};
        (enough(middle) ? good : bad) = middle;
    }
    return good;
}

}  // namespace nightjar::sim
