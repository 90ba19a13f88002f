#pragma once
/// A whole file as text: mapped when plain, unpacked when gzip, zstd or a zip archive of one file.
/// What it is, its first bytes say, not its name. Where `<file>.CHECKSUM` lies beside it, its
/// SHA-256 is compared before anything is read.

#include "store/file.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace nightjar::data {

class TextFile {
public:
    /// Errors: store's NotFound and Io; BadChecksum; BadArchive; TooLarge when it unpacks to more
    /// than `max_bytes`.
    static core::Result<TextFile> open(const std::filesystem::path& file);
    static constexpr std::size_t max_bytes = std::size_t{16} << 30;

    /// Good while this lives and stays where it is.
    [[nodiscard]] std::string_view text() const;
    /// Of the file in a zip archive; else empty.
    [[nodiscard]] const std::string& inner_name() const { return inner_name_; }
    /// A checksum lay beside it, and it was that of its bytes.
    [[nodiscard]] bool verified() const { return verified_; }

private:
    store::Mapping mapping_;
    std::string unpacked_;
    std::string inner_name_;
    bool verified_{};
};

}  // namespace nightjar::data
