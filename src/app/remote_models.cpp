#include "app/remote_models.hpp"

#include "app/toml_table.hpp"
#include "data/checksum.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::Result;

namespace {

/// It becomes a part of a path.
bool plain(std::string_view name) {
    return !name.empty() && name.front() != '.' && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    });
}

Result<std::string> read_digest(TomlTable& table, std::string_view key) {
    auto text = table.text(key, "");
    if (text.empty()) return text;
    auto digest = data::read_sha256(text);
    if (!digest) return std::unexpected{table.error(fmt::format("{} must be 64 hex digits", key))};
    return *std::move(digest);
}

std::optional<std::uint64_t> read_size(TomlTable& table, std::string_view key) {
    const auto size = table.integer(key, 0);
    return size > 0 ? std::optional{static_cast<std::uint64_t>(size)} : std::nullopt;
}

Result<RemoteFile> read_file(TomlTable& table, const std::string& folder) {
    RemoteFile file;
    file.name = table.text("file");
    const auto url = table.text("url", folder.empty() ? "" : folder + file.name);
    file.inside = table.text("inside", "");
    file.size = read_size(table, "size");
    file.archive_size = read_size(table, "archive_size");
    NJ_TRY(sha256, read_digest(table, "sha256"));
    NJ_TRY(archive_sha256, read_digest(table, "archive_sha256"));
    file.sha256 = std::move(sha256);
    file.archive_sha256 = std::move(archive_sha256);
    NJ_TRY(table.finish());
    if (!plain(file.name))
        return std::unexpected{table.error("file: letters, digits, -, _ and . make a name")};
    const auto from = net::Url::parse(url);
    if (!from) return std::unexpected{table.error(from.error().text())};
    file.from = *from;
    return file;
}

Result<RemoteModel> read_source(TomlTable& table) {
    RemoteModel source;
    source.name = table.text("name");
    source.what = table.text("what");
    source.licence = table.text("licence");
    const auto kind = table.text("kind");
    const auto folder = table.text("folder", "");
    for (auto& each : table.tables("files")) {
        NJ_TRY(file, read_file(each, folder));
        source.files.push_back(std::move(file));
    }
    NJ_TRY(table.finish());
    source.checkpoint = kind == "checkpoint";
    if (!source.checkpoint && kind != "gguf")
        return std::unexpected{table.error("kind must be gguf or checkpoint")};
    if (!plain(source.name) || source.files.empty())
        return std::unexpected{
            table.error("a source has files, and a name of letters, digits, -, _ and .")};
    return source;
}

}  // namespace

fs::path RemoteModel::folder(const fs::path& data_root) const {
    return checkpoint ? data_root / "models" / "checkpoints" / name : data_root / "models";
}

Result<std::vector<RemoteModel>> read_remote_models(const fs::path& file) {
    NJ_TRY(table, TomlTable::read(file));
    std::vector<RemoteModel> sources;
    for (auto& each : table.tables("sources")) {
        NJ_TRY(source, read_source(each));
        sources.push_back(std::move(source));
    }
    NJ_TRY(table.finish());
    return sources;
}

}  // namespace nightjar::app
