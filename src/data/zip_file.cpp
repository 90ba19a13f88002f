#include "data/zip_file.hpp"

#include "data/errc.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace nightjar::data {

namespace {

using core::Result;

constexpr std::string_view local_magic = "PK\x03\x04";
constexpr std::string_view central_magic = "PK\x01\x02";
constexpr std::string_view end_magic = "PK\x05\x06";
constexpr std::string_view end64_magic = "PK\x06\x06";
constexpr std::size_t local_bytes = 30;
constexpr std::size_t central_bytes = 46;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t end64_bytes = 56;
constexpr std::size_t locator_bytes = 20;
constexpr std::uint64_t none32 = 0xFFFF'FFFF;  ///< "see the 64-bit field"
constexpr std::uint64_t none16 = 0xFFFF;

/// Little-endian; 0 where the archive ends before, which no check below lets pass.
template <class T>
std::uint64_t number(std::string_view bytes, std::uint64_t at) {
    T value{};
    if (at <= bytes.size() && bytes.size() - at >= sizeof value)
        std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}
std::uint64_t u16(std::string_view bytes, std::uint64_t at) {
    return number<std::uint16_t>(bytes, at);
}
std::uint64_t u32(std::string_view bytes, std::uint64_t at) {
    return number<std::uint32_t>(bytes, at);
}
std::uint64_t u64(std::string_view bytes, std::uint64_t at) {
    return number<std::uint64_t>(bytes, at);
}

std::string_view part(std::string_view bytes, std::uint64_t at, std::uint64_t size) {
    if (at > bytes.size() || bytes.size() - at < size) return {};
    return bytes.substr(at, size);
}

struct Directory {
    std::uint64_t entries{};
    std::uint64_t at{};
};

Directory find_directory(std::string_view archive) {
    const auto end = archive.rfind(end_magic);
    if (end == std::string_view::npos || archive.size() - end < end_bytes ||
        archive.size() - end - end_bytes != u16(archive, end + 20))  // the comment behind it
        return {};
    Directory found{u16(archive, end + 10), u32(archive, end + 16)};
    if ((found.entries == none16 || found.at == none32) && end >= locator_bytes) {
        const auto end64 = u64(archive, end - locator_bytes + 8);
        if (part(archive, end64, end64_bytes).starts_with(end64_magic))
            found = {u64(archive, end64 + 32), u64(archive, end64 + 48)};
    }
    return found;
}

struct CentralEntry {
    std::string_view name;
    std::uint64_t flags{};
    std::uint64_t method{};
    std::uint64_t crc{};
    std::uint64_t packed_size{};
    std::uint64_t size{};
    std::uint64_t local_at{};
    std::uint64_t next{};  ///< where the entry behind it begins
};

/// The 64-bit values of those that do not fit in 32, in their order.
void read_wide_fields(std::string_view extra, CentralEntry& entry) {
    constexpr std::uint64_t wide_id = 1;
    while (extra.size() >= 4) {
        const auto size = u16(extra, 2);
        const auto body = part(extra, 4, size);
        if (u16(extra, 0) == wide_id) {
            std::uint64_t at = 0;
            for (auto* value : {&entry.size, &entry.packed_size, &entry.local_at})
                if (*value == none32) {
                    *value = u64(body, at);
                    at += sizeof *value;
                }
            return;
        }
        extra.remove_prefix(std::min<std::size_t>(extra.size(), 4 + size));
    }
}

std::optional<CentralEntry> read_central(std::string_view archive, std::uint64_t at) {
    const auto head = part(archive, at, central_bytes);
    if (!head.starts_with(central_magic)) return std::nullopt;
    const auto name_size = u16(head, 28);
    const auto extra_size = u16(head, 30);
    const auto name = part(archive, at + central_bytes, name_size);
    CentralEntry entry{.name = name,
                       .flags = u16(head, 8),
                       .method = u16(head, 10),
                       .crc = u32(head, 16),
                       .packed_size = u32(head, 20),
                       .size = u32(head, 24),
                       .local_at = u32(head, 42),
                       .next = at + central_bytes + name_size + extra_size + u16(head, 32)};
    read_wide_fields(part(archive, at + central_bytes + name_size, extra_size), entry);
    return entry;
}

std::unexpected<core::Error> bad(std::string_view name, std::string_view what) {
    return core::fail(Errc::BadArchive, "{}: {}", name, what);
}

}  // namespace

bool is_zip(std::string_view bytes) {
    return bytes.starts_with(local_magic) || bytes.starts_with(end_magic);
}

Result<ZipEntry> find_zip_entry(std::string_view name, std::string_view archive) {
    constexpr std::string_view damaged = "the archive is damaged or cut off: copy it again";
    constexpr std::uint64_t encrypted = 1;
    constexpr std::uint64_t deflate = 8;
    const auto directory = find_directory(archive);
    std::optional<CentralEntry> found;
    auto at = directory.at;
    for (std::uint64_t i = 0; i < directory.entries; ++i) {
        const auto entry = read_central(archive, at);
        if (!entry) return bad(name, damaged);
        at = entry->next;
        if (entry->name.ends_with('/')) continue;
        if (found) return bad(name, "more than one file in the archive: unpack it");
        found = entry;
    }
    if (!found) return bad(name, damaged);
    if ((found->flags & encrypted) != 0 || (found->method != 0 && found->method != deflate))
        return bad(name, "encrypted, or packed in a rare way: unpack it");
    const auto local = part(archive, found->local_at, local_bytes);
    if (!local.starts_with(local_magic)) return bad(name, damaged);
    const auto body_at = found->local_at + local_bytes + u16(local, 26) + u16(local, 28);
    ZipEntry entry{.name = found->name,
                   .packed = part(archive, body_at, found->packed_size),
                   .size = found->size,
                   .crc = static_cast<std::uint32_t>(found->crc),
                   .deflated = found->method == deflate};
    if (entry.packed.size() != found->packed_size) return bad(name, damaged);
    if (!entry.deflated && entry.packed.size() != entry.size) return bad(name, damaged);
    return entry;
}

}  // namespace nightjar::data
