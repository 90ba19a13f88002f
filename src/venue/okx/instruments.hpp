#pragma once
/// What OKX says about one instrument, in its channel and in its REST answers. Private to the
/// codec.

#include "venue/json_decoder.hpp"

namespace nightjar::venue::okx {

[[nodiscard]] core::Status read_instrument(const object& item, EventList& to);
/// One tier, in contracts; of a family of swaps, which has one.
[[nodiscard]] core::Status read_margin_tier(const object& item, EventList& to);

}  // namespace nightjar::venue::okx
