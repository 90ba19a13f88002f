#pragma once
/// OKX's error codes. Source: the venue's API guide v5, "Error code". The code is `sCode` of the
/// order where there is one, else `code`; of several orders `code` 1 and 2 mean all and some
/// refused.

#include "venue/outcome.hpp"

namespace nightjar::venue::okx {

[[nodiscard]] std::span<const OutcomeRow> outcome_rows();
[[nodiscard]] Outcome outcome_of(const VenueAnswer& answer);

}  // namespace nightjar::venue::okx
