#pragma once
/// What Binance's messages say, for both decoders. Private to them.

#include "venue/json_fields.hpp"

namespace nightjar::venue::binance {

/// The message itself, which the combined streams wrap as {"stream":..,"data":..}.
[[nodiscard]] core::Result<object> unwrapped(const object& message);
/// Empty where it does not name it.
[[nodiscard]] core::Result<std::string_view> symbol_of(const object& message);
/// What names its kind by "e", and by their fields those that do not. Levels are put behind those
/// that are there; the body looks at all of them.
[[nodiscard]] core::Result<PublicBody> read_body(const object& message, Levels& levels);

}  // namespace nightjar::venue::binance
