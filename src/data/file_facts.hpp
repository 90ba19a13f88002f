#pragma once
/// What the names of a file say of its content, where the content itself does not. Private to the
/// room.

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar::data {

struct FileFacts {
    std::optional<core::Time> day;             ///< its midnight, UTC, of 8 digits yyyymmdd
    std::optional<core::Duration> resolution;  ///< of a word: second, minute, hour, daily
    /// The name without its dates, in lower case: that of all files of one market and kind. Empty
    /// where there is no date in it, so that it names one file and no kind.
    std::string kind;
};

/// Looks at the name of the file in the archive (`inner`, may be empty), then at the file's, then,
/// for the resolution alone, at its folders'. Error: MixedContent, for names of two days.
core::Result<FileFacts> file_facts(const std::filesystem::path& file, std::string_view inner);

}  // namespace nightjar::data
