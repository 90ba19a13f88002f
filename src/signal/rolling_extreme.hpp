#pragma once
/// The highest (or lowest) of the last values, O(1) amortised by a deque that only holds what can
/// still become the answer (Lemire 2006, "Streaming maximum-minimum filter"). Allocates in its
/// constructor only.

#include <cstdint>
#include <functional>
#include <vector>

namespace nightjar::signal {

/// `Better` is std::greater<> for the highest, std::less<> for the lowest.
template <class Better>
class RollingExtreme {
public:
    explicit RollingExtreme(std::int64_t length) : ring_(static_cast<std::size_t>(length)) {}

    void push(std::int64_t value) {
        if (held_ > 0 && at(0).index + length() <= count_) drop_front();
        while (held_ > 0 && !Better{}(at(held_ - 1).value, value)) --held_;
        at(held_++) = {count_++, value};
    }
    [[nodiscard]] bool full() const { return count_ >= length(); }
    [[nodiscard]] std::int64_t length() const { return static_cast<std::int64_t>(ring_.size()); }
    /// Of the last `length` values, or of all while there are fewer; something was pushed.
    [[nodiscard]] std::int64_t value() const { return ring_[front_].value; }

private:
    struct Entry {
        std::int64_t index{};
        std::int64_t value{};
    };

    Entry& at(std::size_t i) {
        const auto place = front_ + i;
        return ring_[place < ring_.size() ? place : place - ring_.size()];
    }
    void drop_front() {
        front_ = front_ + 1 == ring_.size() ? 0 : front_ + 1;
        --held_;
    }

    std::vector<Entry> ring_;
    std::size_t front_{};
    std::size_t held_{};
    std::int64_t count_{};
};

using RollingHigh = RollingExtreme<std::greater<>>;
using RollingLow = RollingExtreme<std::less<>>;

}  // namespace nightjar::signal
