#include "exec/split.hpp"

#include "portfolio/books.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar::exec {

using core::Wide;

namespace {

constexpr std::size_t most_parts = 512;
constexpr double steps = 1'099'511'627'776.0;  // 2^40

}  // namespace

void split(core::Qty total, std::span<const double> weights, std::span<core::Qty> parts) {
    NJ_CHECK(weights.size() == parts.size() && weights.size() <= most_parts,
             "{} weights for {} parts", weights.size(), parts.size());
    std::array<Wide, most_parts> whole{};
    std::array<Wide, most_parts> lots{};
    const double largest = *std::ranges::max_element(weights);
    NJ_CHECK(std::isfinite(largest) && largest > 0, "nothing to split by");
    for (std::size_t i = 0; i < weights.size(); ++i) {
        NJ_CHECK(weights[i] >= 0, "a weight below 0");
        whole[i] = static_cast<Wide>(std::llround(weights[i] / largest * steps));
    }
    const auto used = std::span{lots}.first(parts.size());
    portfolio::split(total.raw, std::span<const Wide>{whole}.first(parts.size()), used);
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = {static_cast<std::int64_t>(used[i])};
}

}  // namespace nightjar::exec
