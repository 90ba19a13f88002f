#include "sim/population.hpp"

#include <array>
#include <cmath>

namespace nightjar::sim {

namespace {

/// What distinguishes the regimes; everything else follows from these.
struct Climate {
    double volatility_bp;  // in a second
    double volume;         // a second, in quote
    double half_spread_bp;
    double depth;  // of the best level of a dealer, in seconds of volume
    double insiders;
};

Climate climate(Regime regime) {
    switch (regime) {
        case Regime::Volatile: return {1.25, 430'000, 0.2, 0.4, 1};
        case Regime::Thin: return {0.8, 30'000, 0.6, 0.4, 1};
        case Regime::Attacked: return {0.6, 200'000, 0.1, 0.35, 3};
        case Regime::Calm: break;
    }
    return {0.6, 200'000, 0.1, 0.35, 1};
}

}  // namespace

std::string_view name(Regime regime) {
    constexpr std::array<std::string_view, regimes> names{"calm", "volatile", "thin", "attacked"};
    return names.at(static_cast<std::size_t>(regime));
}

Habitat habitat(Regime regime) {
    constexpr double seconds_of_year = 365.25 * 86'400;
    constexpr double bp = 1e-4;
    constexpr double takers = 4;       // a second
    constexpr double resting = 2;      // likewise, limits of the crowd
    constexpr double impact = 0.8;     // Y of I = Y sigma sqrt(Q / V)
    constexpr std::size_t crowds = 4;  // each with its own runs
    constexpr std::size_t dealers = 2;
    const auto [sigma, volume, half_spread, depth, insiders] = climate(regime);
    Habitat h;
    h.volume = volume;
    h.order_value = volume / takers;
    h.walk.yearly_volatility = sigma * bp * std::sqrt(seconds_of_year);
    h.walk.jumps_per_day = 150;
    h.walk.jump_size = 6 * sigma * bp;
    h.walk.wandering = 0.7;
    h.walk.ahead = 10;
    auto& p = h.population;
    p.market_makers = p.noise_traders = p.informed_traders = 0;
    Crowd::Traits crowd;
    crowd.pace = core::nanoseconds(std::llround(1e9 * crowds / (takers + resting)));
    crowd.market_share = takers / (takers + resting);
    crowd.patience_bp = 3 * half_spread;
    p.crowds.assign(crowds, crowd);
    Dealer::Traits dealer;
    dealer.half_spread_bp = half_spread;
    dealer.gap_bp = 0.5 * sigma + half_spread;
    dealer.tolerance_bp = 0.3 * sigma + 0.3 * half_spread;
    dealer.error_bp = half_spread;
    dealer.size = depth * takers;
    dealer.limit = 15;
    dealer.lean_bp = 0.015 * sigma;
    p.dealers.assign(dealers, dealer);
    Investors::Traits investors;
    // Q = slope x^2 / 2 at the distance x that the root law gives for it, in usual orders.
    investors.bent_bp = 12 * sigma;
    investors.depth = 2 * takers / (impact * impact * sigma * sigma) * investors.bent_bp;
    investors.power = 1.5;
    p.investors.push_back(investors);
    Insider::Traits insider;
    insider.edge_bp = half_spread;
    insider.pace = core::nanoseconds(std::llround(2e9 / insiders));
    p.insiders.push_back(insider);
    if (regime == Regime::Attacked) p.predators.resize(1);
    return h;
}

}  // namespace nightjar::sim
