#include "store/series_folder.hpp"

#include "store/errc.hpp"

#include <algorithm>

namespace nightjar::store {

namespace {

constexpr std::size_t max_name = 200;

}  // namespace

Status check_name(std::string_view name) {
    constexpr std::string_view allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    const bool good = !name.empty() && name.size() <= max_name && !name.starts_with('.') &&
                      name.find_first_not_of(allowed) == std::string_view::npos;
    if (good) return {};
    return core::fail(Errc::BadName, "\"{}\" is no name for a series: use A-Z a-z 0-9 . _ -", name);
}

Status check_source(std::string_view name, std::string_view source) {
    if (source.size() <= max_source) return {};
    return core::fail(Errc::BadSource, "{}: a source text of {} bytes: at most {} fit", name,
                      source.size(), max_source);
}

path named_file(const path& root, std::string_view name, std::string_view extension) {
    return root / (std::string{name} += extension);
}

Result<std::vector<std::string>> names_in(const path& root, std::string_view extension) {
    std::vector<std::string> names;
    std::error_code error;
    if (!std::filesystem::exists(root, error)) return names;
    for (std::filesystem::directory_iterator entry{root, error}, end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == extension) names.push_back(entry->path().stem().string());
    }
    if (error) return core::fail(Errc::Io, "{}: {}", short_name(root), error.message());
    std::ranges::sort(names);
    return names;
}

Status publish(const File& file, const path& target) {
    std::error_code error;
    std::filesystem::rename(file.name(), target, error);
    if (error)
        return core::fail(Errc::Io, "{}: cannot rename: {}", short_name(target), error.message());
    return sync_directory(target.parent_path());
}

}  // namespace nightjar::store
