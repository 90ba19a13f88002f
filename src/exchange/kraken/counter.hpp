#pragma once
/// Kraken's counts of what it was asked for: they fall with time. Source: "Rate limits" in the
/// venue's documentation, for the tier Pro.

#include "core/base/time.hpp"

#include <algorithm>

namespace nightjar::exchange::kraken {

class DecayingCounter {
public:
    struct Limit {
        std::int64_t most;
        std::int64_t decay_milli;  ///< thousandths a second
    };
    explicit DecayingCounter(Limit limit) : limit_{limit} {}

    /// What is refused does not count.
    bool take(std::int64_t points, core::Time now) {
        fall(now);
        if (used_ + points * one > limit_.most * one) return false;
        used_ += points * one;
        return true;
    }
    /// For what is never refused: whoever cancels much may place little.
    void charge(std::int64_t points, core::Time now) {
        fall(now);
        used_ = std::min(used_ + points * one, limit_.most * one);
    }

private:
    void fall(core::Time now) {
        constexpr std::int64_t milli = 1'000;
        constexpr std::int64_t longest_ns = 3'600'000'000'000;
        const auto passed = std::clamp<std::int64_t>((now - last_).ns, 0, longest_ns);
        last_ = now;
        used_ = std::max<std::int64_t>(used_ - passed * limit_.decay_milli / milli, 0);
    }

    static constexpr std::int64_t one = 1'000'000'000;

    Limit limit_;
    std::int64_t used_{};
    core::Time last_;
};

constexpr DecayingCounter::Limit public_calls{20, 1'000};
constexpr DecayingCounter::Limit private_calls{20, 1'000};
constexpr DecayingCounter::Limit orders_of_pair{180, 3'750};

}  // namespace nightjar::exchange::kraken
