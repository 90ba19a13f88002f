#pragma once
/// A whole file as text: mapped when plain, unpacked when gzip, zstd or a zip archive of one file.
/// What it is, its first bytes say, not its name.

#include "store/file.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace nightjar::data {

class TextFile {
public:
    /// Errors: store's NotFound and Io; BadArchive; TooLarge when it unpacks to more than
    /// `max_bytes`.
    static core::Result<TextFile> open(const std::filesystem::path& file);
    static constexpr std::size_t max_bytes = std::size_t{16} << 30;

    /// Good while this lives and stays where it is.
    [[nodiscard]] std::string_view text() const;

private:
    store::Mapping mapping_;
    std::string unpacked_;
};

}  // namespace nightjar::data
