#pragma once
/// A circuit breaker: after failures nothing new for a while, then a few probes.

#include "core/base/random.hpp"
#include "core/base/time.hpp"
#include "core/model/order.hpp"
#include "core/model/record.hpp"

#include <array>

namespace nightjar::risk {

/// Engine thread; never allocates. Closed until 5 failures come in a row, or more than half of at
/// least 20 answers of the last 30 s are failures; then Open for 5 s, doubled each time up to 300
/// s, and 20 % more or less by chance. After that HalfOpen: 3 probes may leave; one failure opens
/// it again, 3 successes close it, and probes that got no answer within a minute are forgotten. Ten
/// minutes closed make it forget how often it opened.
class Breaker {
public:
    using State = core::BreakerState;
    using Cause = core::BreakerChanged::Cause;

    static constexpr int most_in_a_row = 5;
    static constexpr std::int64_t fewest_answers = 20;
    static constexpr int probes = 3;
    static constexpr core::Duration first_pause = core::seconds(5);
    static constexpr core::Duration longest_pause = core::seconds(300);
    static constexpr core::Duration memory = core::minutes(10);
    static constexpr core::Duration probe_patience = core::minutes(1);

    explicit Breaker(std::uint64_t seed, std::uint64_t stream) : chance_{seed, stream} {}

    [[nodiscard]] State state(core::Time now) const {
        return state_ == State::Open && now >= until_ ? State::HalfOpen : state_;
    }
    /// Something that brings risk may leave.
    [[nodiscard]] bool admits(core::Time now) const;
    /// It has left.
    void sent(core::OrderId order, core::Time now);
    /// It came back without having been there.
    void returned(core::OrderId order);
    /// Of a HalfOpen one only probes count.
    void succeeded(core::OrderId order, core::Time now);
    void failed(core::Time now);
    /// Something else is wrong than an answer.
    void trip(core::Time now);
    /// Of Open: its end, and what opened it.
    [[nodiscard]] core::Time until() const { return until_; }
    [[nodiscard]] Cause cause() const { return cause_; }

private:
    static constexpr std::int64_t window = 30;  // s
    struct Second {
        std::int64_t number{-1};
        std::int64_t answers{};
        std::int64_t failures{};
    };

    void turn(core::Time now);
    /// It was a probe, and is no longer waited for.
    bool take(core::OrderId order);
    void open(core::Time now, Cause cause);
    void count(core::Time now, bool failure);
    [[nodiscard]] bool mostly_failures(core::Time now) const;
    [[nodiscard]] bool probes_lost(core::Time now) const {
        return sent_ >= probes && now - probed_at_ >= probe_patience;
    }

    core::Random chance_;
    State state_{State::Closed};
    core::Time until_;         // of Open
    Cause cause_{};            // likewise
    core::Time closed_since_;  // of Closed
    int openings_{};
    int in_a_row_{};
    std::array<core::OrderId, probes> probes_{};  // that wait for their answers
    int sent_{};                                  // of them since HalfOpen
    core::Time probed_at_;
    int successes_{};
    std::array<Second, window> seconds_{};
};

}  // namespace nightjar::risk
