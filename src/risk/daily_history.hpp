#pragma once
/// What the sizers know of an instrument's past days: standardised returns and volumes, out of its
/// bars.

#include "core/model/event.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nightjar::risk {

/// Engine thread. Days are UTC days; a day ends with the bar that reaches its end, else with the
/// first bar of a later one. The return of a day after a missing day is left out, it is not one
/// day's. Allocates with the first bar only.
///
/// Deviation: EWMA of squared returns, 0.94 (J. P. Morgan, RiskMetrics, 1996), begun with the plain
/// mean of the first `settling`. A residual is a return over the deviation that was expected before
/// it, as filtered historical simulation asks for (Barone-Adesi, Giannopoulos, Vosper 1999).
class DailyHistory {
public:
    static constexpr std::size_t most_days = 1'000;
    static constexpr int settling = 20;
    static constexpr core::Duration stale_after = core::days(2);

    struct Day {
        std::int64_t number{};           ///< since the epoch
        std::optional<double> residual;  ///< of what a long earned on its notional
        double volume{};                 ///< lots
    };

    /// An inverse perpetual earns in base: its return is 1 - before / after.
    explicit DailyHistory(bool inverse) : inverse_{inverse} {}

    /// True when a day ended. Bars of a coarser timeframe than the finest so far, bars out of order
    /// and bars without a price are passed over.
    bool learn(const core::Candle& bar);

    /// The latest up to `most_days`, oldest first.
    [[nodiscard]] std::span<const Day> days() const;
    /// The deviation expected of the next day's return; absent before there is one to expect.
    [[nodiscard]] std::optional<double> sigma() const;
    /// The last day that ended is not too long ago.
    [[nodiscard]] bool fresh(core::Time now) const;

private:
    static constexpr double decay = 0.94;

    void close_day();
    /// The residual of a return, which is then learned from.
    std::optional<double> filter(double ret);
    void keep(const Day& day);

    bool inverse_;
    core::Duration timeframe_;
    core::Time last_end_;
    bool day_open_{};
    std::int64_t day_{};
    double close_{};
    double volume_{};
    std::optional<std::int64_t> last_day_;
    double last_close_{};
    double variance_{};
    std::int64_t returns_{};
    std::vector<Day> days_;
};

}  // namespace nightjar::risk
