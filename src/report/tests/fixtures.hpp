#pragma once

#include "core/base/random.hpp"
#include "report/trades.hpp"

namespace nightjar::report::tests {

using core::Money;
using core::Price;
using core::Qty;
using core::Time;

/// A session by hand: one instrument (ticks of 0.01, lots of 0.001), a strategy with two signals,
/// and hours as time.
struct Hand {
    Hand() {
        story.opening.cash = core::whole(1'000);
        story.opening.venues = {"sim"};
        story.opening.assets = {"USDT", "BTC"};
        core::Instrument btc;
        btc.base = {1};
        btc.symbol = "BTCUSDT";
        btc.tick = {Money::one / 100};
        btc.lot = {Money::one / 1'000};
        NJ_CHECK(btc.prepare().has_value(), "the steps are good");
        story.instruments = {btc};
        story.strategies = {{{0}, "trend", "ensemble", core::whole(1'000), {"fast", "slow"}}};
    }

    [[nodiscard]] const core::Instrument& btc() const { return story.instruments[0]; }

    /// A fill of `lots` (signed) at a price in ticks; the fee in 1e-12.
    Booking& fill(std::int64_t hour, std::int64_t lots, std::int64_t price, std::int64_t fee = 0) {
        Booking booking;
        booking.at = Time{} + core::hours(hour);
        booking.order = {static_cast<std::uint64_t>(story.bookings.size() + 1)};
        booking.price = {price};
        booking.qty = {lots};
        booking.cash = -btc().notional({price}, {lots});
        booking.fee = {fee};
        booking.targets_before = story.targets.size();
        story.order_of[booking.order] = {booking.at, booking.targets_before};
        return story.bookings.emplace_back(booking);
    }
    void funding(std::int64_t hour, Money change) {
        Booking booking;
        booking.at = Time{} + core::hours(hour);
        booking.funding = change;
        story.bookings.push_back(booking);
    }
    void target(std::int64_t hour, double exposure, std::vector<core::Vote> votes) {
        story.targets_of[{{0}, {0}}].push_back(story.targets.size());
        story.targets.push_back(
            {Time{} + core::hours(hour), {0}, {0}, exposure, {}, std::move(votes)});
    }
    void close_at(std::int64_t price) { story.holdings = {{{0}, {100}, {price}}}; }

    [[nodiscard]] std::vector<PriceLine> lines() const { return price_lines(story, {}); }
    [[nodiscard]] std::vector<Trade> trades() const { return round_trips(story, lines()); }

    Story story;
};

/// Bookings at random, with turnovers, part exits, fees and funding.
inline Hand random_hand(std::uint64_t seed) {
    Hand hand;
    core::Random random{seed, 1};
    const auto draw = [&random](std::uint64_t below) {
        return static_cast<std::int64_t>(random.below(below));
    };
    for (std::int64_t hour = 0; hour < 60; ++hour) {
        if (draw(4) == 0)
            hand.target(hour, 1,
                        {{{0}, static_cast<double>(draw(200)) / 100 - 1, 1},
                         {{1}, static_cast<double>(draw(200)) / 100 - 1, 2}});
        if (draw(5) == 0)
            hand.funding(hour, {draw(1'000'000'007) - 500'000'000});
        else
            hand.fill(hour, (draw(2) == 0 ? 1 : -1) * (1 + draw(50)), 1'000 + draw(900),
                      draw(1'000'003));
    }
    hand.close_at(1'234);
    return hand;
}

}  // namespace nightjar::report::tests
