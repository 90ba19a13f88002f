#include "venue/okx/outcome.hpp"

#include <array>

namespace nightjar::venue::okx {

namespace {

using enum Outcome;
using Row = OutcomeRow;
constexpr auto prefix = Row::Match::Prefix;
constexpr auto doubtful = Row::Source::Doubtful;

constexpr std::array rows{
    Row{"0", Ack},
    // The venue does not know itself whether it was done.
    Row{"50004", Unknown},
    Row{"50026", Unknown},
    // Maintenance, and busy.
    Row{"50001", Retry},
    Row{"50013", Retry},
    Row{"50011", RateLimited},
    Row{"50061", RateLimited},
    Row{"50102", ClockWrong},
    // Key of the other environment, and what is wrong with the headers.
    Row{"50101", AuthFailed},
    Row{"50103", AuthFailed},
    Row{"50104", AuthFailed},
    Row{"50105", AuthFailed},
    Row{"50106", AuthFailed},
    Row{"50107", AuthFailed},
    Row{"50108", AuthFailed},
    Row{"50109", AuthFailed},
    Row{"50110", AuthFailed},
    Row{"50111", AuthFailed},
    Row{"50112", AuthFailed},
    Row{"50113", AuthFailed},
    Row{"50114", AuthFailed},
    // All orders of a batch, and some: see each one's own code.
    Row{"1", Reject},
    Row{"2", Unknown},
    // Parameters, instrument, price limit, balance, our id a second time, sizes, and cancelling
    // what is done; the others of the order room are of the same kind.
    Row{"51000", Reject},
    Row{"51001", Reject},
    Row{"51006", Reject},
    Row{"51008", Reject},
    Row{"51016", Reject},
    Row{"51020", Reject},
    Row{"51022", Reject},
    Row{"51121", Reject},
    Row{"51400", Reject},
    Row{"51401", Reject},
    Row{"51402", Reject},
    Row{"51410", Reject},
    Row{"51503", Reject},
    Row{"51603", Reject},
    Row{"51", Reject, prefix, doubtful},
};

}  // namespace

std::span<const OutcomeRow> outcome_rows() { return rows; }

Outcome outcome_of(const VenueAnswer& answer) { return venue::outcome_of(rows, answer); }

}  // namespace nightjar::venue::okx
