#include "data/zip_file.hpp"

#include "data/errc.hpp"
#include "store/file.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

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

/// No more than the entry's size passes.
class Checked final : public UnpackTo {
public:
    Checked(std::string_view name, const ZipEntry& entry, UnpackTo& out)
        : name_{name}, entry_{&entry}, out_{&out} {}
    std::span<char> room() override { return room_ = out_->room(); }
    core::Status take(std::size_t count) override {
        crc_ = ::crc32_z(crc_, reinterpret_cast<const ::Bytef*>(room_.data()), count);
        size_ += count;
        return size_ > entry_->size ? damaged(name_) : out_->take(count);
    }
    /// At the end.
    [[nodiscard]] core::Status verdict() const {
        if (size_ != entry_->size || crc_ != entry_->crc) return damaged(name_);
        return {};
    }

private:
    std::string_view name_;
    const ZipEntry* entry_;
    UnpackTo* out_;
    std::span<char> room_;
    ::uLong crc_{};
    std::uint64_t size_{};
};

class ToFile final : public UnpackTo {
public:
    explicit ToFile(const store::File& file) : file_{&file} {}
    std::span<char> room() override { return piece_; }
    core::Status take(std::size_t count) override {
        NJ_TRY(file_->write_at(size_, std::as_bytes(std::span{piece_}.first(count))));
        size_ += count;
        return {};
    }

private:
    static constexpr std::size_t piece = std::size_t{1} << 20;

    const store::File* file_;
    std::size_t size_{};
    std::vector<char> piece_ = std::vector<char>(piece);
};

std::unexpected<core::Error> bad(std::string_view name, std::string_view what) {
    return core::fail(Errc::BadArchive, "{}: {}", name, what);
}

}  // namespace

bool is_zip(std::string_view bytes) {
    return bytes.starts_with(local_magic) || bytes.starts_with(end_magic);
}

Result<ZipEntry> find_zip_entry(std::string_view name, std::string_view archive,
                                std::string_view member) {
    constexpr std::string_view broken = "the archive is damaged or cut off: copy it again";
    constexpr std::uint64_t encrypted = 1;
    constexpr std::uint64_t deflate = 8;
    const auto directory = find_directory(archive);
    std::optional<CentralEntry> found;
    auto at = directory.at;
    for (std::uint64_t i = 0; i < directory.entries; ++i) {
        const auto entry = read_central(archive, at);
        if (!entry) return bad(name, broken);
        at = entry->next;
        if (entry->name.ends_with('/')) continue;
        if (!member.empty() && entry->name != member) continue;
        if (found) return bad(name, "more than one file in the archive: unpack it");
        found = entry;
    }
    if (!found && !member.empty() && directory.entries > 0)
        return bad(name, fmt::format("there is no {} in the archive", member));
    if (!found) return bad(name, broken);
    if ((found->flags & encrypted) != 0 || (found->method != 0 && found->method != deflate))
        return bad(name, "encrypted, or packed in a rare way: unpack it");
    const auto local = part(archive, found->local_at, local_bytes);
    if (!local.starts_with(local_magic)) return bad(name, broken);
    const auto body_at = found->local_at + local_bytes + u16(local, 26) + u16(local, 28);
    ZipEntry entry{.name = found->name,
                   .packed = part(archive, body_at, found->packed_size),
                   .size = found->size,
                   .crc = static_cast<std::uint32_t>(found->crc),
                   .deflated = found->method == deflate};
    if (entry.packed.size() != found->packed_size) return bad(name, broken);
    if (!entry.deflated && entry.packed.size() != entry.size) return bad(name, broken);
    return entry;
}

core::Status unpack_zip_entry(std::string_view name, const ZipEntry& entry, UnpackTo& out) {
    Checked checked{name, entry, out};
    if (entry.deflated) {
        NJ_TRY(inflate(name, entry.packed, Wrapping::None, checked));
    }
    for (auto rest = entry.deflated ? std::string_view{} : entry.packed; !rest.empty();) {
        const auto room = checked.room();
        const auto count = std::min(room.size(), rest.size());
        if (count == 0) return core::fail(Errc::TooLarge, "{}: it unpacks to too much", name);
        std::memcpy(room.data(), rest.data(), count);
        NJ_TRY(checked.take(count));
        rest.remove_prefix(count);
    }
    return checked.verdict();
}

core::Status unpack_zip_member(const std::filesystem::path& archive, std::string_view member,
                               const std::filesystem::path& file) {
    const auto name = archive.filename().string();
    NJ_TRY(opened, store::File::open_to_read(archive));
    NJ_TRY(size, opened.size());
    NJ_TRY(mapping, store::Mapping::read_only(opened, size));
    const std::string_view bytes{reinterpret_cast<const char*>(mapping.bytes().data()), size};
    NJ_TRY(entry, find_zip_entry(name, bytes, member));
    NJ_TRY(made, store::File::create(file));
    ToFile out{made};
    return unpack_zip_entry(name, entry, out);
}

}  // namespace nightjar::data
