#pragma once
/// The WebSocket API's names for what the REST interface does.

#include "exchange/binance/front_desk.hpp"

namespace nightjar::exchange::binance {

/// Null for what is not such a request.
[[nodiscard]] const Route* find_method(Market market, std::string_view method);

}  // namespace nightjar::exchange::binance
