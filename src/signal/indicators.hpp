#pragma once
/// Streaming indicators, each O(1) per value and allocating in its constructor only.

#include "core/base/wide.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace nightjar::signal {

/// Exact sum of the last `length` integers.
class RollingSum {
public:
    explicit RollingSum(std::int64_t length) : ring_(static_cast<std::size_t>(length)) {}

    void push(std::int64_t value) {
        sum_ += value - ring_[next_];
        ring_[next_] = value;
        next_ = next_ + 1 == ring_.size() ? 0 : next_ + 1;
        ++count_;
    }
    [[nodiscard]] bool full() const { return count_ >= length(); }
    [[nodiscard]] std::int64_t length() const { return static_cast<std::int64_t>(ring_.size()); }
    [[nodiscard]] core::Wide sum() const { return sum_; }
    /// The value that the next push drops: the oldest of a full window.
    [[nodiscard]] std::int64_t oldest() const { return ring_[next_]; }

private:
    std::vector<std::int64_t> ring_;
    std::size_t next_{};
    std::int64_t count_{};
    core::Wide sum_{};
};

/// Exponential average with weight 2 / (length + 1); it starts from the mean of the first `length`.
class Ema {
public:
    explicit Ema(std::int64_t length) : length_{length} {}

    void push(double value) {
        ++count_;
        if (count_ <= length_)
            value_ += (value - value_) / static_cast<double>(count_);
        else
            value_ += (value - value_) * 2.0 / static_cast<double>(length_ + 1);
    }
    [[nodiscard]] bool full() const { return count_ >= length_; }
    [[nodiscard]] double value() const { return value_; }

private:
    std::int64_t length_;
    std::int64_t count_{};
    double value_{};
};

/// Relative strength in [0, 100] (Wilder 1978: averages of gains and losses, 1/length new).
class Rsi {
public:
    explicit Rsi(std::int64_t length) : length_{length} {}

    void push(double value);
    [[nodiscard]] bool full() const { return count_ > length_; }
    /// 50 while nothing has moved.
    [[nodiscard]] double value() const;

private:
    std::int64_t length_;
    std::int64_t count_{};
    double last_{};
    double gain_{};
    double loss_{};
};

/// Convergence and divergence of two averages (Appel 1979): line, its average, and their
/// difference.
class Macd {
public:
    Macd(std::int64_t fast, std::int64_t slow, std::int64_t smoothing)
        : fast_{fast}, slow_{slow}, average_{smoothing} {}

    void push(double value) {
        fast_.push(value);
        slow_.push(value);
        if (slow_.full()) average_.push(line());
    }
    [[nodiscard]] bool full() const { return average_.full(); }
    [[nodiscard]] double line() const { return fast_.value() - slow_.value(); }
    [[nodiscard]] double histogram() const { return line() - average_.value(); }

private:
    Ema fast_;
    Ema slow_;
    Ema average_;
};

/// Mean and deviation of the last `length` values by exact integer sums: no drift over millions.
class RollingMoments {
public:
    explicit RollingMoments(std::int64_t length) : values_{length} {}

    void push(std::int64_t value) {
        const core::Wide dropped = values_.oldest();
        squares_ += core::Wide{value} * value - dropped * dropped;
        values_.push(value);
    }
    [[nodiscard]] bool full() const { return values_.full(); }
    [[nodiscard]] double mean() const;
    [[nodiscard]] double deviation() const;  ///< population

private:
    RollingSum values_;
    core::Wide squares_{};
};

}  // namespace nightjar::signal
