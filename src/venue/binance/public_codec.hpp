#pragma once
/// Binance's public market data, spot and both kinds of futures: trade, aggTrade, depthUpdate,
/// bookTicker and markPriceUpdate, bare or wrapped as {"stream":..,"data":..}; and of the REST
/// interface the depth snapshot and an element of aggTrades. Source: the venue's documentation of
/// its market streams. The importer of recordings reads these, one thing in each message.
///
/// A live feed reads more: kline, both parts of markPriceUpdate, and of REST klines, trades,
/// premiumIndex and exchangeInfo.
///
/// Times are in ms or, where the connection asked for it, in us: each value says which by its size.

#include "core/base/result.hpp"
#include "venue/feed_decoder.hpp"
#include "venue/public_message.hpp"

#include <memory>

namespace nightjar::venue::binance {

/// Pure. One thread; once warm it does not allocate.
class PublicDecoder {
public:
    PublicDecoder();
    PublicDecoder(PublicDecoder&&) noexcept;
    PublicDecoder& operator=(PublicDecoder&&) noexcept;
    ~PublicDecoder();

    /// What it gives is good until the next call. A kind that it does not know is OtherMessage, as
    /// is what was not matched in the market (insurance fund, auto-deleveraging).
    /// Errors: BadJson, MissingField, BadField ("field: value: what is wrong").
    [[nodiscard]] core::Result<PublicMessage> decode(std::string_view json);

    static constexpr std::size_t max_bytes = std::size_t{64} << 20;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Spot, USD-M and COIN-M futures.
[[nodiscard]] std::unique_ptr<FeedDecoder> make_feed_decoder();

}  // namespace nightjar::venue::binance
