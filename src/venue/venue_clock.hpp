#pragma once
/// What a venue's clock has more than ours, and how sure that is.

#include "core/base/time.hpp"

#include <algorithm>
#include <deque>
#include <optional>

namespace nightjar::venue {

/// Cristian's algorithm (1989): an answer that took r says the venue's time to r / 2; of the last
/// answers the quickest holds. One thread.
class VenueClock {
public:
    static constexpr std::size_t kept = 8;

    void add(core::Time sent, core::Time venue, core::Time received) {
        const core::Duration half{(received - sent).ns / 2};
        samples_.push_back({venue - (sent + half), half});
        if (samples_.size() > kept) samples_.pop_front();
        best_ = *std::ranges::min_element(samples_, {},
                                          [](const Sample& sample) { return sample.doubt; });
    }
    /// It was wrong: what was measured before is worth nothing.
    void forget() {
        samples_.clear();
        best_.reset();
    }
    [[nodiscard]] bool known() const { return best_.has_value(); }
    [[nodiscard]] core::Duration ahead() const { return best_ ? best_->ahead : core::Duration{}; }
    /// The truth is no further away than that, as long as the way takes what it took.
    [[nodiscard]] core::Duration doubt() const { return best_ ? best_->doubt : core::Duration{}; }

private:
    struct Sample {
        core::Duration ahead;
        core::Duration doubt;
    };
    std::deque<Sample> samples_;
    std::optional<Sample> best_;
};

}  // namespace nightjar::venue
