#pragma once
/// Files in a zip archive. Source: PKWARE APPNOTE.TXT 6.3, with its 64-bit fields; no encryption,
/// no parts.

#include "data/inflate.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace nightjar::data {

struct ZipEntry {
    std::string_view name;
    std::string_view packed;
    std::uint64_t size{};  ///< unpacked
    std::uint32_t crc{};   ///< CRC-32 of the unpacked bytes
    bool deflated{};       ///< else stored as it is
};

bool is_zip(std::string_view bytes);

/// The file `member`; without that the only one, as archives of venues have it. Folders do not
/// count. Error: BadArchive, also for more than one; the archive's `name` stands in its text.
core::Result<ZipEntry> find_zip_entry(std::string_view name, std::string_view archive,
                                      std::string_view member = {});

/// Errors: those of `inflate`; BadArchive, where size or CRC-32 are not the entry's.
core::Status unpack_zip_entry(std::string_view name, const ZipEntry& entry, UnpackTo& out);

/// A member of the archive becomes a file, in pieces; an old one is overwritten. Errors:
/// BadArchive; store's.
core::Status unpack_zip_member(const std::filesystem::path& archive, std::string_view member,
                               const std::filesystem::path& file);

}  // namespace nightjar::data
