#include "venue/binance/outcome.hpp"

#include <array>

namespace nightjar::venue::binance {

namespace {

using enum Outcome;
using Row = OutcomeRow;
constexpr auto prefix = Row::Match::Prefix;

constexpr std::array both{
    // "An unexpected response from the message bus: execution status unknown", and a timeout.
    Row{"-1006", Unknown},
    Row{"-1007", Unknown},
    // Weight (with HTTP 429 or 418), orders, connections.
    Row{"-1003", RateLimited},
    Row{"-1015", RateLimited},
    Row{"-1034", RateLimited},
    // Overloaded: not executed.
    Row{"-1008", Retry},
    Row{"-1021", ClockWrong},
    Row{"-1022", AuthFailed},
    Row{"-2014", AuthFailed},
    Row{"-2015", AuthFailed},
    // Filters, symbol and precision, and parameters from -1100 to -1130.
    Row{"-1013", Reject},
    Row{"-1121", Reject},
    Row{"-1111", Reject},
    Row{"-11", Reject, prefix},
    // New order refused (its text says why), cancel refused, no such order, too old.
    Row{"-2010", Reject},
    Row{"-2011", Reject},
    Row{"-2013", Reject},
    Row{"-2026", Reject},
};

constexpr std::array spot{
    // cancelReplace: one of the two was done, or neither.
    Row{"-2021", Unknown},
    Row{"-2022", Reject},
};

constexpr std::array usd_futures{
    Row{"-1001", Unknown},  // disconnected within the venue
    // Balance and margin; would trigger at once; reduce only.
    Row{"-2018", Reject},
    Row{"-2019", Reject},
    Row{"-2021", Reject},
    Row{"-2022", Reject},
    // No change of margin mode and of position mode.
    Row{"-4046", Ack},
    Row{"-4059", Ack},
    // Least value, post only would take, position side, the endpoint for conditional orders.
    Row{"-4140", Reject},
    Row{"-4141", Reject},
    Row{"-4164", Reject},
    Row{"-5022", Reject},
    Row{"-4061", Reject},
    Row{"-4120", Reject},
};

/// Three things have the same status and no code: two of them were not executed. From memory.
bool says_not_executed(const VenueAnswer& answer) {
    constexpr int unavailable = 503;
    return answer.http_status == unavailable &&
           (answer.text.starts_with("Service Unavailable") ||
            answer.text.starts_with("Request throttled by system-level protection"));
}

}  // namespace

std::span<const OutcomeRow> outcome_rows() { return both; }

std::span<const OutcomeRow> outcome_rows(Market market) {
    if (market == Market::Spot) return spot;
    return usd_futures;
}

Outcome outcome_of(Market market, const VenueAnswer& answer) {
    constexpr int forbidden = 403;  // the firewall before the venue: slow down
    if (const auto* row = find_row(outcome_rows(market), answer.code)) return row->outcome;
    if (const auto* row = find_row(both, answer.code)) return row->outcome;
    if (answer.http_status == forbidden) return RateLimited;
    if (market == Market::UsdFutures && says_not_executed(answer)) return Retry;
    return outcome_without_row(answer);
}

}  // namespace nightjar::venue::binance
