#pragma once
/// Margin tiers of futures. Private to the codec.

#include "venue/account_fields.hpp"

namespace nightjar::venue::binance {

/// What GET /fapi/v1/leverageBracket answers: of one symbol an object, or a list of one; of all a
/// list.
[[nodiscard]] core::Status read_brackets(element root, AccountEvents& to);

}  // namespace nightjar::venue::binance
