#pragma once
/// Bars out of trades.

#include "core/model/event.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace nightjar::market {

/// One instrument and timeframe; by the exchange's time, so that they are the venue's own bars,
/// however long its messages took. A period without a trade makes no bar. A trade that comes after
/// its bar has been closed counts in the next one.
class CandleBuilder {
public:
    /// By how much trades may come late before their bar is closed without them.
    static constexpr core::Duration grace = core::milliseconds(500);

    explicit CandleBuilder(core::Duration timeframe) : timeframe_{timeframe} {}

    [[nodiscard]] core::Duration timeframe() const { return timeframe_; }

    /// When, by our clock, the forming bar will be closed even if no trade follows it.
    [[nodiscard]] std::optional<core::Time> closes_by() const {
        if (!forming_) return std::nullopt;
        return end() + grace;
    }
    /// Our clock has come to `now`: the bar that is over by then, once.
    std::optional<core::Candle> advance(core::Time now) {
        return forming_ && now >= end() + grace ? close() : std::nullopt;
    }
    /// A trade happened at `at`, which `add` will count: the bar that is over by then, once.
    std::optional<core::Candle> close_before(core::Time at) {
        return forming_ && at >= end() ? close() : std::nullopt;
    }
    /// To be called after `close_before` for the same moment.
    void add(const core::Trade& trade, core::Time at) {
        if (!forming_) {
            const auto counted = std::max(at, closed_until_);
            const core::Time open{core::count_of(counted, timeframe_) * timeframe_.ns};
            forming_ = {open,        timeframe_,  trade.price, trade.price,
                        trade.price, trade.price, core::Qty{}};
        }
        forming_->high = std::max(forming_->high, trade.price);
        forming_->low = std::min(forming_->low, trade.price);
        forming_->close = trade.price;
        forming_->volume += trade.qty;
    }

private:
    [[nodiscard]] core::Time end() const { return forming_->open_time + timeframe_; }
    std::optional<core::Candle> close() {
        closed_until_ = end();
        return std::exchange(forming_, std::nullopt);
    }

    core::Duration timeframe_;
    std::optional<core::Candle> forming_;
    core::Time closed_until_{};
};

}  // namespace nightjar::market
