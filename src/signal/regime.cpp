#include "signal/regime.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::signal {

namespace {

std::int64_t bars_in(core::Duration span, core::Duration timeframe, std::int64_t least) {
    return timeframe.ns > 0 ? std::max(span.ns / timeframe.ns, least) : least;
}

/// Of a bar by its range, ln(high / low)^2 / (4 ln 2) (Parkinson 1980), in parts of 1e-15.
std::int64_t variance_of(const core::Candle& candle) {
    if (candle.low.raw <= 0 || candle.high.raw <= candle.low.raw) return 0;
    const double range =
        std::log(static_cast<double>(candle.high.raw) / static_cast<double>(candle.low.raw));
    constexpr double parts = 1e15;
    constexpr double most = 1e15;  // a bar of over 160 %: an hour of them still fits
    return static_cast<std::int64_t>(std::min(parts * range * range / (4.0 * std::log(2.0)), most));
}

}  // namespace

std::string_view name(Regime regime) {
    switch (regime) {
        case Regime::Range: return "range";
        case Regime::TrendUp: return "trend_up";
        case Regime::TrendDown: return "trend_down";
        case Regime::HighVolatility: return "high_volatility";
        case Regime::Illiquid: return "illiquid";
        case Regime::Crisis: return "crisis";
    }
    return "?";
}

Regime classify(const RegimeReading& reading, Regime now) {
    const auto slack = [now](Regime regime, double much) { return now == regime ? much : 0.0; };
    constexpr double percentiles = 5;
    constexpr double efficiency = 0.05;
    constexpr int crisis_threat = 3;
    if (reading.threat >= crisis_threat ||
        reading.volatility > 99 - slack(Regime::Crisis, percentiles))
        return Regime::Crisis;
    if (reading.depth && *reading.depth < 10 + slack(Regime::Illiquid, percentiles))
        return Regime::Illiquid;
    if (reading.volatility > 85 - slack(Regime::HighVolatility, percentiles))
        return Regime::HighVolatility;
    const auto trend = reading.slope > 0 ? Regime::TrendUp : Regime::TrendDown;
    if (std::abs(reading.slope) > 2 && reading.efficiency > 0.35 - slack(trend, efficiency))
        return trend;
    return Regime::Range;
}

RegimeClassifier::RegimeClassifier(core::Duration timeframe)
    : variance_{bars_in(core::hours(1), timeframe, 1)},
      variances_{bars_in(core::days(30), timeframe, 30)},
      depths_{variances_.length()},
      closes_{bars_in(core::days(1), timeframe, 8)},
      spread_{closes_.length()},
      moves_{closes_.length() - 1} {}

void RegimeClassifier::push(const core::Candle& candle, std::optional<std::int64_t> depth,
                            int threat) {
    push_volatility(candle);
    push_close(candle.close.raw);
    reading_.depth.reset();
    if (depth) {
        depths_.push(*depth);
        reading_.depth = depths_.percentile(*depth);
    }
    reading_.threat = threat;
    if (!closes_.full()) return;
    reading_.efficiency = efficiency();
    reading_.slope = slope();
    const auto now = candle.open_time + candle.timeframe;
    const auto held = regime_.value_or(Regime::Range);
    const auto wanted = classify(reading_, held);
    constexpr auto dwell = core::minutes(30);
    if (regime_ && (wanted == held || (now < since_ + dwell && wanted != Regime::Crisis))) return;
    regime_ = wanted;
    since_ = now;
}

void RegimeClassifier::push_volatility(const core::Candle& candle) {
    variance_.push(variance_of(candle));
    const auto hour = static_cast<std::int64_t>(variance_.sum());
    variances_.push(hour);
    reading_.volatility = variances_.percentile(hour);
}

void RegimeClassifier::push_close(std::int64_t close) {
    if (bars_ > 0) moves_.push(std::abs(close - last_));
    const core::Wide first = closes_.oldest();
    if (closes_.full()) slanted_ -= closes_.sum() - first;  // all the others move down by one
    const auto place = std::min(bars_, closes_.length() - 1);
    slanted_ += core::Wide{place} * close;
    closes_.push(close);
    spread_.push(close);
    last_ = close;
    ++bars_;
}

double RegimeClassifier::efficiency() const {
    if (moves_.sum() == 0) return 0;
    const auto way = static_cast<double>(std::abs(last_ - closes_.oldest()));
    return way / static_cast<double>(moves_.sum());
}

/// r sqrt((n - 2) / (1 - r^2)), r the correlation of closes with their places: the t-statistic of
/// the slope of least squares. A straight line has none; it is cut.
double RegimeClassifier::slope() const {
    const core::Wide n = closes_.length();
    const core::Wide sum_of_places = n * (n - 1) / 2;
    const auto together = static_cast<double>(n * slanted_ - sum_of_places * closes_.sum());
    const double places = static_cast<double>(n) * std::sqrt(static_cast<double>(n * n - 1) / 12);
    const double closes = static_cast<double>(n) * spread_.deviation();
    if (closes == 0) return 0;
    const double r = std::clamp(together / (places * closes), -1.0, 1.0);
    constexpr double steepest = 1e6;
    const double t = r * std::sqrt(static_cast<double>(n - 2) / std::max(1 - r * r, 1e-12));
    return std::clamp(t, -steepest, steepest);
}

std::optional<std::int64_t> depth_of(const market::Book& book) {
    if (!book.valid()) return std::nullopt;
    constexpr std::size_t levels = 10;
    std::int64_t lots = 0;
    for (const auto side : {core::Side::Buy, core::Side::Sell}) {
        std::size_t seen = 0;
        for (const auto& level : book.side(side)) {
            if (seen++ == levels) break;
            lots += level.qty.raw;
        }
    }
    return lots;
}

}  // namespace nightjar::signal
