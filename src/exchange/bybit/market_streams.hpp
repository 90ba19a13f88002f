#pragma once
/// What happens in the market, told to the streams that asked for it.

#include "exchange/bybit/office.hpp"
#include "exchange/told.hpp"
#include "exchange/topics.hpp"

namespace nightjar::exchange::bybit {

/// "orderbook.50.BTCUSDT" in its parts, at the address of a category.
struct Topic {
    std::string_view name;    ///< "orderbook"
    std::string_view detail;  ///< "50"; empty where the topic has two parts only
    const MarketView* view{};
};

/// One thread. Inside, topics have their category before them: "linear/tickers.BTCUSDT".
class MarketStreams {
public:
    explicit MarketStreams(const Hall& hall) : hall_{&hall} {}

    /// Nothing for what the venue does not have.
    [[nodiscard]] std::optional<Topic> read(bool linear, std::string_view text) const;
    /// What the sink must be told to begin with; empty where there is nothing.
    [[nodiscard]] std::string join(bool linear, std::string_view text, TopicSink& sink);
    void leave(bool linear, std::string_view text, TopicSink& sink);

    void on_trade(const MarketView& view, const Print& print) const;
    void on_beat(core::Time at);

private:
    void tell_books(core::Time at);
    void tell_tickers(const MarketView& view);
    void tell_bars(core::Time at);
    void forget();

    const Hall* hall_;
    Topics topics_;
    std::map<std::string, ToldBook, std::less<>> books_;  // by topic
    std::map<std::string, std::pair<std::uint64_t, core::TradeId>, std::less<>> changed_;
    ToldBars bars_;
};

}  // namespace nightjar::exchange::bybit
