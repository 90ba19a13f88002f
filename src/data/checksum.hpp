#pragma once
/// Archives publish the SHA-256 of a file beside it, as `sha256sum` writes it: `<64 hex>  <name>`
/// in
/// `<file>.CHECKSUM`.

#include "core/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace nightjar::data {

/// A file that something was made of.
struct SourceFile {
    std::string name;
    bool verified{};  ///< its bytes are those of the checksum beside it; false: none lay there
};

/// True when `bytes` of `file` are what the checksum beside it was made of; false when none lies
/// there. Errors: BadChecksum, for other bytes, or where it cannot be read; store's Io.
core::Result<bool> verify_checksum(const std::filesystem::path& file,
                                   std::span<const std::byte> bytes);

/// "sha256 verified", or of how many; empty where no checksum lay beside any.
std::string checksum_note(std::span<const SourceFile> files);

}  // namespace nightjar::data
