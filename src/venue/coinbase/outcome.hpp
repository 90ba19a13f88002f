#pragma once
/// Coinbase's errors: `error_response.error` of an order, or `error` of the answer. Source: the
/// venue's Advanced Trade documentation. An order that is sent again with the same client_order_id
/// gives the first one, so Unknown may be answered by sending the same again.

#include "venue/outcome.hpp"

namespace nightjar::venue::coinbase {

[[nodiscard]] std::span<const OutcomeRow> outcome_rows();
[[nodiscard]] Outcome outcome_of(const VenueAnswer& answer);

}  // namespace nightjar::venue::coinbase
