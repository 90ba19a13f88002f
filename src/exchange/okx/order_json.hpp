#pragma once
/// Orders and fills as the REST interface and the streams show them.

#include "exchange/okx/office.hpp"

namespace nightjar::exchange::okx {

/// With what `execution` told last, where there is one.
[[nodiscard]] Json order_json(const Hall& hall, const Order& order,
                              const Execution* execution = nullptr);
/// A conditional order, as the service that keeps it until it is triggered shows it.
[[nodiscard]] std::string algo_id(const Order& order);
[[nodiscard]] Json algo_json(const Hall& hall, const Order& order);
[[nodiscard]] Json fill_json(const Hall& hall, const Client& client, const Execution& execution);
/// What the venue calls a fill; trades of two instruments may have one number.
[[nodiscard]] std::string bill_of(const Execution& execution);
/// As the client named it; empty where he did not.
[[nodiscard]] std::string_view own_name(const Order& order);

}  // namespace nightjar::exchange::okx
