#include "sim/config.hpp"

#include <fmt/format.h>

namespace nightjar::sim {

namespace {

double bps(std::int64_t ppb) { return static_cast<double>(ppb) / 100'000; }

}  // namespace

std::vector<std::string> assumptions(const MatchingConfig& config) {
    std::vector<std::string> lines;
    switch (config.prices) {
        case Prices::Bars:
            lines = {
                "a market order fills at the open of the next bar; what is decided at the "
                "last bar does not",
                "a resting limit order fills at its price only when a bar trades through it; "
                "a bar that touches a stop and a limit takes the stop first"};
            break;
        case Prices::Book:
            lines = {
                "orders match by price and time in a book that simulated agents make; their "
                "behaviour is a model, and profits against it prove nothing about a market"};
            break;
        case Prices::Recorded:
            lines = {
                "takers walk the recorded book and move it only until it next changes; a "
                "resting limit fills only when a recorded trade prints through its price"};
            break;
    }
    lines.push_back(fmt::format(
        "a perpetual account below its maintenance margin is liquidated at the mark price less "
        "{} bp",
        bps(config.liquidation_penalty_ppb)));
    lines.push_back(
        config.funding
            ? fmt::format("without recorded rates, longs in perpetuals pay {} bp at 00, 08 and 16 "
                          "UTC and shorts receive nothing",
                          bps(config.funding->ppb))
            : std::string{"perpetuals pay funding only at recorded rates"});
    return lines;
}

}  // namespace nightjar::sim
