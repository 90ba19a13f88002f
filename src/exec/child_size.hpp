#pragma once
/// How large a child may be as the market is now.

#include "core/model/instrument.hpp"
#include "exec/flow.hpp"

namespace nightjar::exec {

struct ChildLimits {
    core::Qty least{1};
    core::Qty rest;       ///< of the parent, not sent yet
    bool urgent{};        ///< a volatile market hurries it instead of holding it back
    double touch{0.2};    ///< of what the best level shows
    double minute{0.05};  ///< of what others traded in the last minute
};

/// `wanted` times (depth)^1/2 in [1/4, 2], spread in [1/4, 3/2], calm in [1/4, 3/2] and 1 - 0.8 x
/// toxicity; then no more than a part of the touch, of the last minute's volume, and the rest; not
/// below the least. A rest that would be left smaller than the least goes with it. Never more than
/// the rest; what is not known changes nothing.
core::Qty child_size(core::Qty wanted, const Conditions& now, const ChildLimits& limits);

/// Of what stands at a level, so that R26 M3 holds: no more of ours is shown there.
constexpr core::Qty shown_at(core::Qty level) {
    constexpr std::int64_t most_of_level = 5;
    return {level.raw / most_of_level};
}

/// The fewest of so many lots that the venue takes at that price, at least one; more than all of
/// them where it takes none of it.
core::Qty least_child(const core::Instrument& instrument, core::Qty lots, core::Price price);

}  // namespace nightjar::exec
