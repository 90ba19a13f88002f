/// The size of moves now, against what it usually is.

#include "signal/builtins.hpp"
#include "signal/indicators.hpp"

#include <algorithm>

namespace nightjar::signal {

namespace {

using core::ParamType;

/// Volatility expansion (the ratio of Crabel, Day Trading with Short Term Price Patterns, 1990,
/// with deviations in place of ranges): r = deviation of the last `fast` changes of the close over
/// that of the last `slow`. Up to `calm` it abstains. Above, it confirms the move over the last
/// `fast` bars: the sign of that move times (r - calm) / (loud - calm), cut at 1; 0 where nothing
/// moved.
class VolatilityRegime final : public Signal {
public:
    struct Scale {
        double calm;
        double loud;
    };

    VolatilityRegime(std::int64_t fast, std::int64_t slow, Scale scale)
        : closes_{fast}, fast_{fast}, slow_{slow}, scale_{scale}, warmup_{slow + 1} {}

    void on_candle(const core::Candle& candle) override {
        const auto close = candle.close.raw;
        if (seen_) {
            fast_.push(close - last_);
            slow_.push(close - last_);
        }
        move_ = closes_.full() ? close - closes_.oldest() : 0;
        closes_.push(close);
        last_ = close;
        seen_ = true;
    }
    std::optional<double> score() const override {
        if (!slow_.full()) return std::nullopt;
        const double usual = slow_.deviation();
        if (usual <= 0) return std::nullopt;
        const double ratio = fast_.deviation() / usual;
        if (ratio <= scale_.calm) return std::nullopt;
        const double strength = std::min((ratio - scale_.calm) / (scale_.loud - scale_.calm), 1.0);
        if (move_ == 0) return 0.0;
        return move_ > 0 ? strength : -strength;
    }
    std::int64_t warmup_bars() const override { return warmup_; }

private:
    RollingSum closes_;
    RollingMoments fast_;
    RollingMoments slow_;
    Scale scale_;
    std::int64_t last_{};
    std::int64_t move_{};
    bool seen_{};
    std::int64_t warmup_;
};

core::Status check_order(const core::Params& p) {
    if (p.integer("fast") >= p.integer("slow"))
        return core::fail(core::Errc::OutOfRange, "fast ({}) must be below slow ({})",
                          p.integer("fast"), p.integer("slow"));
    if (p.real("calm") >= p.real("loud"))
        return core::fail(core::Errc::OutOfRange, "calm ({}) must be below loud ({})",
                          p.real("calm"), p.real("loud"));
    return {};
}

}  // namespace

void register_volatility(core::Registry<Signal>& registry) {
    registry.add(
        "volatility_regime",
        {"confirms the last move when it is louder than usual, and abstains when it is calm",
         {{"fast", ParamType::Integer, "10", 2, 10'000, "bars", "length of volatility now"},
          {"slow", ParamType::Integer, "100", 3, 100'000, "bars", "length of usual volatility"},
          {"calm", ParamType::Real, "1", 0, 10, "times usual", "up to it the signal abstains"},
          {"loud", ParamType::Real, "2", 0.01, 100, "times usual", "from it the score is 1"}},
         [](const core::Params& p) -> MadeSignal {
             NJ_TRY(check_order(p));
             return std::make_unique<VolatilityRegime>(
                 p.integer("fast"), p.integer("slow"),
                 VolatilityRegime::Scale{p.real("calm"), p.real("loud")});
         }});
}

}  // namespace nightjar::signal
