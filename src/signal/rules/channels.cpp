/// Bands around the price: of deviation, and of extremes.

#include "signal/builtins.hpp"
#include "signal/indicators.hpp"
#include "signal/rolling_extreme.hpp"

#include <algorithm>

namespace nightjar::signal {

namespace {

using core::ParamType;

/// Reversion within Bollinger's bands (Bollinger on Bollinger Bands, 2001): %B = (close - lower) /
/// (upper - lower), the bands `width` population deviations around the mean of the closes. The
/// score is 1 - 2 %B, cut at 1: +1 at the lower band and below. It abstains while no close differs.
class Bollinger final : public Signal {
public:
    Bollinger(std::int64_t length, double width)
        : closes_{length}, width_{width}, length_{length} {}

    void on_candle(const core::Candle& candle) override {
        close_ = candle.close.raw;
        closes_.push(close_);
    }
    std::optional<double> score() const override {
        if (!closes_.full()) return std::nullopt;
        const double half = width_ * closes_.deviation();
        if (half <= 0) return std::nullopt;
        const double percent_b =
            (static_cast<double>(close_) - (closes_.mean() - half)) / (2 * half);
        return std::clamp(1 - 2 * percent_b, -1.0, 1.0);
    }
    std::int64_t warmup_bars() const override { return length_; }

private:
    RollingMoments closes_;
    double width_;
    std::int64_t length_;
    std::int64_t close_{};
};

/// Donchian's rule of four weeks (Donchian 1960, "Commodities: High finance in copper", Financial
/// Analysts Journal): +1 from a close above the highest high of the `length` bars before it, -1
/// from one below their lowest low, until the other comes; 0 before the first.
class Donchian final : public Signal {
public:
    explicit Donchian(std::int64_t length) : high_{length}, low_{length} {}

    void on_candle(const core::Candle& candle) override {
        if (high_.full()) {
            if (!score_) score_ = 0.0;
            if (candle.close.raw > high_.value()) score_ = 1.0;
            if (candle.close.raw < low_.value()) score_ = -1.0;
        }
        high_.push(candle.high.raw);
        low_.push(candle.low.raw);
    }
    std::optional<double> score() const override { return score_; }
    std::int64_t warmup_bars() const override { return high_.length() + 1; }

private:
    RollingHigh high_;
    RollingLow low_;
    std::optional<double> score_;
};

}  // namespace

void register_channels(core::Registry<Signal>& registry) {
    registry.add(
        "bollinger",
        {"place of the close between Bollinger's bands (%B), read as reversion",
         {{"length", ParamType::Integer, "20", 2, 10'000, "bars", "length of mean and deviation"},
          {"width", ParamType::Real, "2", 0.1, 10, "deviations", "from the mean to a band"}},
         [](const core::Params& p) -> MadeSignal {
             return std::make_unique<Bollinger>(p.integer("length"), p.real("width"));
         }});
    registry.add(
        "donchian",
        {"a close beyond the highs or lows of the bars before it, until the other side breaks",
         {{"length", ParamType::Integer, "20", 1, 100'000, "bars", "length of the channel"}},
         [](const core::Params& p) -> MadeSignal {
             return std::make_unique<Donchian>(p.integer("length"));
         }});
}

}  // namespace nightjar::signal
