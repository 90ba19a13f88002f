#pragma once
/// Binance's error codes. Source: the venue's documentation of spot and of USD-M futures, "Error
/// codes"; what futures say with HTTP 503 is from memory.

#include "venue/binance/market.hpp"
#include "venue/outcome.hpp"

namespace nightjar::venue::binance {

/// Those of both, behind those of the one.
[[nodiscard]] std::span<const OutcomeRow> outcome_rows();
[[nodiscard]] std::span<const OutcomeRow> outcome_rows(Market market);
[[nodiscard]] Outcome outcome_of(Market market, const VenueAnswer& answer);

}  // namespace nightjar::venue::binance
