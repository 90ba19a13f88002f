#pragma once
/// From an opinion to a target: what the deciding rooms say to each other.

#include "core/base/time.hpp"
#include "core/model/order.hpp"

#include <array>
#include <span>

namespace nightjar::core {

/// One signal's view. Absent: the signal abstains.
struct Opinion {
    double score{};        ///< [-1, 1]; below 0 expects a fall
    double probability{};  ///< calibrated, of a rise over the horizon
    Duration horizon;
    Time valid_until;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.score, s.probability, s.horizon, s.valid_until);
    }
};

struct Vote {
    SignalId signal;
    double score{};
    double weight{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.signal, s.score, s.weight);
    }
};

/// The votes that made a decision; a fixed number so that deciding never allocates.
class Votes {
public:
    static constexpr std::size_t max_size = 16;

    void push(Vote vote) {
        NJ_CHECK(size_ < max_size, "an ensemble has at most {} signals", max_size);
        votes_[size_++] = vote;
    }
    void clear() { size_ = 0; }
    [[nodiscard]] std::span<const Vote> view() const { return {votes_.data(), size_}; }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.size_);
        if (s.size_ > max_size) return a.refuse();
        for (std::size_t i = 0; i < s.size_; ++i) a(s.votes_[i]);
    }

private:
    std::array<Vote, max_size> votes_{};
    std::uint8_t size_{};
};

/// What a strategy wants to hold: `exposure` of the size that its sizer allows.
struct Target {
    StrategyId strategy;
    InstrumentId instrument;
    double exposure{};  ///< [-1, 1]; 0 is flat, below 0 is short
    Urgency urgency{Urgency::Medium};
    std::optional<Price> limit;
    Votes votes;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.strategy, s.instrument, s.exposure, s.urgency, s.limit, s.votes);
    }
};

/// One strategy's share of a parent order, signed.
struct Allocation {
    StrategyId strategy;
    Qty qty;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.strategy, s.qty);
    }
};

}  // namespace nightjar::core
