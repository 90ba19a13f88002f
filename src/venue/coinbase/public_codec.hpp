#pragma once
/// Coinbase Advanced Trade: market_trades, l2_data, ticker, candles, heartbeats, subscriptions;
/// answers of product_book, products/{id}/ticker, products/{id}/candles, products. Source: the
/// venue's documentation of its Advanced Trade WebSocket and REST interface.
///
/// The venue's own pages disagree on whose side a trade has; here it is the taker's, as ccxt and
/// nautilus read it. Compare with the ticker before relying on it.

#include "venue/feed_decoder.hpp"

#include <memory>

namespace nightjar::venue::coinbase {

/// FeedEvents::sequence is the message's number, whatever its channel: see MessageSequence.
[[nodiscard]] std::unique_ptr<FeedDecoder> make_feed_decoder();

}  // namespace nightjar::venue::coinbase
