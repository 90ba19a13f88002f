#pragma once
/// A venue's count of what it was asked for, from one full span to the next.

#include "core/base/time.hpp"

#include <cstdint>

namespace nightjar::exchange {

/// Windows begin at multiples of their span, as venues' own do.
class RateWindow {
public:
    RateWindow(core::Duration span, std::int64_t most) : span_{span}, most_{most} {}

    /// Counts also what is refused: asking on makes it worse.
    bool take(std::int64_t weight, core::Time now) {
        const auto window = core::count_of(now, span_);
        if (window != window_) used_ = 0;
        window_ = window;
        used_ += weight;
        return used_ <= most_;
    }
    void give_back(std::int64_t weight) { used_ = used_ > weight ? used_ - weight : 0; }
    [[nodiscard]] std::int64_t used() const { return used_; }
    [[nodiscard]] std::int64_t most() const { return most_; }
    [[nodiscard]] core::Duration span() const { return span_; }
    /// When counting begins anew.
    [[nodiscard]] core::Time ends() const { return {(window_ + 1) * span_.ns}; }

private:
    core::Duration span_;
    std::int64_t most_;
    std::int64_t window_{};
    std::int64_t used_{};
};

}  // namespace nightjar::exchange
