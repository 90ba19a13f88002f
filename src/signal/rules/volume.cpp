/// What was traded: at which price, and from which side.

#include "signal/builtins.hpp"
#include "signal/indicators.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::signal {

namespace {

using core::ParamType;

/// Volume-weighted mean of (high + low + close) / 3 over the last bars, by exact integer sums.
class RollingVwap {
public:
    explicit RollingVwap(std::int64_t length) : ring_(static_cast<std::size_t>(length)) {}

    void push(const core::Candle& candle) {
        auto& bar = ring_[next_];
        traded_ -= core::Wide{bar.price} * bar.volume;
        volume_ -= bar.volume;
        bar = {candle.high.raw + candle.low.raw + candle.close.raw, candle.volume.raw};
        traded_ += core::Wide{bar.price} * bar.volume;
        volume_ += bar.volume;
        next_ = next_ + 1 == ring_.size() ? 0 : next_ + 1;
    }
    /// Absent when nothing was traded.
    [[nodiscard]] std::optional<double> value() const {
        if (volume_ <= 0) return std::nullopt;
        return static_cast<double>(traded_) / (3.0 * static_cast<double>(volume_));
    }

private:
    struct Bar {
        std::int64_t price{};  // three times it
        std::int64_t volume{};
    };

    std::vector<Bar> ring_;
    std::size_t next_{};
    core::Wide traded_{};
    core::Wide volume_{};
};

/// Reversion to the volume-weighted average price (Berkowitz, Logue and Noser 1988, "The Total Cost
/// of Transactions on the NYSE") of the last `length` bars: the distance of the close below it, in
/// units of `width` population deviations of the same closes, cut at 1. It abstains where nothing
/// was traded or no close differs.
class VwapDeviation final : public Signal {
public:
    VwapDeviation(std::int64_t length, double width)
        : vwap_{length}, closes_{length}, width_{width}, length_{length} {}

    void on_candle(const core::Candle& candle) override {
        vwap_.push(candle);
        close_ = candle.close.raw;
        closes_.push(close_);
    }
    std::optional<double> score() const override {
        if (!closes_.full()) return std::nullopt;
        const auto vwap = vwap_.value();
        const double usual = width_ * closes_.deviation();
        if (!vwap || usual <= 0) return std::nullopt;
        return std::clamp((*vwap - static_cast<double>(close_)) / usual, -1.0, 1.0);
    }
    std::int64_t warmup_bars() const override { return length_; }

private:
    RollingVwap vwap_;
    RollingMoments closes_;
    double width_;
    std::int64_t length_;
    std::int64_t close_{};
};

/// Volume that took the ask less volume that took the bid, over both (the order imbalance of
/// Chordia, Roll and Subrahmanyam 2002, by aggressor), each trade weighing half as much after every
/// `half_life`. While nothing trades the score itself halves likewise, at each closed bar.
class TradeFlow final : public Signal {
public:
    explicit TradeFlow(core::Duration half_life) : half_life_{static_cast<double>(half_life.ns)} {}

    void on_candle(const core::Candle& candle) override {
        now_ = std::max(now_, candle.open_time + candle.timeframe);
    }
    void on_trade(const core::Trade& trade, core::Time at) override {
        const double kept = any_ ? weight(at - traded_) : 0.0;
        const auto qty = static_cast<double>(trade.qty.raw);
        signed_ = kept * signed_ + (trade.taker == core::Side::Buy ? qty : -qty);
        total_ = kept * total_ + qty;
        traded_ = any_ ? std::max(traded_, at) : at;
        now_ = any_ ? std::max(now_, traded_) : traded_;
        any_ = true;
    }
    std::optional<double> score() const override {
        if (!any_ || total_ <= 0) return std::nullopt;
        return std::clamp(signed_ / total_ * weight(now_ - traded_), -1.0, 1.0);
    }

private:
    [[nodiscard]] double weight(core::Duration age) const {
        return std::exp2(-static_cast<double>(std::max(age, core::Duration{}).ns) / half_life_);
    }

    double half_life_;  // ns
    double signed_{};
    double total_{};
    core::Time traded_;
    core::Time now_;
    bool any_{};
};

core::Result<core::Duration> positive_duration(const core::Params& p, std::string_view key) {
    NJ_TRY(value, core::parse_duration(p.text(key)));
    if (value.ns <= 0)
        return core::fail(core::Errc::OutOfRange, "{} ({}) must be above 0", key, p.text(key));
    return value;
}

}  // namespace

void register_volume(core::Registry<Signal>& registry) {
    registry.add("vwap_deviation",
                 {"distance from the volume-weighted average price, read as reversion",
                  {{"length", ParamType::Integer, "24", 2, 10'000, "bars", "length of the average"},
                   {"width", ParamType::Real, "2", 0.1, 10, "deviations",
                    "distance at which the score is 1"}},
                  [](const core::Params& p) -> MadeSignal {
                      return std::make_unique<VwapDeviation>(p.integer("length"), p.real("width"));
                  }});
    registry.add("trade_flow", {"volume of buyers against that of sellers, decayed by time",
                                {{"half_life", ParamType::Text, "1m", 0, 0, "time",
                                  "after it a trade weighs half as much; above 0"}},
                                [](const core::Params& p) -> MadeSignal {
                                    NJ_TRY(half_life, positive_duration(p, "half_life"));
                                    return std::make_unique<TradeFlow>(half_life);
                                }});
}

}  // namespace nightjar::signal
