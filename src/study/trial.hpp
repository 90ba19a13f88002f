#pragma once
/// One parent order in one simulated market: what it cost, all in.

#include "core/base/registry.hpp"
#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "sim/population.hpp"

#include <string>
#include <vector>

namespace nightjar::study {

/// Who chooses where a child goes.
enum class Routing : std::uint8_t {
    Alone,    ///< nobody: all go to one venue
    Router,   ///< the product's
    Rebates,  ///< a control: whatever it costs, where makers pay the least fee
};

/// An execution algorithm and its settings; "over" and "grace" are the trial's.
struct Style {
    std::string algo;
    core::ParamTexts settings;
    Routing routing{};
    std::size_t venue{};  ///< Alone: which; the home of the others is the first
};

struct Trial {
    sim::Regime regime{};
    std::uint64_t seed{1};
    core::Side side{};
    double part_of_day{0.001};  ///< quantity, of a day's volume at the venue as expected; 0: none
    core::Duration over{core::minutes(10)};
    std::size_t venues{2};  ///< of the same asset
    bool predators{true};   ///< where the regime has them
    bool fees_differ{};     ///< from venue to venue; else each takes 2 bp of makers, 5 of takers
};

/// Odd seeds buy, even ones sell, so that the market's drift is nobody's gain.
constexpr core::Side side_of_seed(std::uint64_t seed) {
    return seed % 2 == 1 ? core::Side::Buy : core::Side::Sell;
}

/// What everybody could see at the venue that was traded at.
struct Print {
    double at{};  ///< seconds since the parent came
    core::Side taker{};
    double qty{};  ///< lots
};

/// Costs in bp of the mid at which the parent came; above 0 is bad. cost = price + fee + missed.
struct Outcome {
    double cost_bps{};
    double price_bps{};  ///< of what filled: spread, impact and time
    double fee_bps{};
    double missed_bps{};  ///< what did not fill, at the mid when the parent ended
    double filled{};      ///< part of the quantity
    double made{};        ///< part of what filled that rested in the book
    double kept_bps{};    ///< by makers' fills: from the price to the mid 5 s later, less the fee
    double moved_bps{};   ///< from arrival to the end of the time, in the parent's direction
    std::uint32_t children{};
    std::uint64_t events{};  ///< of the market, warm-up and all venues included
};

/// To be looked at by others than the algorithm. Any may be null.
struct Witness {
    std::vector<Print>* prints{};
    std::vector<Print>* ours{};          ///< our fills, at the time they reached us
    std::vector<core::Event>* market{};  ///< everything public of the venue, warm-up included
};

/// What is traded: a BTC perpetual with ticks of 0.1 and lots of 0.001; it belongs to no catalog.
core::Instrument trial_instrument();

/// The product's own executor and algorithms, with its order table and gate (with no check in it),
/// send to the simulated venues and hear of it with latency; strategies, netting and journal are
/// left out, so that a thousand runs are affordable. Decisions are made every 5 ms at the earliest,
/// on what had come by then. A function of its arguments alone; any thread.
/// Error: settings that the algorithm does not have, or a venue that is not there.
core::Result<Outcome> run(const Trial& trial, const Style& style, const Witness& witness = {});

}  // namespace nightjar::study
