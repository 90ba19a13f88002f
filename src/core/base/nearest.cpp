#include "core/base/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace nightjar::core {

namespace {

/// Levenshtein (1966) distance, one row at a time.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view wanted, std::span<const std::string> candidates) {
    const std::string* best = nullptr;
    std::size_t fewest = 0;
    for (const auto& candidate : candidates) {
        const auto distance = edits(wanted, candidate);
        const auto allowed = std::max<std::size_t>(2, candidate.size() / 3);
        if (distance > allowed || (best != nullptr && distance >= fewest)) continue;
        best = &candidate;
        fewest = distance;
    }
    return best == nullptr ? std::string{} : fmt::format("; did you mean \"{}\"?", *best);
}

}  // namespace nightjar::core
