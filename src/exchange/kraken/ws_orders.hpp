#pragma once
/// The WebSocket's order methods: the REST interface once more, by other names.

#include "exchange/kraken/office.hpp"

#include <vector>

namespace nightjar::exchange::kraken {

[[nodiscard]] bool is_order_method(std::string_view method);

/// One answer for each order that the request names: its result, or why not.
[[nodiscard]] std::vector<Answer> order_method(Office& office, Client& client,
                                               std::string_view method, const Json& wanted);

}  // namespace nightjar::exchange::kraken
