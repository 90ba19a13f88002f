#pragma once
/// A book of a certain depth as the channel `book` tells it. Source: the venue's guide "Spot
/// Websockets v2, book checksum".

#include "exchange/kraken/names.hpp"

namespace nightjar::exchange::kraken {

/// Keeps what was told last, so that whoever joins later gets the same updates as the others.
/// Levels that better ones push out of the depth are not told: clients cut them off by themselves.
class BookFeed {
public:
    BookFeed(const MarketView& view, std::size_t depth);

    [[nodiscard]] const MarketView& view() const { return *view_; }
    [[nodiscard]] Json snapshot(core::Time now) const;
    /// Nothing where all is as it was told.
    [[nodiscard]] std::optional<Json> update(core::Time now);

private:
    [[nodiscard]] std::uint32_t checksum() const;

    const MarketView* view_;
    std::size_t depth_;
    Bids bids_;
    Asks asks_;
};

}  // namespace nightjar::exchange::kraken
