#pragma once
/// One signal's dealings with a model: it asks when it may, and takes what comes in time.

#include "infer/model_house.hpp"

namespace nightjar::infer {

/// Engine thread; it knows no time but what it is given. After three failures in a row - no answer,
/// or none in time - it asks no more for five minutes, twice as long each time, an hour at most;
/// one question then tries again.
class Seat {
public:
    static constexpr int most_failures = 3;
    static constexpr core::Duration shortest_rest = core::minutes(5);
    static constexpr core::Duration longest_rest = core::hours(1);

    /// `deadline`: after the question.
    Seat(ModelHouse& house, Desk& desk, core::Duration deadline)
        : house_{&house}, desk_{&desk}, deadline_{deadline}, id_{house.take_seat()} {}
    ~Seat() { house_->leave_seat(id_); }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

    /// A question waits for its answer, or the breaker is open.
    [[nodiscard]] bool busy(core::Time now);
    /// Completes the question (seat and deadline) and sends it off. False: it was not taken.
    bool ask(Question& question);
    /// Whether it is this seat's; `accepted` is then set where it is an answer, and in time. That
    /// depends on the answer alone: a replay, which does not ask, accepts the same.
    bool take(const core::OpinionReady& ready, core::Time now, bool& accepted);
    [[nodiscard]] core::SignalId id() const { return id_; }
    [[nodiscard]] bool resting(core::Time now) const { return now < rests_until_; }
    [[nodiscard]] std::uint64_t late() const { return late_; }

private:
    void failed(core::Time now);

    ModelHouse* house_;
    Desk* desk_;
    core::Duration deadline_;
    core::SignalId id_;
    std::optional<core::Time> due_;  // of the answer that is waited for
    core::Time rests_until_;
    core::Duration rest_{shortest_rest};
    int failures_{};
    std::uint64_t late_{};
};

}  // namespace nightjar::infer
