/// Crossings of moving averages, and the convergence of two.

#include "signal/builtins.hpp"
#include "signal/indicators.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::signal {

namespace {

using core::ParamSpec;
using core::ParamType;

/// +1 while the fast average is above the slow one, -1 while below; abstains on an exact tie.
class SmaCross final : public Signal {
public:
    SmaCross(std::int64_t fast, std::int64_t slow) : fast_{fast}, slow_{slow} {}

    void on_candle(const core::Candle& candle) override {
        fast_.push(candle.close.raw);
        slow_.push(candle.close.raw);
    }
    std::optional<double> score() const override {
        if (!slow_.full()) return std::nullopt;
        // Averages are compared as integer sums, each times the other's length.
        const auto fast = fast_.sum() * slow_.length();
        const auto slow = slow_.sum() * fast_.length();
        if (fast == slow) return std::nullopt;
        return fast > slow ? 1.0 : -1.0;
    }
    std::int64_t warmup_bars() const override { return slow_.length(); }

private:
    RollingSum fast_;
    RollingSum slow_;
};

class EmaCross final : public Signal {
public:
    EmaCross(std::int64_t fast, std::int64_t slow) : fast_{fast}, slow_{slow}, warmup_{slow} {}

    void on_candle(const core::Candle& candle) override {
        fast_.push(static_cast<double>(candle.close.raw));
        slow_.push(static_cast<double>(candle.close.raw));
    }
    std::optional<double> score() const override {
        if (!slow_.full() || fast_.value() == slow_.value()) return std::nullopt;
        return fast_.value() > slow_.value() ? 1.0 : -1.0;
    }
    std::int64_t warmup_bars() const override { return warmup_; }

private:
    Ema fast_;
    Ema slow_;
    std::int64_t warmup_;
};

class MacdSignal final : public Signal {
public:
    MacdSignal(std::int64_t fast, std::int64_t slow, std::int64_t smoothing)
        : macd_{fast, slow, smoothing}, warmup_{slow + smoothing - 1} {}

    void on_candle(const core::Candle& candle) override {
        const auto close = static_cast<double>(candle.close.raw);
        macd_.push(close);
        width_ = 0.97 * width_ + 0.03 * std::abs(macd_.histogram());
    }
    std::optional<double> score() const override {
        if (!macd_.full() || width_ <= 0) return std::nullopt;
        return std::clamp(macd_.histogram() / (2.0 * width_), -1.0, 1.0);
    }
    std::int64_t warmup_bars() const override { return warmup_; }

private:
    Macd macd_;
    double width_{};  // usual size of the histogram, for scale
    std::int64_t warmup_;
};

std::vector<ParamSpec> crossing_params() {
    return {{"fast", ParamType::Integer, "20", 1, 100'000, "bars", "length of the fast average"},
            {"slow", ParamType::Integer, "50", 2, 100'000, "bars", "length of the slow average"}};
}

core::Status check_lengths(const core::Params& params) {
    if (params.integer("fast") >= params.integer("slow"))
        return core::fail(core::Errc::OutOfRange, "fast ({}) must be below slow ({})",
                          params.integer("fast"), params.integer("slow"));
    return {};
}

}  // namespace

void register_averages(core::Registry<Signal>& registry) {
    registry.add("sma_cross", {"fast simple average above or below the slow one", crossing_params(),
                               [](const core::Params& p) -> MadeSignal {
                                   NJ_TRY(check_lengths(p));
                                   return std::make_unique<SmaCross>(p.integer("fast"),
                                                                     p.integer("slow"));
                               }});
    registry.add("ema_cross", {"fast exponential average above or below the slow one",
                               crossing_params(), [](const core::Params& p) -> MadeSignal {
                                   NJ_TRY(check_lengths(p));
                                   return std::make_unique<EmaCross>(p.integer("fast"),
                                                                     p.integer("slow"));
                               }});
    registry.add(
        "macd",
        {"histogram of the MACD, against its usual size",
         {{"fast", ParamType::Integer, "12", 1, 10'000, "bars", "length of the fast average"},
          {"slow", ParamType::Integer, "26", 2, 10'000, "bars", "length of the slow average"},
          {"smoothing", ParamType::Integer, "9", 1, 10'000, "bars",
           "length of the line's average"}},
         [](const core::Params& p) -> MadeSignal {
             NJ_TRY(check_lengths(p));
             return std::make_unique<MacdSignal>(p.integer("fast"), p.integer("slow"),
                                                 p.integer("smoothing"));
         }});
}

}  // namespace nightjar::signal
