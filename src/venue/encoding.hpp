#pragma once
/// How venues write bytes as text.

#include "core/base/result.hpp"

#include <string>
#include <string_view>

namespace nightjar::venue {

std::string to_hex(std::string_view bytes);  ///< lower case
std::string to_base64(std::string_view bytes);
std::string to_base64url(std::string_view bytes);  ///< RFC 4648 section 5, without padding
/// With padding. Error: BadField.
core::Result<std::string> from_base64(std::string_view text);
/// All but RFC 3986's unreserved characters as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace nightjar::venue
