#pragma once

#include "venue/okx/market.hpp"
#include "venue/public_side.hpp"

namespace nightjar::venue::okx {

[[nodiscard]] std::unique_ptr<PublicSide> make_public_side(Market market);

}  // namespace nightjar::venue::okx
