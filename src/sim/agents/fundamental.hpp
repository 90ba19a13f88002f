#pragma once
/// What an asset is worth: known to informed traders, guessed at by market makers.

#include "core/base/random.hpp"
#include "core/base/time.hpp"

#include <vector>

namespace nightjar::sim {

/// A geometric random walk without drift in steps of 100 ms, with rare jumps of either sign. Its
/// volatility may itself wander: its logarithm is an Ornstein-Uhlenbeck process (Taylor 1986,
/// "Modelling financial time series", chapter 3), which gives calm and wild times and fat tails.
/// The value at a time depends on the seed and that time alone; times asked for must not go back.
class Fundamental {
public:
    struct Walk {
        double price{};
        double yearly_volatility{0.6};
        double jumps_per_day{6};
        double jump_size{0.002};  ///< standard deviation, of the price
        double wandering{};  ///< standard deviation of the logarithm of the volatility; 0: none
        core::Duration memory{core::minutes(10)};  ///< of the volatility
        int ahead{};  ///< steps, at most 100, by which `soon` knows what `at` will be
    };
    static constexpr core::Duration grid = core::milliseconds(100);
    Fundamental(const Walk& walk, core::Time start, core::Random random);

    [[nodiscard]] double at(core::Time t);
    /// What it will be `ahead` steps after `t`; the better informed see this.
    [[nodiscard]] double soon(core::Time t);
    /// Goes to `t` in one step, whose size fits the time that it spans.
    void skip_to(core::Time t);

private:
    void step(core::Duration by);

    Walk walk_;
    core::Random random_;
    core::Time next_;  // of the first step not yet taken
    double log_price_;
    double log_volatility_{};     // of the usual
    std::vector<double> prices_;  // the last ahead + 1, a ring
    std::size_t newest_{};
};

}  // namespace nightjar::sim
