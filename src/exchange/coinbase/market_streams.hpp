#pragma once
/// What happens in the market, told to the streams that asked for it.

#include "exchange/coinbase/names.hpp"
#include "exchange/topics.hpp"

#include <map>

namespace nightjar::exchange::coinbase {

/// One thread. Topics are "<channel> <product>", "heartbeats", and "newcomers" for connections that
/// have not asked for anything yet; texts are the `events` of messages.
class MarketStreams {
public:
    explicit MarketStreams(const Hall& hall) : hall_{&hall} {}

    [[nodiscard]] Topics& topics() { return topics_; }
    /// What who joins is told first.
    [[nodiscard]] Json snapshot(std::string_view channel, const MarketView& view) const;

    void on_trade(const MarketView& view, const Print& print) const;
    void on_depth(const MarketView& view, const DepthDiff& diff) const;
    void on_beat(core::Time at);

private:
    void tell_candles(const MarketView& view);
    void publish(const std::string& topic, Json event) const;

    const Hall* hall_;
    Topics topics_;
    std::uint64_t heartbeats_{};
    std::map<core::InstrumentId, Bar> told_;  // the candle as it was told last
};

[[nodiscard]] std::string topic_of(std::string_view channel, const MarketView& view);

}  // namespace nightjar::exchange::coinbase
