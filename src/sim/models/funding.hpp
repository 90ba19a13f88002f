#pragma once
/// What holding a perpetual costs while no recorded rates say better.

#include "core/base/time.hpp"

namespace nightjar::sim {

/// Settled at 00, 08 and 16 UTC. Without a series of rates longs pay `ppb` of their value and
/// shorts receive nothing: pessimistic, since the true rate is about as often below it, and shorts
/// are usually paid.
struct FundingModel {
    static constexpr core::Duration every = core::hours(8);

    std::int64_t ppb{100'000};  ///< 1 bp per settlement

    /// The first settlement after `t`.
    static constexpr core::Time after(core::Time t) {
        return {(core::count_of(t, every) + 1) * every.ns};
    }
};

}  // namespace nightjar::sim
