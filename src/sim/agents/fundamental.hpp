#pragma once
/// What an asset is worth: known to informed traders, guessed at by market makers.

#include "core/base/random.hpp"
#include "core/base/time.hpp"

namespace nightjar::sim {

/// A geometric random walk without drift in steps of 100 ms, with rare jumps of either sign. The
/// value at a time depends on the seed and that time alone; times asked for must not go back.
class Fundamental {
public:
    struct Walk {
        double price{};
        double yearly_volatility{0.6};
        double jumps_per_day{6};
        double jump_size{0.002};  ///< standard deviation, of the price
    };
    Fundamental(const Walk& walk, core::Time start, core::Random random);

    [[nodiscard]] double at(core::Time t);
    /// Goes to `t` in one step, whose size fits the time that it spans.
    void skip_to(core::Time t);

private:
    void step(core::Duration by);

    Walk walk_;
    core::Random random_;
    core::Time next_;  // of the first step not yet taken
    double log_price_;
    double price_;
};

}  // namespace nightjar::sim
