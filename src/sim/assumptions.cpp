#include "sim/config.hpp"

#include <fmt/format.h>

namespace nightjar::sim {

namespace {

double bps(std::int64_t ppb) { return static_cast<double>(ppb) / 100'000; }

std::string queue_line(const QueueModel& queue) {
    switch (queue.kind()) {
        case QueueKind::Through:
            return "a resting limit fills only when a recorded trade prints through its price";
        case QueueKind::RiskAverse:
            return "a resting limit fills once trades have used up the level that it joined; who "
                   "cancels stood behind it";
        case QueueKind::Log:
            return "a resting limit fills once trades and cancels have used up what it joined; "
                   "cancels come from front and back by log(1 + lots)";
        case QueueKind::Power:
            return fmt::format(
                "a resting limit fills once trades and cancels have used up what it joined; "
                "cancels "
                "come from front and back by lots^{}",
                queue.power());
        case QueueKind::Touch: break;
    }
    return "a resting limit fills at the first trade at its price, as if it were alone there: too "
           "good to be true";
}

}  // namespace

std::vector<std::string> assumptions(const MatchingConfig& config) {
    std::vector<std::string> lines;
    switch (config.prices) {
        case Prices::Bars:
            lines = {
                "a market order fills at the open of the next bar; what is decided at the "
                "last bar does not",
                config.queue.kind() == QueueKind::Touch
                    ? "a resting limit order fills at its price when a bar touches it: too good "
                      "to be true"
                    : "a resting limit order fills at its price only when a bar trades through it",
                "a bar that touches a stop and a limit takes the stop first"};
            break;
        case Prices::Book:
            lines = {
                "orders match by price and time in a book that simulated agents make; their "
                "behaviour is a model, and profits against it prove nothing about a market"};
            break;
        case Prices::Recorded:
            lines = {"takers walk the recorded book and move it only until it next changes",
                     queue_line(config.queue)};
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
