#include "report/costs.hpp"

namespace nightjar::report {

std::optional<Slippage> slippage_of(const Story& story, std::span<const PriceLine> lines,
                                    const Booking& booking) {
    const auto& line = lines[booking.instrument.value];
    const auto order = story.order_of.find(booking.order);
    if (booking.qty.raw == 0 || order == story.order_of.end()) return std::nullopt;
    const auto seen = line.seen_by(booking.order, order->second.at);
    if (!seen) return std::nullopt;
    const auto& instrument = story.instruments[booking.instrument.value];
    const auto bid = instrument.value(seen->bid, booking.qty);
    const auto ask = instrument.value(seen->ask, booking.qty);
    const core::Money mid{(bid.raw + ask.raw) / 2};
    const core::Money half{magnitude(ask - bid).raw / 2};
    const bool maker = booking.liquidity == core::Liquidity::Maker;
    return Slippage{-booking.cash - mid, maker ? -half : half, line.from_tape()};
}

std::optional<double> Costs::pct_of_gross() const {
    constexpr double pct = 100;
    if (gross.raw <= 0) return std::nullopt;
    return pct * core::approximate(all()) / core::approximate(gross);
}

namespace {

core::Money net_of(const Story& story, std::optional<core::StrategyId> strategy) {
    const auto id = strategy.value_or(core::EquitySampled::total).value;
    const auto curve = story.curves.find(id);
    if (curve == story.curves.end()) return {};
    return curve->second.last -
           (strategy ? story.strategies[strategy->value].cash : story.opening.cash);
}

}  // namespace

Costs costs(const Story& story, std::span<const PriceLine> lines,
            std::optional<core::StrategyId> strategy) {
    Costs costs;
    for (const auto& booking : story.bookings) {
        if (strategy && booking.strategy != *strategy) continue;
        costs.fees += booking.fee;
        costs.funding += booking.funding;
        costs.other += booking.other;
        if (booking.qty.raw == 0) continue;
        ++costs.bookings;
        costs.traded += magnitude(booking.cash);
        const auto lost = slippage_of(story, lines, booking);
        if (!lost) continue;
        ++costs.measured;
        costs.slippage += lost->all;
        if (!lost->touch) continue;
        ++costs.touched;
        costs.spread += lost->spread;
    }
    costs.net = net_of(story, strategy);
    costs.gross = costs.net + costs.slippage + costs.fees - costs.funding - costs.other;
    return costs;
}

}  // namespace nightjar::report
