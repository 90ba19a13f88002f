#include "venue/kraken/outcome.hpp"

#include <array>

namespace nightjar::venue::kraken {

namespace {

using enum Outcome;
using Row = OutcomeRow;
constexpr auto prefix = Row::Match::Prefix;
constexpr auto doubtful = Row::Source::Doubtful;

constexpr std::array rows{
    // It may have been done.
    Row{"EService:Timeout", Unknown, prefix},
    Row{"EService:Unavailable", Unknown, prefix},
    Row{"EGeneral:Internal error", Unknown, prefix},
    Row{"EAPI:Rate limit exceeded", RateLimited, prefix},
    Row{"EOrder:Rate limit exceeded", RateLimited, prefix},
    Row{"EGeneral:Too many requests", RateLimited, prefix},
    // Followed by the time until which; the second lasts a quarter of an hour.
    Row{"EService:Throttled", RateLimited, prefix},
    Row{"EGeneral:Temporary lockout", RateLimited, prefix},
    Row{"EService:Busy", Retry, prefix},
    // Our own deadline: it was not placed.
    Row{"EService:Deadline elapsed", Retry, prefix},
    // Of one process for each key: another one used a higher number, or the clock was set back.
    Row{"EAPI:Invalid nonce", ClockWrong, prefix},
    Row{"EAPI:Invalid key", AuthFailed, prefix},
    Row{"EAPI:Invalid signature", AuthFailed, prefix},
    Row{"EGeneral:Permission denied", AuthFailed, prefix},
    // cancel_only, post_only, limit_only.
    Row{"EService:Market in", Reject, prefix},
    // Funds, minima, tick, post only, price, order not there.
    Row{"EOrder:", Reject, prefix},
    Row{"EQuery:Unknown asset pair", Reject, prefix},
    Row{"EGeneral:Invalid arguments", Reject, prefix, doubtful},
};

}  // namespace

std::span<const OutcomeRow> outcome_rows() { return rows; }

Outcome outcome_of(const VenueAnswer& answer) { return venue::outcome_of(rows, answer); }

}  // namespace nightjar::venue::kraken
