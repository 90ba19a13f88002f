#pragma once
/// What stood at a price before, and since when.

#include "core/model/event.hpp"

#include <array>
#include <optional>

namespace nightjar::threat {

/// The levels of both sides that were heard of last: two that are a multiple of 2,048 ticks apart
/// share a place, and the later one has it. What a snapshot tells counts as having stood before.
/// Never allocates.
class LevelMemory {
public:
    struct Change {
        core::Qty before;
        core::Qty after;
        core::Time since;  ///< the level has been there, or had until now
    };

    /// Absent: nothing is known of before, or the change is part of a snapshot.
    std::optional<Change> apply(const core::BookDelta& delta, core::Time now) {
        if (delta.action == core::BookDelta::Action::Clear) {
            ++snapshot_;
            rebuilding_ = !delta.last;
            return std::nullopt;
        }
        auto& level = levels_.at(place(delta));
        const bool rebuilding = rebuilding_;
        if (delta.last) rebuilding_ = false;
        const bool known = level.price == delta.price && level.snapshot == snapshot_;
        const auto before = known ? level.qty : core::Qty{};
        const auto since = known && before.raw > 0 ? level.since : now;
        level = {delta.price, delta.qty, since, snapshot_};
        if (rebuilding || snapshot_ == 0) return std::nullopt;
        return Change{before, delta.qty, since};
    }

private:
    static constexpr std::size_t per_side = 2'048;
    struct Level {
        core::Price price;
        core::Qty qty;
        core::Time since;
        std::uint32_t snapshot{};
    };
    static std::size_t place(const core::BookDelta& delta) {
        const auto side = delta.side == core::Side::Buy ? 0U : per_side;
        return side + static_cast<std::size_t>(delta.price.raw) % per_side;
    }

    std::array<Level, 2 * per_side> levels_{};
    std::uint32_t snapshot_{};  // 0: none yet
    bool rebuilding_{};
};

}  // namespace nightjar::threat
