#include "data/checksum.hpp"

#include "data/csv_layout.hpp"
#include "data/errc.hpp"
#include "store/file.hpp"
#include "store/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>

namespace nightjar::data {

namespace {

using core::Result;

constexpr std::size_t hex_digits = 2 * sizeof(store::Digest);
constexpr std::size_t max_bytes = std::size_t{1} << 20;

/// In lower case; nothing where the line does not begin with one.
std::optional<std::string> digest_of(std::string_view line) {
    if (line.size() < hex_digits) return std::nullopt;
    std::string hex;
    for (const char c : line.substr(0, hex_digits)) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isxdigit(byte) == 0) return std::nullopt;
        hex += static_cast<char>(std::tolower(byte));
    }
    const auto rest = line.substr(hex_digits);
    return rest.empty() || rest.front() == ' ' ? std::optional{hex} : std::nullopt;
}

/// Of the line that names the file, or of the only line: the file may have got a new name.
std::optional<std::string> find_digest(std::string_view list, std::string_view name) {
    Lines lines{list};
    std::string_view line;
    std::optional<std::string> only;
    std::size_t digests = 0;
    while (lines.next(line)) {
        auto digest = digest_of(line);
        if (!digest) continue;
        auto named = trim_field(line.substr(hex_digits));
        if (named.starts_with('*')) named.remove_prefix(1);  // sha256sum --binary
        if (named == name) return digest;
        ++digests;
        only = std::move(digest);
    }
    return digests == 1 ? only : std::nullopt;
}

}  // namespace

std::string checksum_note(std::span<const SourceFile> files) {
    const auto verified =
        static_cast<std::size_t>(std::ranges::count_if(files, &SourceFile::verified));
    if (verified == 0) return {};
    if (verified == files.size()) return "sha256 verified";
    return fmt::format("sha256 verified of {} of {} files", verified, files.size());
}

Result<bool> verify_checksum(const std::filesystem::path& file, std::span<const std::byte> bytes) {
    auto beside = file;
    beside += ".CHECKSUM";
    std::error_code ignored;
    if (!std::filesystem::exists(beside, ignored)) return false;
    const auto name = file.filename().string();
    NJ_TRY(opened, store::File::open_to_read(beside));
    NJ_TRY(size, opened.size());
    std::string list(std::min(size, max_bytes), '\0');
    NJ_TRY(got, opened.read_at(0, std::as_writable_bytes(std::span{list})));
    list.resize(got);
    const auto expected = find_digest(list, name);
    if (!expected)
        return core::fail(Errc::BadChecksum, "{}.CHECKSUM: no sha256 of the file: fetch it again",
                          name);
    if (store::to_hex(store::sha256(bytes)) != *expected)
        return core::fail(Errc::BadChecksum,
                          "{}: its sha256 is not that of its CHECKSUM: fetch both again", name);
    return true;
}

}  // namespace nightjar::data
