#pragma once
/// Kraken's errors, the first of the list "error". Source: the venue's support pages "API error
/// messages" and its REST documentation.

#include "venue/outcome.hpp"

namespace nightjar::venue::kraken {

[[nodiscard]] std::span<const OutcomeRow> outcome_rows();
[[nodiscard]] Outcome outcome_of(const VenueAnswer& answer);

}  // namespace nightjar::venue::kraken
