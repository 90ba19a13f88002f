#include "exec/fee_book.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

using core::InstrumentId;
using core::Liquidity;
using core::Money;
using core::Time;
using core::VenueId;

namespace {

std::int64_t day_of(Time now) { return core::count_of(now, core::days(1)); }

/// In the session's currency, which all instruments are quoted in.
Money worth_of(const core::Instrument& instrument, const core::Fill& fill) {
    if (instrument.inverse()) return instrument.units(fill.qty);
    return instrument.notional(fill.price, fill.qty);
}

/// Part of what was traded; absent where the fee was paid in something else.
std::optional<double> charged_of(const core::Instrument& instrument, const core::Fill& fill) {
    const bool in_base = fill.fee_asset == instrument.base && !instrument.inverse();
    if (!in_base && fill.fee_asset != instrument.settle()) return std::nullopt;
    const auto whole =
        in_base ? instrument.units(fill.qty) : instrument.notional(fill.price, fill.qty);
    if (whole.raw <= 0) return std::nullopt;
    return approximate(fill.fee) / approximate(whole);
}

std::int64_t ppb(double part) {
    constexpr double parts = 1e9;
    return std::llround(part * parts);
}

}  // namespace

FeeBook::FeeBook(const core::Catalog& catalog, std::span<const FeeSchedule> by_venue)
    : catalog_{&catalog}, venues_(catalog.venues().size()), charged_(catalog.instruments().size()) {
    for (std::size_t i = 0; i < std::min(venues_.size(), by_venue.size()); ++i)
        venues_[i].schedule = by_venue[i];
}

FeeBook::Traded FeeBook::traded(const Venue& venue, Time now) {
    const auto first = day_of(now) - window_days;
    Traded sum;
    for (const auto& day : venue.days) {
        if (day.number <= first) continue;
        sum.maker += day.maker;
        sum.taker += day.taker;
    }
    return sum;
}

std::uint32_t FeeBook::tier(const Venue& venue, Time now) {
    const auto& tiers = venue.schedule.tiers;
    if (tiers.empty()) return 0;
    const auto sum = traded(venue, now);
    const auto all = sum.maker + sum.taker;
    const auto next =
        std::ranges::find_if(tiers, [&](const FeeTier& each) { return each.volume > all; });
    return static_cast<std::uint32_t>(next - tiers.begin());
}

Money FeeBook::volume(VenueId venue, Time now) const {
    const auto sum = traded(venues_[venue.value], now);
    return sum.maker + sum.taker;
}

double FeeBook::rate(InstrumentId instrument, Liquidity liquidity, Time now) const {
    const auto& venue = venues_[(*catalog_)[instrument].venue.value];
    const auto& charged = charged_[instrument.value].at(static_cast<std::size_t>(liquidity));
    const auto reached = tier(venue, now);
    if (charged.rate && charged.tier == reached) return *charged.rate;
    return rates(venue, reached).of(liquidity);
}

double FeeBook::tier_value(VenueId id, Time now) const {
    const auto& venue = venues_[id.value];
    const auto reached = tier(venue, now);
    if (reached == venue.schedule.tiers.size()) return 0;
    const auto& next = venue.schedule.tiers[reached];
    const auto here = rates(venue, reached);
    const auto sum = traded(venue, now);
    const double maker = approximate(sum.maker);
    const double taker = approximate(sum.taker);
    const double saved =
        (here.maker - next.rates.maker) * maker + (here.taker - next.rates.taker) * taker;
    const double gap = approximate(next.volume) - maker - taker;
    return gap > 0 ? std::clamp(saved / gap, 0.0, most_tier_value) : 0;
}

void FeeBook::count(Venue& venue, Money worth, Liquidity liquidity, Time now) {
    const auto number = day_of(now);
    auto& day = venue.days.at(static_cast<std::size_t>(number % window_days));
    if (day.number < number) day = {number, {}, {}};
    (liquidity == Liquidity::Maker ? day.maker : day.taker) += worth;
}

std::optional<core::FeeDiffered> FeeBook::filled(InstrumentId id, const core::Fill& fill,
                                                 Time now) {
    const auto& instrument = (*catalog_)[id];
    auto& venue = venues_[instrument.venue.value];
    const auto reached = tier(venue, now);
    const double expected = rates(venue, reached).of(fill.liquidity);
    count(venue, worth_of(instrument, fill), fill.liquidity, now);
    const auto charged = charged_of(instrument, fill);
    if (!charged) return std::nullopt;
    charged_[id.value].at(static_cast<std::size_t>(fill.liquidity)) = {charged, reached};
    if (venue.schedule.tiers.empty() || now < venue.say_after ||
        std::abs(*charged - expected) <= most_difference)
        return std::nullopt;
    venue.say_after = now + say_every;
    return core::FeeDiffered{instrument.venue, id, fill.liquidity, ppb(expected), ppb(*charged)};
}

}  // namespace nightjar::exec
