#include "data/checksum.hpp"

#include "data/csv_layout.hpp"
#include "data/errc.hpp"
#include "store/errc.hpp"
#include "store/file.hpp"
#include "store/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>
namespace nightjar::data {

using core::Result;
using core::Status;

namespace fs = std::filesystem;

namespace {

constexpr std::size_t hex_digits = 2 * sizeof(store::Digest);
constexpr std::size_t max_bytes = std::size_t{1} << 20;

/// In lower case; nothing where the line does not begin with one.
std::optional<std::string> digest_of(std::string_view line) {
    if (line.size() < hex_digits) return std::nullopt;
    auto hex = read_sha256(line.substr(0, hex_digits));
    const auto rest = line.substr(hex_digits);
    return rest.empty() || rest.front() == ' ' ? std::move(hex) : std::nullopt;
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

fs::path beside(const fs::path& file) { return fs::path{file}.concat(".CHECKSUM"); }

Status move_file(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error)
        return core::fail(store::Errc::Io, "{}: cannot be renamed: {}", store::short_name(from),
                          error.message());
    return store::sync_directory(to.parent_path());
}

}  // namespace

std::optional<std::string> read_sha256(std::string_view text) {
    if (text.size() != hex_digits) return std::nullopt;
    std::string hex;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isxdigit(byte) == 0) return std::nullopt;
        hex += static_cast<char>(std::tolower(byte));
    }
    return hex;
}

std::string checksum_note(std::span<const SourceFile> files) {
    const auto verified =
        static_cast<std::size_t>(std::ranges::count_if(files, &SourceFile::verified));
    if (verified == 0) return {};
    if (verified == files.size()) return "sha256 verified";
    return fmt::format("sha256 verified of {} of {} files", verified, files.size());
}

Result<std::optional<std::string>> stated_checksum(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(beside(file), ignored)) return std::nullopt;
    const auto name = file.filename().string();
    NJ_TRY(opened, store::File::open_to_read(beside(file)));
    NJ_TRY(size, opened.size());
    std::string list(std::min(size, max_bytes), '\0');
    NJ_TRY(got, opened.read_at(0, std::as_writable_bytes(std::span{list})));
    list.resize(got);
    auto stated = find_digest(list, name);
    if (!stated)
        return core::fail(Errc::BadChecksum, "{}.CHECKSUM: no sha256 of the file: fetch it again",
                          name);
    return stated;
}

Status write_checksum(const fs::path& file, std::string_view sha256) {
    const auto text = fmt::format("{}  {}\n", sha256, file.filename().string());
    const auto part = beside(file).concat(".part");
    NJ_TRY(made, store::File::create(part));
    NJ_TRY(made.write_at(0, std::as_bytes(std::span{text})));
    NJ_TRY(made.sync());
    return move_file(part, beside(file));
}

Result<std::string> sha256_of(const fs::path& file) {
    NJ_TRY(opened, store::File::open_to_read(file));
    std::vector<std::byte> piece(max_bytes);
    store::Sha256 hash;
    for (std::size_t at = 0;;) {
        NJ_TRY(count, opened.read_at(at, piece));
        if (count == 0) return store::to_hex(hash.digest());
        hash.update(std::span{piece}.first(count));
        at += count;
    }
}

Result<std::string> keep_whole(const fs::path& part, const fs::path& file,
                               std::string_view wanted) {
    NJ_TRY(found, sha256_of(part));
    if (!wanted.empty() && found != wanted)
        return core::fail(Errc::BadChecksum, "{}: sha256 {} is wanted, {} came",
                          file.filename().string(), wanted, found);
    NJ_TRY(opened, store::File::open_to_read(part));
    NJ_TRY(opened.sync());
    NJ_TRY(move_file(part, file));
    return found;
}

Result<bool> verify_checksum(const fs::path& file, std::span<const std::byte> bytes) {
    NJ_TRY(expected, stated_checksum(file));
    if (!expected) return false;
    if (store::to_hex(store::sha256(bytes)) != *expected)
        return core::fail(Errc::BadChecksum,
                          "{}: its sha256 is not that of its CHECKSUM: fetch both again",
                          file.filename().string());
    return true;
}

}  // namespace nightjar::data
