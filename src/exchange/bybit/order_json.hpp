#pragma once
/// Orders and fills as the REST interface and the streams show them.

#include "exchange/bybit/office.hpp"

namespace nightjar::exchange::bybit {

[[nodiscard]] Json order_json(const Hall& hall, const Order& order);
[[nodiscard]] Json execution_json(const Hall& hall, const Client& client,
                                  const Execution& execution);
/// Which the venue has among the executions.
[[nodiscard]] Json funding_json(const Hall& hall, const Payment& payment);
/// As the client named it; empty where he did not.
[[nodiscard]] std::string_view own_name(const Order& order);

}  // namespace nightjar::exchange::bybit
