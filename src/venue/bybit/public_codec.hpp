#pragma once
/// Bybit v5, spot and derivatives: publicTrade, orderbook, tickers, kline; answers of
/// market/orderbook, recent-trade, kline, tickers, instruments-info. Source: the venue's API
/// documentation v5.

#include "venue/feed_decoder.hpp"

#include <memory>

namespace nightjar::venue::bybit {

/// Tickers of derivatives come in pieces: a piece without a pair of best prices, a mark price or a
/// funding rate gives no event of that kind.
[[nodiscard]] std::unique_ptr<FeedDecoder> make_feed_decoder();

}  // namespace nightjar::venue::bybit
