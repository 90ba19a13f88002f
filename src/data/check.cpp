#include "data/check.hpp"

#include "core/base/decimal.hpp"
#include "data/close_label.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::data {

namespace {

using core::BarView;

std::string price(const BarView& bars, std::int64_t value) {
    return core::format_decimal(value, bars.price_decimals);
}

std::string prices(const BarView& bars, std::size_t row) {
    return fmt::format("open {} high {} low {} close {}", price(bars, bars.open[row]),
                       price(bars, bars.high[row]), price(bars, bars.low[row]),
                       price(bars, bars.close[row]));
}

/// Average true range over 14 bars: J. W. Wilder, New Concepts in Technical Trading Systems (1978).
/// The first bars, which have none, are measured by the mean of those that follow them.
class AverageTrueRange {
public:
    static constexpr std::size_t length = 14;

    explicit AverageTrueRange(const BarView& bars) : bars_{bars} {
        const auto last = std::min(length, bars.size() - 1);
        for (std::size_t row = 1; row <= last; ++row) value_ += true_range(row);
        if (last > 0) value_ /= static_cast<double>(last);
    }
    /// Of the bars before the next one to `add`.
    [[nodiscard]] double value() const { return value_; }
    /// Rows in their order.
    void add(std::size_t row) {
        constexpr double weight = 1.0 / static_cast<double>(length);
        if (row > length) value_ += weight * (true_range(row) - value_);
    }

private:
    [[nodiscard]] double true_range(std::size_t row) const {
        const auto before = bars_.close[row - 1];
        return static_cast<double>(std::max(bars_.high[row], before)) -
               static_cast<double>(std::min(bars_.low[row], before));
    }

    const BarView& bars_;
    double value_{};
};

class Checker {
public:
    Checker(const BarView& bars, const CheckOptions& options) : bars_{bars}, options_{options} {
        report_.rows = bars.size();
    }

    CheckReport run() {
        if (bars_.size() == 0) return std::move(report_);
        AverageTrueRange range{bars_};
        for (std::size_t row = 0; row < bars_.size(); ++row) {
            if (row > 0) check_time(row);
            if (!ohlc_holds(bars_, row))
                note(Finding::OhlcViolation, row, [&] { return prices(bars_, row); });
            check_volume(row);
            check_wick(row, range.value());
            range.add(row);
        }
        for (const auto& evidence : close_label_evidence(bars_))
            note(Finding::CloseLabel, 0, [&] {
                return evidence + ": perhaps labelled by the close; if so, use --close-label";
            });
        return std::move(report_);
    }

private:
    /// `text` is made only for what is kept.
    template <class Text>
    void note(Finding finding, std::size_t row, const Text& text) {
        const auto count = ++report_.counts[static_cast<std::size_t>(finding)];
        if (count <= options_.examples)
            report_.examples.push_back({finding, row, core::Time{bars_.open_time_ns[row]}, text()});
    }

    void check_time(std::size_t row) {
        const core::Time before{bars_.open_time_ns[row - 1]};
        const auto step = core::Time{bars_.open_time_ns[row]} - before;
        report_.longest_step = std::max(report_.longest_step, step);
        const auto after = [&] { return fmt::format("after {}", core::format_time(before)); };
        if (step.ns == 0) note(Finding::Duplicate, row, [] { return std::string{"twice"}; });
        if (step.ns < 0) note(Finding::Disorder, row, after);
        if (bars_.timeframe.ns <= 0 || step <= bars_.timeframe) return;
        const auto missing = static_cast<std::uint64_t>((step.ns - 1) / bars_.timeframe.ns);
        report_.missing_bars += missing;
        note(Finding::Gap, row,
             [&] { return fmt::format("{}, {} bars missing", after(), missing); });
    }

    void check_volume(std::size_t row) {
        if (bars_.volume[row] != 0 || (row > 0 && bars_.volume[row - 1] == 0)) return;
        note(Finding::ZeroVolume, row, [&] {
            auto end = row;
            while (end < bars_.size() && bars_.volume[end] == 0) ++end;
            return fmt::format("{} bars without volume", end - row);
        });
    }

    void check_wick(std::size_t row, double atr) {
        const auto body = std::minmax(bars_.open[row], bars_.close[row]);
        const auto above = static_cast<double>(bars_.high[row]) - static_cast<double>(body.second);
        const auto below = static_cast<double>(body.first) - static_cast<double>(bars_.low[row]);
        const auto size = std::max(above, below);
        if (atr <= 0 || size <= options_.wick_atr * atr) return;
        note(Finding::Wick, row,
             [&] { return fmt::format("{}: {:.1f} ATR", prices(bars_, row), size / atr); });
    }

    const BarView& bars_;
    const CheckOptions& options_;
    CheckReport report_;
};

}  // namespace

std::string_view name(Finding finding) {
    switch (finding) {
        case Finding::Gap: return "gap";
        case Finding::Duplicate: return "duplicate";
        case Finding::Disorder: return "disorder";
        case Finding::OhlcViolation: return "ohlc_violation";
        case Finding::ZeroVolume: return "zero_volume";
        case Finding::Wick: return "wick";
        case Finding::CloseLabel: return "close_label_suspected";
    }
    return "?";
}

bool CheckReport::usable() const {
    return rows > 0 && count(Finding::Duplicate) == 0 && count(Finding::Disorder) == 0 &&
           count(Finding::OhlcViolation) == 0;
}

bool ohlc_holds(const BarView& bars, std::size_t row) {
    const auto low = bars.low[row];
    const auto high = bars.high[row];
    const auto inside = [&](std::int64_t value) { return low <= value && value <= high; };
    return low > 0 && inside(bars.open[row]) && inside(bars.close[row]);
}

CheckReport check(const BarView& bars, const CheckOptions& options) {
    return Checker{bars, options}.run();
}

}  // namespace nightjar::data
