#include "exec/child_plan.hpp"

#include "exec/split.hpp"

#include <algorithm>
#include <span>

namespace nightjar::exec {

using core::Qty;

namespace {

constexpr std::int64_t large_group = 8;
constexpr std::int64_t small_group = 4;
constexpr std::int64_t few = 24;
constexpr std::uint64_t draws_of_child = 8;
constexpr int alpha = 4;  // of the Dirichlet

}  // namespace

ChildPlan::ChildPlan(const Order& order, core::Random random) : order_{order}, random_{random} {
    NJ_CHECK(order.qty.raw > 0 && order.least.raw > 0, "a plan for {} lots", order.qty.raw);
    // Twice the least on average: else the sizes would have no room to differ.
    const auto room = std::max<std::int64_t>(1, order.qty.raw / (2 * order.least.raw));
    const auto children =
        std::clamp<std::int64_t>(order.children, 1, std::min(room, most_children));
    group_ = std::min(children, children <= few ? small_group : large_group);
    groups_ = children / group_;
    if (!order.noise) {
        group_ = 1;
        groups_ = children;
    }
    make_group();
}

Qty ChildPlan::until(std::int64_t group) const {
    return {static_cast<std::int64_t>(core::Wide{order_.qty.raw} * group / groups_)};
}

void ChildPlan::make_group() {
    const Qty total = until(made_ + 1) - until(made_) + carried_;
    carried_ = {};
    size_ = static_cast<std::size_t>(group_);
    next_ = 0;
    if (order_.noise) {
        draw_times();
        draw_sizes(total);
        merge_small();
        vary();
    } else {
        now_[0] = {static_cast<double>(made_) / static_cast<double>(groups_), total};
    }
    ++made_;
}

void ChildPlan::draw_times() {
    for (std::size_t i = 0; i < size_; ++i) {
        random_.seek((static_cast<std::uint64_t>(made_ * group_) + i) * draws_of_child);
        now_[i].at =
            (static_cast<double>(made_) + random_.uniform()) / static_cast<double>(groups_);
    }
    std::ranges::sort(std::span{now_}.first(size_), {}, &Child::at);
}

/// Gamma variables of a whole shape are sums of exponential ones; their shares are Dirichlet.
void ChildPlan::draw_sizes(Qty total) {
    std::array<double, most_in_group> weights{};
    std::array<Qty, most_in_group> parts{};
    for (std::size_t i = 0; i < size_; ++i) {
        random_.seek((static_cast<std::uint64_t>(made_ * group_) + i) * draws_of_child + 1);
        for (int k = 0; k < alpha; ++k) weights[i] += random_.exponential();
    }
    split(total, std::span{weights}.first(size_), std::span{parts}.first(size_));
    for (std::size_t i = 0; i < size_; ++i) now_[i].qty = parts[i];
}

/// Into the child before; the first into the one behind it.
void ChildPlan::merge_small() {
    for (std::size_t i = size_; i-- > 0 && size_ > 1;) {
        if (now_[i].qty >= order_.least) continue;
        now_[i > 0 ? i - 1 : 1].qty += now_[i].qty;
        std::move(now_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                  now_.begin() + static_cast<std::ptrdiff_t>(size_),
                  now_.begin() + static_cast<std::ptrdiff_t>(i));
        --size_;
    }
}

/// One lot moves where a third child would have the size of the two before it: to the next one, or
/// at the very end from the one before.
void ChildPlan::vary() {
    for (std::size_t i = 0; i < size_; ++i) {
        auto& qty = now_[i].qty;
        const bool third = qty > order_.least && qty == last_[0] && qty == last_[1];
        if (third && i + 1 < size_) {
            qty -= Qty{1};
            now_[i + 1].qty += Qty{1};
        } else if (third && made_ + 1 < groups_) {
            qty -= Qty{1};
            carried_ = {1};
        } else if (third && i > 0) {
            qty += Qty{1};
            now_[i - 1].qty -= Qty{1};
            last_[1] -= Qty{1};
        }
        last_ = {last_[1], qty};
    }
}

Qty ChildPlan::due(double part) {
    if (part >= 1) {
        passed_ = order_.qty;
        made_ = groups_;
        next_ = size_;
        return passed_;
    }
    while (const auto at = next()) {
        if (*at > part) break;
        passed_ += now_[next_++].qty;
        if (next_ == size_ && made_ < groups_) make_group();
    }
    return passed_;
}

std::optional<double> ChildPlan::next() const {
    if (next_ == size_) return std::nullopt;
    return now_[next_].at;
}

Qty ChildPlan::band() const {
    // 1.25 children for each in a group.
    const auto in_group = order_.noise ? group_ : 1;
    return {static_cast<std::int64_t>(core::Wide{order_.qty.raw} * 5 * in_group / 4 /
                                      std::max<std::int64_t>(1, groups_ * group_)) +
            1};
}

}  // namespace nightjar::exec
