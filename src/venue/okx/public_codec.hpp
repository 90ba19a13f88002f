#pragma once
/// OKX v5, spot and swaps. Channels: trades, trades-all, books and its tick-by-tick forms, books5,
/// bbo-tbt, tickers, mark-price, funding-rate, candle*, instruments; answers of market/books,
/// market/trades, market/candles, public/mark-price, public/funding-rate, public/instruments.
/// Source: the venue's API guide v5.

#include "venue/feed_decoder.hpp"

#include <memory>

namespace nightjar::venue::okx {

[[nodiscard]] std::unique_ptr<FeedDecoder> make_feed_decoder();

}  // namespace nightjar::venue::okx
