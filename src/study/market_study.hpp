#pragma once
/// Is the simulated market one? Its figures, and what a metaorder does to its price.

#include "study/execution.hpp"
#include "study/shape.hpp"

namespace nightjar::study {

struct Impact {
    double part_of_day{};
    Interval bps;  ///< the move at the end of the metaorder less that of the same market without it
};

struct MarketFigures {
    std::string name;
    Shape shape;  ///< means over the seeds
    std::vector<Impact> impacts;
    double exponent{};     ///< of the impact in the quantity, least squares of logarithms
    Interval exponents{};  ///< of resampled seeds, 95 %
};

struct MarketPlan {
    std::vector<sim::Regime> regimes;
    std::vector<double> parts_of_day{0.001, 0.002, 0.005, 0.01, 0.02};
    core::Duration over{core::minutes(10)};
    std::uint64_t seeds{20};
    std::size_t venues{2};
    std::size_t threads{1};
};

/// Metaorders of many equal children, at once over the whole time; no predators. A function of the
/// plan without its threads, but for `stop`, which gives fewer seeds.
std::vector<MarketFigures> run_markets(const MarketPlan& plan, const Watch& watch);

/// `recorded` goes first, if any.
std::string to_text(const std::vector<MarketFigures>& markets);
std::string to_json(const std::vector<MarketFigures>& markets);

}  // namespace nightjar::study
