#pragma once

#include "venue/bybit/category.hpp"
#include "venue/public_side.hpp"

namespace nightjar::venue::bybit {

[[nodiscard]] std::unique_ptr<PublicSide> make_public_side(Category category);

}  // namespace nightjar::venue::bybit
