#pragma once
/// What happens in the market, told to the streams that asked for it.

#include "exchange/binance/stream_name.hpp"
#include "exchange/topics.hpp"

#include <map>

namespace nightjar::exchange::binance {

/// One thread. Topics are the venue's names of streams.
class MarketStreams {
public:
    MarketStreams(Market market, const Hall& hall) : market_{market}, hall_{&hall} {}

    [[nodiscard]] Topics& topics() { return topics_; }

    void on_trade(const MarketView& view, const Print& print) const;
    void on_quote(const MarketView& view) const;
    void on_depth(const MarketView& view, core::Duration period, const DepthDiff& diff) const;
    void on_beat(core::Time at);

private:
    void tell_klines(core::Time at);
    void tell_kline(std::string_view topic, core::Time at);
    void tell_tickers(core::Time at) const;

    Market market_;
    const Hall* hall_;
    Topics topics_;
    std::map<std::string, Bar, std::less<>> told_;  // by topic: the bar as it was told last
};

}  // namespace nightjar::exchange::binance
