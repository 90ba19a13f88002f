#pragma once
/// The models of others that can be fetched, and from where.

#include "core/base/result.hpp"
#include "net/url.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::app {

struct RemoteFile {
    std::string name;                   ///< letters, digits, "-", "_" and "."
    net::Url from;                      ///< of the file, or of the zip archive that it is in
    std::string inside;                 ///< the archive's member; empty: no archive
    std::string sha256;                 ///< of the file, hex in lower case; empty: not known
    std::optional<std::uint64_t> size;  ///< of the file, bytes
    std::string archive_sha256;
    std::optional<std::uint64_t> archive_size;
};

struct RemoteModel {
    std::string name;
    std::string what;  ///< for people
    std::string licence;
    bool checkpoint{};  ///< a folder of transformers; else a GGUF
    std::vector<RemoteFile> files;

    /// Where its files go.
    [[nodiscard]] std::filesystem::path folder(const std::filesystem::path& data_root) const;
};

/// What a file like `models/sources.toml` says. Error: BadConfig, with file and line.
core::Result<std::vector<RemoteModel>> read_remote_models(const std::filesystem::path& file);

}  // namespace nightjar::app
