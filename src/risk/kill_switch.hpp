#pragma once
/// The latched level above which less and less may be done.

#include "core/base/time.hpp"
#include "core/model/refusal.hpp"

namespace nightjar::risk {

/// Engine thread. Goes up by itself and does not come down, but K1, which lapses when the UTC day
/// ends; it is kept over restarts through the ledger.
class KillSwitch {
public:
    [[nodiscard]] core::KillLevel level() const { return level_; }
    /// True when the level rose.
    bool raise(core::KillLevel level, core::Time now) {
        if (level <= level_) return false;
        level_ = level;
        day_ = core::count_of(now, core::days(1));
        return true;
    }
    /// As a ledger left it.
    void restore(core::KillLevel level, core::Time at) {
        level_ = level;
        day_ = core::count_of(at, core::days(1));
    }
    /// True when a K1 of an earlier day has just lapsed.
    bool lapse(core::Time now) {
        if (level_ != core::KillLevel::ReduceOnly || core::count_of(now, core::days(1)) == day_)
            return false;
        level_ = core::KillLevel::None;
        return true;
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.level_, s.day_);
    }

private:
    core::KillLevel level_{core::KillLevel::None};
    std::int64_t day_{};  // on which it rose
};

}  // namespace nightjar::risk
