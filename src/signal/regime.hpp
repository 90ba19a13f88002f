#pragma once
/// What kind of market it is: measured, never guessed, and the same for everybody who asks.

#include "core/model/event.hpp"
#include "market/book.hpp"
#include "signal/indicators.hpp"
#include "signal/rolling_rank.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace nightjar::signal {

enum class Regime : std::uint8_t { Range, TrendUp, TrendDown, HighVolatility, Illiquid, Crisis };
constexpr std::size_t regimes = 6;
/// "range", "trend_up", "trend_down", "high_volatility", "illiquid", "crisis".
std::string_view name(Regime regime);

/// The rules below; other rules are another number.
constexpr int regime_version = 1;

/// What the classifier goes by.
struct RegimeReading {
    double volatility{};            ///< of the last hour: percentile of 30 days
    std::optional<double> depth{};  ///< of the book: percentile of 30 days; absent without books
    double efficiency{};  ///< |change| / sum of |changes| over a day (Kaufman 1995); [0, 1]
    double slope{};       ///< t-statistic of the trend line through a day's closes
    int threat{};         ///< level of the threat ensemble, 0 where there is none
};

/// What a reading is called by one who says `now` so far. The first that holds: crisis (threat 3 or
/// volatility above 99), illiquid (depth below 10), high volatility (above 85), a trend (efficiency
/// above 0.35, slope beyond 2), else range. What holds already is left 5 percentiles later
/// (efficiency: 0.05).
Regime classify(const RegimeReading& reading, Regime now);

/// O(log n) for a bar, allocating in its constructor only. Time comes from the bars. A regime
/// stands for half an hour at least; a crisis is entered at once.
class RegimeClassifier {
public:
    /// `timeframe`: of the bars. A day is 8 bars at least, 30 days are 30.
    explicit RegimeClassifier(core::Duration timeframe);

    /// `depth`: of the book when the bar closed (`depth_of`).
    void push(const core::Candle& candle, std::optional<std::int64_t> depth = {}, int threat = 0);
    /// Absent before a day has been seen.
    [[nodiscard]] std::optional<Regime> regime() const { return regime_; }
    [[nodiscard]] const RegimeReading& reading() const { return reading_; }
    [[nodiscard]] std::int64_t warmup_bars() const { return closes_.length(); }

private:
    void push_volatility(const core::Candle& candle);
    void push_close(std::int64_t close);
    [[nodiscard]] double efficiency() const;
    [[nodiscard]] double slope() const;

    RollingSum variance_;  // of the last hour
    RollingRank variances_;
    RollingRank depths_;
    RollingSum closes_;
    RollingMoments spread_;  // of the same closes
    RollingSum moves_;
    core::Wide slanted_{};  // sum of i * close, i from 0 at the oldest
    std::int64_t last_{};
    std::int64_t bars_{};
    RegimeReading reading_;
    std::optional<Regime> regime_;
    core::Time since_;
};

/// Lots on the best ten levels of both sides; absent where the book is not valid.
std::optional<std::int64_t> depth_of(const market::Book& book);

}  // namespace nightjar::signal
