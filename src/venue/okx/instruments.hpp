#pragma once
/// What OKX says about one instrument, in its channel and in its REST answer. Private to the codec.

#include "venue/json_decoder.hpp"

namespace nightjar::venue::okx {

[[nodiscard]] core::Status read_instrument(const object& item, EventList& to);

}  // namespace nightjar::venue::okx
