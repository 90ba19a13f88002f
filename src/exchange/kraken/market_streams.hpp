#pragma once
/// What happens in the market, told to the streams that asked for it.

#include "exchange/kraken/book_feed.hpp"
#include "exchange/topics.hpp"

#include <map>

namespace nightjar::exchange::kraken {

/// What one subscription wants.
struct Wanted {
    std::string channel;
    const MarketView* view{};  ///< absent for instrument
    std::size_t depth{10};     ///< of book
    std::uint64_t minutes{1};  ///< of ohlc
    bool by_quote{};           ///< ticker: whenever the best price changes, else by trades

    [[nodiscard]] std::string topic() const;
    /// As acknowledgements repeat it.
    [[nodiscard]] Json json() const;
};

/// One thread. Topics are those of `Wanted`, and "heartbeat".
class MarketStreams {
public:
    explicit MarketStreams(const Hall& hall) : hall_{&hall} {}

    [[nodiscard]] Topics& topics() { return topics_; }
    /// What who joins is told first; nothing where there is nothing yet.
    [[nodiscard]] std::optional<Json> snapshot(const Wanted& wanted);

    void on_trade(const MarketView& view, const Print& print) const;
    void on_quote(const MarketView& view) const;
    void on_depth(const MarketView& view);
    void on_beat(core::Time at) const;

private:
    const Hall* hall_;
    Topics topics_;
    std::map<std::string, BookFeed, std::less<>> books_;  // by topic
};

}  // namespace nightjar::exchange::kraken
