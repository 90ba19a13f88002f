#pragma once
/// An element of Binance's exchangeInfo. Private to the codec.

#include "venue/json_decoder.hpp"

namespace nightjar::venue::binance {

[[nodiscard]] core::Status read_instrument(element entry, EventList& to);

}  // namespace nightjar::venue::binance
