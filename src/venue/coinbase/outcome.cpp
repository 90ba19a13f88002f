#include "venue/coinbase/outcome.hpp"

#include <array>

namespace nightjar::venue::coinbase {

namespace {

using enum Outcome;
using Row = OutcomeRow;
constexpr auto prefix = Row::Match::Prefix;
constexpr auto exact = Row::Match::Exact;
constexpr auto doubtful = Row::Source::Doubtful;

constexpr std::array rows{
    Row{"INSUFFICIENT_FUND", Reject},
    Row{"INVALID_LIMIT_PRICE_POST_ONLY", Reject},
    Row{"UNKNOWN_PRODUCT_ID", Reject},
    Row{"INVALID_SIZE_PRECISION", Reject},
    Row{"INVALID_PRICE_PRECISION", Reject},
    Row{"PREVIEW_", Reject, prefix},
    Row{"ORDER_ENTRY_DISABLED", Reject, exact, doubtful},
    Row{"UNSUPPORTED_ORDER_CONFIGURATION", Reject},
    Row{"INVALID_ARGUMENT", Reject, exact, doubtful},
    // Of cancels and amends: the order is not there, done, or about to be.
    Row{"UNKNOWN_CANCEL_ORDER", Reject, exact, doubtful},
    Row{"DUPLICATE_CANCEL_REQUEST", Reject, exact, doubtful},
    Row{"INVALID_CANCEL_REQUEST", Reject, exact, doubtful},
    Row{"COMMANDER_REJECTED_CANCEL_ORDER", Reject, exact, doubtful},
    Row{"CANNOT_EDIT_", Reject, prefix, doubtful},
    Row{"ORDER_NOT_FOUND", Reject, exact, doubtful},
    Row{"ORDER_IS_FULLY_FILLED", Reject, exact, doubtful},
    Row{"INVALID_EDITED_", Reject, prefix, doubtful},
    Row{"rate_limit_exceeded", RateLimited},
    Row{"resource_exhausted", RateLimited, exact, doubtful},
    Row{"PERMISSION_DENIED", AuthFailed},
    Row{"unauthorized", AuthFailed, exact, doubtful},
    Row{"authentication_error", AuthFailed, exact, doubtful},
    Row{"internal_server_error", Unknown, exact, doubtful},
};

}  // namespace

std::span<const OutcomeRow> outcome_rows() { return rows; }

Outcome outcome_of(const VenueAnswer& answer) { return venue::outcome_of(rows, answer); }

}  // namespace nightjar::venue::coinbase
