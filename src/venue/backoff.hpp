#pragma once

#include "core/base/random.hpp"
#include "core/base/time.hpp"

#include <algorithm>

namespace nightjar::venue {

/// How long to wait before the attempt after so many that failed. Exponential, with half of it left
/// to chance: nodes that lost a venue together do not come back together.
inline core::Duration backoff(unsigned failed, core::Random& chance) {
    constexpr unsigned most_doublings = 6;
    constexpr core::Duration first = core::milliseconds(500);
    const auto half = (first.ns << std::min(failed, most_doublings)) / 2;
    return {half + static_cast<std::int64_t>(chance.below(static_cast<std::uint64_t>(half + 1)))};
}

}  // namespace nightjar::venue
