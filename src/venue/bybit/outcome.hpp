#pragma once
/// Bybit's `retCode`. Source: the venue's API documentation v5, "Error codes". The answer to an
/// order is an acknowledgement only: that it was refused by the book comes on the order stream.

#include "venue/outcome.hpp"

namespace nightjar::venue::bybit {

[[nodiscard]] std::span<const OutcomeRow> outcome_rows();
[[nodiscard]] Outcome outcome_of(const VenueAnswer& answer);

}  // namespace nightjar::venue::bybit
