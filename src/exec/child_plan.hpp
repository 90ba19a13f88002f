#pragma once
/// The children of a parent on its own clock: how many lots are due once how much of the clock has
/// passed. What the clock counts, time or volume, is the algorithm's.

#include "core/base/random.hpp"
#include "core/model/types.hpp"

#include <array>
#include <optional>

namespace nightjar::exec {

/// Children come in groups of eight, or four where they are few. Within a group their times are
/// independent and uniform and their sizes Dirichlet(4), so that neither a period nor the time
/// since the last child tells when the next comes; between groups the schedule is kept. None is
/// below the least size, and no three in a row are of the same size above it. Without noise they
/// are equal and equally far apart.
/// The k-th child depends on the seed, the parent and k alone. Plain data; never allocates.
class ChildPlan {
public:
    static constexpr std::int64_t most_children = 4096;

    struct Order {
        core::Qty qty;            ///< above 0
        std::int64_t children{};  ///< wanted; fewer where the least size asks for it
        core::Qty least{1};
        bool noise{true};
    };

    ChildPlan() = default;
    ChildPlan(const Order& order, core::Random random);

    /// Lots due at that part of the clock, in all; the part never goes back. All of them at 1.
    core::Qty due(double part);
    /// The part at which the next child is due; absent: all are.
    [[nodiscard]] std::optional<double> next() const;

    [[nodiscard]] std::int64_t children() const { return groups_ * group_; }
    /// How far lots due and a straight line are apart at most, but for one run in a hundred.
    [[nodiscard]] core::Qty band() const;

private:
    static constexpr std::size_t most_in_group = 8;
    struct Child {
        double at{};
        core::Qty qty;
    };

    void make_group();
    void draw_times();
    void draw_sizes(core::Qty total);
    void merge_small();
    void vary();
    [[nodiscard]] core::Qty until(std::int64_t group) const;

    Order order_{};
    core::Random random_{0, 0};
    std::int64_t group_{1};  // children in each
    std::int64_t groups_{};
    std::int64_t made_{};  // groups
    std::array<Child, most_in_group> now_{};
    std::size_t size_{};
    std::size_t next_{};
    core::Qty passed_;
    core::Qty carried_;  // lots that a group has left to the next
    std::array<core::Qty, 2> last_{};
};

}  // namespace nightjar::exec
