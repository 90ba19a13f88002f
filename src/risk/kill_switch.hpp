#pragma once
/// The latched level above which less and less may be done.

#include "core/base/time.hpp"
#include "core/model/refusal.hpp"

namespace nightjar::risk {

/// Engine thread. Goes up by itself and does not come down, but for a K1 that a loss raised, which
/// lapses when the UTC day ends; it is kept over restarts through the ledger.
class KillSwitch {
public:
    [[nodiscard]] core::KillLevel level() const { return level_; }
    /// True when the level rose.
    bool raise(core::KillLevel level, core::Rule cause, core::Time now) {
        if (level <= level_) return false;
        set(level, cause, now);
        return true;
    }
    /// By a person, or as a ledger left it.
    void set(core::KillLevel level, core::Rule cause, core::Time at) {
        level_ = level;
        since_ = at;
        lapses_ = level == core::KillLevel::ReduceOnly && cause != core::Rule::None;
    }
    /// When it came to this level.
    [[nodiscard]] core::Time since() const { return since_; }
    /// True when a K1 of an earlier day has just lapsed.
    bool lapse(core::Time now) {
        constexpr auto day = core::days(1);
        if (!lapses_ || core::count_of(now, day) == core::count_of(since_, day)) return false;
        lapses_ = false;
        level_ = core::KillLevel::None;
        return true;
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.level_, s.since_, s.lapses_);
    }

private:
    core::KillLevel level_{core::KillLevel::None};
    core::Time since_{};
    bool lapses_{};
};

}  // namespace nightjar::risk
