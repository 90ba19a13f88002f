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
    Row{"UNSUPPORTED_ORDER_CONFIGURATION", Reject},
    Row{"INVALID_ARGUMENT", Reject, exact, doubtful},
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
