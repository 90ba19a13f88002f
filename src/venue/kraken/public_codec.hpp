#pragma once
/// Kraken spot, WebSocket v2: trade, book, ticker, ohlc, instrument, status, heartbeat; answers of
/// public/Depth, Trades, OHLC, AssetPairs. Source: the venue's guides of its WebSocket v2 and REST.
///
/// The venue sends prices as JSON numbers. They are read from the characters that it wrote, and
/// these are the texts that a book's proof carries.

#include "venue/feed_decoder.hpp"

#include <memory>

namespace nightjar::venue::kraken {

/// Symbols of the REST interface are the older names, "XBTUSDT"; those of AssetPairs become the
/// WebSocket's, "BTC/USDT".
[[nodiscard]] std::unique_ptr<FeedDecoder> make_feed_decoder();

}  // namespace nightjar::venue::kraken
