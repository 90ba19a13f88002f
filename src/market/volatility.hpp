#pragma once
/// How much an instrument moves: what sizers and collars go by.

#include "core/model/event.hpp"

#include <array>
#include <optional>

namespace nightjar::market {

/// Fed with one instrument's closed bars of one timeframe; O(1) per bar but for one median a day.
/// Values are absent until there is enough to say.
class Volatility {
public:
    void apply(const core::Candle& candle);

    /// Average true range over 14 bars, in ticks (Wilder 1978: the first is a mean, then 1/14 new).
    [[nodiscard]] std::optional<double> atr14() const;
    /// Deviation of one-minute returns: bar returns' EWMA (0.94), scaled by the root of time.
    [[nodiscard]] std::optional<double> minute_sigma() const;
    /// Deviation of daily returns: max(EWMA(0.94, RiskMetrics 1996), half of its 90-day median).
    [[nodiscard]] std::optional<double> daily_sigma() const;

private:
    static constexpr int atr_bars = 14;
    static constexpr double decay = 0.94;
    static constexpr std::size_t median_days = 90;
    static constexpr std::int64_t min_days = 10;
    static constexpr std::int64_t min_bars = 20;

    void close_day(double close);

    std::int64_t bars_{};
    double atr_{};
    double bar_variance_{};
    double minutes_per_bar_{1};
    double last_close_{};
    core::Time day_end_;
    double day_close_{};
    double daily_variance_{};
    std::int64_t daily_returns_{};
    std::array<double, median_days> daily_sigmas_{};
    double median_{};
};

}  // namespace nightjar::market
