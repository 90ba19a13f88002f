#pragma once
/// Peak, fall and the day's start of one equity curve.

#include "core/base/time.hpp"
#include "core/model/types.hpp"

#include <algorithm>
#include <optional>

namespace nightjar::portfolio {

/// Engine thread; told of every change of the equity. Costs two comparisons when nothing is new.
class Performance {
public:
    explicit Performance(core::Money initial)
        : peak_{initial},
          trough_{initial},
          armed_peak_{initial},
          day_start_{initial},
          last_{initial} {}

    void mark(core::Money equity, core::Time now) {
        if (now >= day_end_) start_day(now);
        last_ = equity;
        armed_peak_ = std::max(armed_peak_, equity);
        if (equity > peak_) {
            max_drawdown_ppb_ = max_drawdown_ppb();
            peak_ = trough_ = equity;
        } else if (equity < trough_) {
            trough_ = equity;
        }
    }

    /// One sample of a ledger: the curve goes on from there, and knows where the sample's day
    /// began.
    void restore(core::Money equity, core::Money peak, std::int64_t max_drawdown_ppb, core::Time at,
                 std::optional<core::Money> armed_peak = {}) {
        if (at >= day_end_) {
            day_start_ = at == day_end_ ? equity : last_;
            day_end_ = core::end_of_day(at);
        }
        last_ = equity;
        armed_peak_ = armed_peak                  ? *armed_peak
                      : rearmed_ && peak == peak_ ? std::max(armed_peak_, equity)
                                                  : peak;
        peak_ = peak;
        trough_ = std::min(peak, equity);
        max_drawdown_ppb_ = max_drawdown_ppb;
    }

    /// What has been lost so far was seen by a person: from now on losses are counted anew.
    void rearm() {
        armed_peak_ = day_start_ = last_;
        rearmed_ = true;
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.peak_, s.trough_, s.armed_peak_, s.rearmed_, s.day_start_, s.last_, s.day_end_,
          s.max_drawdown_ppb_);
    }

    [[nodiscard]] core::Money peak() const { return peak_; }
    [[nodiscard]] core::Money day_start() const { return day_start_; }
    [[nodiscard]] core::Money equity() const { return last_; }
    /// The largest fall from a peak so far, in parts per 1e9 of that peak.
    [[nodiscard]] std::int64_t max_drawdown_ppb() const;
    /// Of the peak, and of the day's start: above 0 when below it.
    [[nodiscard]] core::Money drawdown() const { return peak_ - last_; }
    /// Likewise, of the highest equity since it was armed last.
    [[nodiscard]] core::Money armed_peak() const { return armed_peak_; }
    [[nodiscard]] core::Money armed_drawdown() const { return armed_peak_ - last_; }
    [[nodiscard]] core::Money day_loss() const { return day_start_ - last_; }

private:
    void start_day(core::Time now) {
        day_end_ = core::end_of_day(now);
        day_start_ = last_;
    }

    core::Money peak_;
    core::Money trough_;      // since the peak
    core::Money armed_peak_;  // since it was armed last
    bool rearmed_{};
    core::Money day_start_;
    core::Money last_;
    core::Time day_end_;
    std::int64_t max_drawdown_ppb_{};
};

}  // namespace nightjar::portfolio
