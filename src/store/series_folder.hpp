#pragma once
/// The folder that series and tapes share: plain names, one file for each. Private to the room.

#include "store/file.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nightjar::store {

/// Names are 1 to 200 of [A-Za-z0-9._-] and do not begin with a point. Error: BadName.
Status check_name(std::string_view name);

/// At most `max_source` bytes say where something came from. Error: BadSource.
inline constexpr std::size_t max_source = 256;
Status check_source(std::string_view name, std::string_view source);

path named_file(const path& root, std::string_view name, std::string_view extension);

/// The names of all files with `extension`, sorted; none where the folder is missing. Error: Io.
Result<std::vector<std::string>> names_in(const path& root, std::string_view extension);

/// Gives the written and synced `file` its name, in place of an old one. Error: Io.
Status publish(const File& file, const path& target);

}  // namespace nightjar::store
