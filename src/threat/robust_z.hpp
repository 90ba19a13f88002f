#pragma once
/// How unusual a number is, told by median and median absolute deviation.

#include <array>
#include <cstddef>

namespace nightjar::threat {

/// z = (x - median) / (1.4826 x MAD), which outliers do not move (Rousseeuw and Croux 1993). The
/// first 32 values give both exactly; each value after them moves the estimates by a small step
/// toward itself (Robbins and Monro 1951, for the median). Who calls does not let it learn what is
/// flagged. Never allocates.
class RobustZ {
public:
    /// `least`: the deviation is never taken for less.
    explicit RobustZ(double least) : least_{least} {}

    void learn(double value);
    [[nodiscard]] bool warm() const { return count_ == early_.size(); }
    /// 0 until warm.
    [[nodiscard]] double z(double value) const;
    [[nodiscard]] double median() const { return median_; }

private:
    static constexpr std::size_t first = 32;

    void begin();

    std::array<double, first> early_{};
    std::size_t count_{};
    double least_;
    double median_{};
    double mad_{};
};

}  // namespace nightjar::threat
