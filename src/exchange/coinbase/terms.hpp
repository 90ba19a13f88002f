#pragma once
/// Orders as `order_configuration` describes them.

#include "exchange/coinbase/office.hpp"

namespace nightjar::exchange::coinbase {

[[nodiscard]] Wished<Terms> read_terms(const Hall& hall, const Json& request);
/// The same the other way round.
[[nodiscard]] Json configuration(const Hall& hall, const Terms& terms);

/// Empty for what is no text.
[[nodiscard]] std::string text_of(const Json& object, const char* field);

}  // namespace nightjar::exchange::coinbase
