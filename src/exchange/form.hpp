#pragma once
/// Paths, queries and forms of requests.

#include "core/base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nightjar::exchange {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Target {
    std::string_view path;
    std::string_view query;  ///< without its question mark
};
Target split_target(std::string_view target);

/// name=value&name=value, percent-encoded. Errors: BadRequest, for a bad escape, a control
/// character or more than `most_fields` of them.
constexpr std::size_t most_fields = 100;
core::Result<Fields> parse_form(std::string_view text);

/// What stands between the slashes; empty parts are left out.
std::vector<std::string_view> segments(std::string_view path);

/// In a time that depends on the length alone.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace nightjar::exchange
