#pragma once
/// The one file in a zip archive, as archives of venues give it. Private to the room. Source:
/// PKWARE APPNOTE.TXT 6.3, with its 64-bit fields; no encryption, no parts.

#include "core/base/result.hpp"

#include <cstdint>
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

/// Folders do not count. Error: BadArchive, also for more than one file; `name` stands in its text.
core::Result<ZipEntry> find_zip_entry(std::string_view name, std::string_view archive);

}  // namespace nightjar::data
