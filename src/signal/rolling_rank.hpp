#pragma once
/// Where a value stands among the last ones, O(log n) by a tree of counts (Fenwick 1994, "A new
/// data structure for cumulative frequency tables"). Allocates in its constructor only.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace nightjar::signal {

class RollingRank {
public:
    explicit RollingRank(std::int64_t length)
        : ring_(static_cast<std::size_t>(length)), tree_(places + 1) {}

    /// Values of at least 0. They are told apart by their logarithm, in steps of 1/64 of a doubling
    /// (1.1 %).
    void push(std::int64_t value) {
        if (full()) count(ring_[next_], -1);
        ring_[next_] = place_of(value);
        count(ring_[next_], 1);
        next_ = next_ + 1 == ring_.size() ? 0 : next_ + 1;
        held_ = std::min(held_ + 1, length());
    }
    [[nodiscard]] bool full() const { return held_ == length(); }
    [[nodiscard]] std::int64_t held() const { return held_; }
    [[nodiscard]] std::int64_t length() const { return static_cast<std::int64_t>(ring_.size()); }
    /// Percent of what is held that is below the value, equals counted half; something is held.
    [[nodiscard]] double percentile(std::int64_t value) const {
        const auto place = place_of(value);
        const auto below = place == 0 ? 0 : up_to(place - 1);
        constexpr double percent = 100;
        return percent * static_cast<double>(below + up_to(place)) /
               (2.0 * static_cast<double>(held_));
    }

private:
    static constexpr std::size_t places = 4096;

    static std::size_t place_of(std::int64_t value) {
        constexpr double steps = 64;
        const double doublings =
            std::log2(static_cast<double>(std::max<std::int64_t>(value, 0)) + 1);
        return std::min(static_cast<std::size_t>(steps * doublings), places - 1);
    }
    void count(std::size_t place, std::int64_t change) {
        for (auto i = place + 1; i <= places; i += i & (~i + 1)) tree_[i] += change;
    }
    [[nodiscard]] std::int64_t up_to(std::size_t place) const {
        std::int64_t sum = 0;
        for (auto i = place + 1; i > 0; i &= i - 1) sum += tree_[i];
        return sum;
    }

    std::vector<std::size_t> ring_;
    std::vector<std::int64_t> tree_;
    std::size_t next_{};
    std::int64_t held_{};
};

}  // namespace nightjar::signal
