#include "venue/bybit/outcome.hpp"

#include <array>

namespace nightjar::venue::bybit {

namespace {

using enum Outcome;
using Row = OutcomeRow;
constexpr auto prefix = Row::Match::Prefix;
constexpr auto doubtful = Row::Source::Doubtful;

constexpr std::array rows{
    Row{"0", Ack},
    // A timeout, and an error of theirs that may have come after the order was taken.
    Row{"10000", Unknown},
    Row{"10016", Unknown},
    Row{"10006", RateLimited},
    Row{"10018", RateLimited},
    Row{"10429", RateLimited},
    // The trade service restarts; what is in process there goes on.
    Row{"10019", Unknown},
    Row{"10002", ClockWrong},
    Row{"10003", AuthFailed},
    Row{"10004", AuthFailed},
    Row{"10005", AuthFailed},
    Row{"10010", AuthFailed},
    // Nothing to change: leverage, position mode, margin mode.
    Row{"110043", Ack},
    Row{"110025", Ack},
    Row{"110026", Ack},
    // The order is being processed: the same again later.
    Row{"110079", Retry},
    Row{"10001", Reject},
    // The order is not there, or done.
    Row{"110001", Reject},
    Row{"110008", Reject},
    Row{"110010", Reject},
    Row{"170213", Reject},
    // Balance and margin.
    Row{"110004", Reject},
    Row{"110007", Reject},
    Row{"110012", Reject},
    Row{"110045", Reject},
    Row{"170131", Reject},
    // Reduce only, our id a second time, too small a value, new order refused, a request id twice.
    Row{"110017", Reject},
    Row{"110072", Reject},
    Row{"170141", Reject},
    Row{"110094", Reject},
    Row{"170140", Reject},
    Row{"170210", Reject},
    Row{"20006", Reject},
    // The others of derivatives and of spot are of the same kind.
    Row{"110", Reject, prefix, doubtful},
    Row{"170", Reject, prefix, doubtful},
};

}  // namespace

std::span<const OutcomeRow> outcome_rows() { return rows; }

Outcome outcome_of(const VenueAnswer& answer) {
    constexpr int forbidden = 403;  // "access too frequent": stop for ten minutes
    if (answer.http_status == forbidden) return RateLimited;
    return venue::outcome_of(rows, answer);
}

}  // namespace nightjar::venue::bybit
