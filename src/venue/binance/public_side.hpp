#pragma once

#include "venue/binance/market.hpp"
#include "venue/public_side.hpp"

namespace nightjar::venue::binance {

[[nodiscard]] std::unique_ptr<PublicSide> make_public_side(Market market);

}  // namespace nightjar::venue::binance
