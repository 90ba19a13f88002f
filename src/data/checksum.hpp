#pragma once
/// Archives publish the SHA-256 of a file beside it, as `sha256sum` writes it: `<64 hex>  <name>`
/// in
/// `<file>.CHECKSUM`.

#include "core/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nightjar::data {

/// A file that something was made of.
struct SourceFile {
    std::string name;
    bool verified{};  ///< its bytes are those of the checksum beside it; false: none lay there
};

/// 64 hex digits, in lower case; nothing for any other text.
std::optional<std::string> read_sha256(std::string_view text);

/// What the checksum beside a file says, hex in lower case; nothing where none lies there. Errors:
/// BadChecksum, where it cannot be read; store's Io.
core::Result<std::optional<std::string>> stated_checksum(const std::filesystem::path& file);

/// Puts a checksum beside a file: all of it or nothing.
core::Status write_checksum(const std::filesystem::path& file, std::string_view sha256);

/// The SHA-256 of a file, hex in lower case. Error: store's.
core::Result<std::string> sha256_of(const std::filesystem::path& file);

/// Gives a file that is whole its name, once the disk has it; its SHA-256. Errors: BadChecksum,
/// where it has another one than `wanted`, if that is not empty: then `part` stays; store's.
core::Result<std::string> keep_whole(const std::filesystem::path& part,
                                     const std::filesystem::path& file, std::string_view wanted);

/// True when `bytes` of `file` are what the checksum beside it was made of; false when none lies
/// there. Errors: BadChecksum, for other bytes, or where it cannot be read; store's Io.
core::Result<bool> verify_checksum(const std::filesystem::path& file,
                                   std::span<const std::byte> bytes);

/// "sha256 verified", or of how many; empty where no checksum lay beside any.
std::string checksum_note(std::span<const SourceFile> files);

}  // namespace nightjar::data
