/// Momentum, relative strength and range.

#include "signal/builtins.hpp"
#include "signal/indicators.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::signal {

namespace {

using core::ParamType;

/// Expects a return to the middle: +1 at `low` and below, -1 at `high` and above, between them
/// linear.
class RsiSignal final : public Signal {
public:
    RsiSignal(std::int64_t length, double low, double high)
        : rsi_{length}, low_{low}, high_{high}, warmup_{length + 1} {}

    void on_candle(const core::Candle& candle) override {
        rsi_.push(static_cast<double>(candle.close.raw));
    }
    std::optional<double> score() const override {
        if (!rsi_.full()) return std::nullopt;
        const double middle = (low_ + high_) / 2;
        return std::clamp((middle - rsi_.value()) / (high_ - middle), -1.0, 1.0);
    }
    std::int64_t warmup_bars() const override { return warmup_; }

private:
    Rsi rsi_;
    double low_;
    double high_;
    std::int64_t warmup_;
};

/// Return over `length` bars, in units of what such a return usually is: by the deviation of the
/// bars of four such windows.
class Momentum final : public Signal {
public:
    explicit Momentum(std::int64_t length)
        : closes_{length}, changes_{usual_windows * length}, warmup_{usual_windows * length + 1} {}

    void on_candle(const core::Candle& candle) override {
        const auto close = candle.close.raw;
        if (last_ != 0) changes_.push(close - last_);
        last_ = close;
        change_ = closes_.full() ? static_cast<double>(close - closes_.oldest()) : 0.0;
        closes_.push(close);
    }
    std::optional<double> score() const override {
        const double usual =
            changes_.deviation() * std::sqrt(static_cast<double>(closes_.length()));
        if (!changes_.full() || usual <= 0) return std::nullopt;
        return std::clamp(change_ / (2.0 * usual), -1.0, 1.0);
    }
    std::int64_t warmup_bars() const override { return warmup_; }

private:
    static constexpr std::int64_t usual_windows = 4;

    RollingSum closes_;
    RollingMoments changes_;
    std::int64_t last_{};
    double change_{};
    std::int64_t warmup_;
};

/// A bar that moved more than `multiple` average true ranges: its direction, until the next bar.
class AtrBreak final : public Signal {
public:
    AtrBreak(std::int64_t length, double multiple)
        : range_{length}, multiple_{multiple}, warmup_{length + 1} {}

    void on_candle(const core::Candle& candle) override {
        const auto high = candle.high.raw;
        const auto low = candle.low.raw;
        const auto close = candle.close.raw;
        score_.reset();
        if (last_ != 0) {
            const double move = static_cast<double>(close - last_);
            if (range_.full())
                score_ =
                    std::abs(move) > multiple_ * range_.value() ? std::copysign(1.0, move) : 0.0;
            range_.push(static_cast<double>(std::max(high, last_) - std::min(low, last_)));
        }
        last_ = close;
    }
    std::optional<double> score() const override { return score_; }
    std::int64_t warmup_bars() const override { return warmup_; }

private:
    Ema range_;
    double multiple_;
    std::int64_t last_{};
    std::optional<double> score_;
    std::int64_t warmup_;
};

}  // namespace

void register_oscillators(core::Registry<Signal>& registry) {
    registry.add(
        "rsi", {"relative strength, read as reversion: oversold is a buy",
                {{"length", ParamType::Integer, "14", 2, 10'000, "bars", "length of the averages"},
                 {"low", ParamType::Real, "30", 1, 49, "", "at and below it the score is +1"},
                 {"high", ParamType::Real, "70", 51, 99, "", "at and above it the score is -1"}},
                [](const core::Params& p) -> MadeSignal {
                    return std::make_unique<RsiSignal>(p.integer("length"), p.real("low"),
                                                       p.real("high"));
                }});
    registry.add("momentum",
                 {"return over a window against what such a return usually is",
                  {{"length", ParamType::Integer, "24", 2, 10'000, "bars", "length of the window"}},
                  [](const core::Params& p) -> MadeSignal {
                      return std::make_unique<Momentum>(p.integer("length"));
                  }});
    registry.add(
        "atr_break",
        {"a bar that moved more than some average true ranges",
         {{"length", ParamType::Integer, "14", 2, 10'000, "bars", "length of the average range"},
          {"multiple", ParamType::Real, "1.5", 0.1, 20, "ATR", "move that counts"}},
         [](const core::Params& p) -> MadeSignal {
             return std::make_unique<AtrBreak>(p.integer("length"), p.real("multiple"));
         }});
}

}  // namespace nightjar::signal
