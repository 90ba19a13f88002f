#pragma once
/// How far a price has gone within a minute.

#include "core/base/time.hpp"
#include "core/model/types.hpp"

#include <algorithm>
#include <array>

namespace nightjar::risk {

/// Engine thread; never allocates. A second's prices are kept as its lowest and highest.
class MoveWatch {
public:
    static constexpr std::int64_t window = 60;  // s

    /// The larger of the rise from the lowest and the fall from the highest price of the last 60 s,
    /// this one included, as a part of that price. 0 where prices are not above 0.
    double see(core::Price price, core::Time now) {
        const auto number = core::count_of(now, core::seconds(1));
        auto& second = seconds_[static_cast<std::size_t>(number % (window + 1))];
        if (second.number != number) {
            second = {number, price.raw, price.raw};
            range_ = second;
            for (const auto& other : seconds_)
                if (other.number >= number - window && other.number <= number) widen(range_, other);
        } else {
            widen(second, {number, price.raw, price.raw});
            widen(range_, second);
        }
        if (range_.low <= 0) return 0;
        const auto part = [](std::int64_t change, std::int64_t of) {
            return static_cast<double>(change) / static_cast<double>(of);
        };
        return std::max(part(price.raw - range_.low, range_.low),
                        part(range_.high - price.raw, range_.high));
    }

private:
    struct Range {
        std::int64_t number{-1 - window};  ///< of the second
        std::int64_t low{};
        std::int64_t high{};
    };
    static void widen(Range& range, const Range& by) {
        range.low = std::min(range.low, by.low);
        range.high = std::max(range.high, by.high);
    }

    std::array<Range, window + 1> seconds_{};
    Range range_;  // of the window, up to now
};

}  // namespace nightjar::risk
