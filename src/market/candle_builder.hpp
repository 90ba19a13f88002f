#pragma once
/// Bars out of trades.

#include "core/model/event.hpp"

#include <optional>

namespace nightjar::market {

/// One instrument and timeframe; by receive time. A period without a trade makes no bar.
class CandleBuilder {
public:
    explicit CandleBuilder(core::Duration timeframe) : timeframe_{timeframe} {}

    [[nodiscard]] core::Duration timeframe() const { return timeframe_; }

    /// When the forming bar will be over.
    [[nodiscard]] std::optional<core::Time> closes_at() const {
        if (!forming_) return std::nullopt;
        return forming_->open_time + timeframe_;
    }
    /// Time has come to `now`: the bar that is over by then, once.
    std::optional<core::Candle> advance(core::Time now) {
        if (!forming_ || now < forming_->open_time + timeframe_) return std::nullopt;
        const auto closed = forming_;
        forming_.reset();
        return closed;
    }
    /// To be called after `advance` for the same moment.
    void add(const core::Trade& trade, core::Time now) {
        if (!forming_) {
            const core::Time open{core::count_of(now, timeframe_) * timeframe_.ns};
            forming_ = {open,        timeframe_,  trade.price, trade.price,
                        trade.price, trade.price, core::Qty{}};
        }
        forming_->high = std::max(forming_->high, trade.price);
        forming_->low = std::min(forming_->low, trade.price);
        forming_->close = trade.price;
        forming_->volume += trade.qty;
    }

private:
    core::Duration timeframe_;
    std::optional<core::Candle> forming_;
};

}  // namespace nightjar::market
