#pragma once
/// The worst that a configuration allows, by its numbers alone: nothing is asked, no market looked
/// at, and what the numbers do not say is said to be unknown.

#include "app/plan.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nightjar::app {

struct Preflight {
    /// How much there may be of something, with every open order filled.
    struct Size {
        std::string what;
        std::optional<core::Money> most;  ///< absent: nothing bounds it
        std::string by;                   ///< the settings that bound it
    };
    /// A loss at which something is done.
    struct Limit {
        std::string what;
        std::string done;
        core::Money loss;
        /// How far all prices go against the largest book until then; absent without a bound.
        std::optional<std::int64_t> move_bps;
    };
    /// All prices at once, before any limit can act.
    struct Leap {
        std::int64_t move_bps{};  ///< below 0: a fall, against longs
        core::Money book;
        core::Money loss;
    };
    /// A venue's perpetuals, all on one side.
    struct Liquidation {
        std::string venue;
        core::Money book;
        std::int64_t move_bps{};  ///< against it, until the maintenance margin is reached
    };
    struct Stake {
        std::string strategy;
        std::string begins;  ///< its first stage
        core::Money canary;
        core::Money full;
    };

    std::string currency;
    bool real{};
    core::Money capital;
    std::vector<Size> sizes;
    std::vector<Limit> limits;
    std::vector<Leap> leaps;
    std::vector<Liquidation> liquidations;
    std::vector<Stake> stakes;
    std::vector<std::string> warnings;
    std::vector<std::string> unknown;
};

/// Errors: those of a configuration whose checks cannot be made.
core::Result<Preflight> preflight(const Plan& plan);

std::string to_text(const Preflight& report);
std::string to_json(const Preflight& report);
/// A few lines for the start of a session.
std::string summary(const Preflight& report);

}  // namespace nightjar::app
