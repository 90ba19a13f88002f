#pragma once
/// The last closed bars, as a model reads them.

#include "infer/candle_family.hpp"
#include "infer/candle_text.hpp"
#include "signal/patterns.hpp"

#include <vector>

namespace nightjar::infer {

/// One thread; no allocation in `push`.
class CandleMemory {
public:
    explicit CandleMemory(std::size_t candles)
        : candles_{candles}, bars_(candles + candle_text_lookback) {}

    void push(const core::Candle& candle) {
        std::ranges::rotate(bars_, bars_.begin() + 1);
        bars_.back() = {candle.open.raw, candle.high.raw, candle.low.raw, candle.close.raw};
        held_ = std::min(held_ + 1, bars_.size());
        fired_ = false;
        const auto& values = patterns_.push(candle);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (values[i] != 0 && family_of(i) != CandleFamily::None) fired_ = true;
    }
    [[nodiscard]] bool full() const { return held_ == bars_.size(); }
    [[nodiscard]] std::int64_t length() const { return static_cast<std::int64_t>(bars_.size()); }
    /// A pattern at the last bar.
    [[nodiscard]] bool fired() const { return fired_; }
    /// +1 where the last bar closed above its open, -1 below, else 0.
    [[nodiscard]] int colour() const {
        const auto& last = bars_.back();
        return last.close > last.open ? 1 : last.close < last.open ? -1 : 0;
    }
    [[nodiscard]] core::Result<std::string> text() const { return candle_text(bars_, candles_); }

private:
    std::size_t candles_;
    std::vector<Ohlc> bars_;
    std::size_t held_{};
    signal::PatternWindow patterns_;
    bool fired_{};
};

}  // namespace nightjar::infer
