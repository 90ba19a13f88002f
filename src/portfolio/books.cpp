#include "portfolio/books.hpp"

#include <algorithm>
#include <numeric>

namespace nightjar::portfolio {

using core::FillShare;
using core::Money;
using core::Qty;
using core::Wide;

namespace {

Money sum(std::span<const Money> amounts) {
    return std::accumulate(amounts.begin(), amounts.end(), Money{});
}

}  // namespace

void split(Wide whole, std::span<const Wide> weights, std::span<Wide> parts) {
    const Wide total = std::accumulate(weights.begin(), weights.end(), Wide{});
    NJ_CHECK(total > 0, "nothing to split by");
    Wide left = whole;
    // A wide amount is split by its quotient and remainder apart: the product must not overflow.
    const auto remainder = [&](std::size_t i) {
        return whole % total * weights[i] % total * (whole < 0 ? -1 : 1);
    };
    for (std::size_t i = 0; i < parts.size(); ++i) {
        parts[i] = whole / total * weights[i] + whole % total * weights[i] / total;
        left -= parts[i];
    }
    const Wide step = left < 0 ? -1 : 1;
    for (Wide previous = total; left != 0;) {
        // The next largest remainder at or below `previous`; equal ones are served together.
        Wide largest = -1;
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (remainder(i) < previous) largest = std::max(largest, remainder(i));
        NJ_CHECK(largest >= 0, "a split left a rest");
        for (std::size_t i = 0; i < parts.size() && left != 0; ++i) {
            if (remainder(i) != largest) continue;
            parts[i] += step;
            left -= step;
        }
        previous = largest;
    }
}

Books::Books(const core::Catalog& catalog, core::AssetId currency,
             std::span<const Money> strategy_cash, std::span<const Money> venue_cash)
    : catalog_{&catalog}, currency_{currency}, total_{sum(venue_cash)} {
    for (const auto cash : venue_cash) {
        venues_.emplace_back(catalog, currency);
        venues_.back().adjust(currency, cash);
        venue_curves_.emplace_back(cash);
    }
    const auto add = [&](core::StrategyId owner, Money cash) {
        strategies_.push_back({owner, Account{catalog, currency}, Performance{cash}});
        strategies_.back().account.adjust(currency, cash);
    };
    for (std::size_t i = 0; i < strategy_cash.size(); ++i)
        add({static_cast<std::uint16_t>(i)}, strategy_cash[i]);
    add(core::house, sum(venue_cash) - sum(strategy_cash));
    const auto owners = strategies_.size();
    shares_.reserve(owners);
    weights_.reserve(owners);
    parts_.resize(owners);
}

std::span<const FillShare> Books::book(core::VenueId venue, core::InstrumentId id,
                                       const core::Fill& fill,
                                       std::span<const core::Allocation> lots) {
    const auto& instrument = (*catalog_)[id];
    const Qty change = signed_qty(fill.side, fill.qty);
    const Money cash = -instrument.value(fill.price, change);
    venues_[venue.value].trade(id, change, cash);
    venues_[venue.value].adjust(fill.fee_asset, -fill.fee);

    shares_.clear();
    weights_.clear();
    for (const auto& lot : lots) {
        shares_.push_back({.strategy = lot.strategy, .qty = lot.qty, .cash = {}, .fee = {}});
        weights_.push_back(magnitude(lot.qty).raw);
    }
    const auto parts = std::span{parts_}.first(lots.size());
    split(cash.raw, weights_, parts);
    for (std::size_t i = 0; i < shares_.size(); ++i) shares_[i].cash = {parts[i]};
    split(fill.fee.raw, weights_, parts);
    for (std::size_t i = 0; i < shares_.size(); ++i) shares_[i].fee = {parts[i]};
    for (const auto& share : shares_) {
        auto& account = of(share.strategy).account;
        account.trade(id, share.qty, share.cash);
        account.adjust(fill.fee_asset, -share.fee);
    }
    return shares_;
}

Money Books::cross(core::InstrumentId id, core::StrategyId buyer, core::StrategyId seller, Qty qty,
                   core::Price price) {
    const Money cash = (*catalog_)[id].value(price, qty);
    of(buyer).account.trade(id, qty, -cash);
    of(seller).account.trade(id, -qty, cash);
    return cash;
}

std::span<const FillShare> Books::book(core::VenueId venue, core::InstrumentId id,
                                       const core::Balance& balance) {
    venues_[venue.value].adjust(balance.asset, balance.change);
    shares_.clear();
    weights_.clear();
    if (balance.reason == core::Balance::Reason::Funding) {
        // Opposite positions of two strategies pay each other through the net: signed weights.
        const Qty net = position(id);
        for (const auto& owner : strategies_)
            if (const auto held = owner.account.position(id).qty; held.raw != 0 && net.raw != 0)
                shares_.push_back(
                    {owner.owner, held, scaled(balance.change, held.raw, net.raw), {}});
    }
    Money left = balance.change;
    for (const auto& share : shares_) left -= share.cash;
    if (shares_.empty())
        shares_.push_back({core::house, {}, left, {}});
    else
        shares_.front().cash += left;  // what rounding left over
    for (const auto& share : shares_) of(share.strategy).account.adjust(balance.asset, share.cash);
    return shares_;
}

void Books::book_share(core::VenueId venue, core::AssetId asset, core::StrategyId strategy,
                       Money change) {
    venues_[venue.value].adjust(asset, change);
    of(strategy).account.adjust(asset, change);
}

void Books::restore(const core::EquitySampled& sample, core::Time at) {
    auto& curve =
        sample.account == core::EquitySampled::total ? total_ : of(sample.account).performance;
    curve.restore(sample.equity, sample.peak, sample.max_drawdown_ppb, at, sample.armed_peak);
}

void Books::restore(const core::VenueEquitySampled& sample, core::Time at) {
    venue_curves_[sample.venue.value].restore(sample.equity, sample.peak, sample.max_drawdown_ppb,
                                              at);
}

void Books::revalue_all() {
    for (auto& venue : venues_) venue.revalue_all();
    for (auto& owner : strategies_) owner.account.revalue_all();
}

void Books::mark(core::InstrumentId id, core::Price price, core::Time now) {
    for (auto& venue : venues_) venue.mark(id, price);
    for (auto& owner : strategies_) owner.account.mark(id, price);
    mark_all(now);
}

// A curve does not move on a part of the truth: while something held has no price, it waits.
void Books::mark_all(core::Time now) {
    for (auto& owner : strategies_)
        if (owner.account.valued()) owner.performance.mark(owner.account.equity(), now);
    for (std::size_t i = 0; i < venues_.size(); ++i)
        if (venues_[i].valued()) venue_curves_[i].mark(venues_[i].equity(), now);
    if (valued()) total_.mark(equity(), now);
}

bool Books::valued() const {
    return std::ranges::all_of(venues_, [](const Account& venue) { return venue.valued(); });
}

Money Books::equity() const {
    Money total;
    for (const auto& venue : venues_) total += venue.equity();
    return total;
}

Qty Books::position(core::InstrumentId id) const {
    Qty total;
    for (const auto& venue : venues_) total += venue.position(id).qty;
    return total;
}

Qty Books::held(core::InstrumentId home) const {
    Qty sum;
    for (const auto id : catalog_->route(home)) sum += position(id);
    return sum;
}

bool Books::balanced() const {
    for (const auto& instrument : catalog_->instruments()) {
        Qty owned;
        for (const auto& owner : strategies_) owned += owner.account.position(instrument.id).qty;
        if (owned != position(instrument.id)) return false;
    }
    for (std::size_t i = 0; i < catalog_->assets().size(); ++i) {
        const core::AssetId asset{static_cast<std::uint16_t>(i)};
        Money real;
        Money owned;
        for (const auto& venue : venues_) real += venue.cash(asset);
        for (const auto& owner : strategies_) owned += owner.account.cash(asset);
        if (real != owned) return false;
    }
    return true;
}

}  // namespace nightjar::portfolio
