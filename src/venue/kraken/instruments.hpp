#pragma once
/// What Kraken says about its pairs. Private to the codec.

#include "venue/json_decoder.hpp"

namespace nightjar::venue::kraken {

/// Of the channel `instrument`.
[[nodiscard]] core::Status read_instruments(const object& data, EventList& to);
/// One of AssetPairs. Its assets have older names; those of "wsname" are taken.
[[nodiscard]] core::Status read_asset_pair(std::string_view name, element value, EventList& to);

}  // namespace nightjar::venue::kraken
