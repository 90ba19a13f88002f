#pragma once

#include "venue/public_side.hpp"

namespace nightjar::venue::coinbase {

[[nodiscard]] std::unique_ptr<PublicSide> make_public_side();

}  // namespace nightjar::venue::coinbase
