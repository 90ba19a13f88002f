#pragma once
/// What happens in the market, told to the streams that asked for it.

#include "exchange/okx/office.hpp"
#include "exchange/told.hpp"
#include "exchange/topics.hpp"

namespace nightjar::exchange::okx {

/// One thread. A topic is "channel:instId".
class MarketStreams {
public:
    explicit MarketStreams(const Hall& hall) : hall_{&hall} {}

    /// Whether the venue has that channel, of that instrument.
    [[nodiscard]] static bool has(std::string_view channel, const MarketView& view);
    /// What the sink must be told to begin with; empty where there is nothing.
    [[nodiscard]] std::string join(std::string_view channel, const MarketView& view,
                                   TopicSink& sink);
    void leave(std::string_view topic, TopicSink& sink) { topics_.leave(topic, sink); }

    void on_trade(const MarketView& view, const Print& print) const;
    void on_quote(const MarketView& view) const;
    void on_beat(core::Time at);

private:
    void tell_books();
    void tell_changes(const MarketView& view, core::Time at);
    void tell_candles();
    void forget();
    [[nodiscard]] std::string now_of(std::string_view channel, const MarketView& view);

    const Hall* hall_;
    Topics topics_;
    std::map<std::string, ToldBook, std::less<>> books_;  // by topic
    std::map<std::string, std::pair<std::uint64_t, core::TradeId>, std::less<>> changed_;
    ToldBars bars_;
};

[[nodiscard]] std::string topic_of(std::string_view channel, const core::Instrument& instrument);

}  // namespace nightjar::exchange::okx
