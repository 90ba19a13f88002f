#include "venue/binance/rest_replies.hpp"

#include "venue/binance/instruments.hpp"
#include "venue/binance/public_fields.hpp"

namespace nightjar::venue::binance {

namespace {

using core::Side;
using core::Status;

Status read_depth(element reply, EventList& to) {
    NJ_TRY(message, as_object("reply", reply));
    NJ_TRY(symbol, symbol_of(message));
    NJ_TRY(at, read_time_if_there(message, "E"));
    NJ_TRY(id, read_count(message, "lastUpdateId"));
    NJ_TRY(to.levels.add_pairs(message, Side::Buy, "bids"));
    NJ_TRY(to.levels.add_pairs(message, Side::Sell, "asks"));
    to.add_depth(symbol, DepthSnapshot{at, id, {}, {}});
    return {};
}

/// An element of /trades, or of /aggTrades, whose names are those of the stream.
Status read_trade(element entry, EventList& to) {
    NJ_TRY(item, as_object("trades", entry));
    const bool aggregate = has(item, "a");
    NJ_TRY(at, read_time(item, aggregate ? "T" : "time"));
    NJ_TRY(id, read_count(item, aggregate ? "a" : "id"));
    NJ_TRY(price, read_price(item, aggregate ? "p" : "price"));
    NJ_TRY(qty, read_qty(item, aggregate ? "q" : "qty"));
    NJ_TRY(buyer_is_maker, read_flag(item, aggregate ? "m" : "isBuyerMaker"));
    to.add({}, PublicTrade{at, id, price, qty, buyer_is_maker ? Side::Sell : Side::Buy});
    return {};
}

/// [open time, open, high, low, close, volume, close time, ...], oldest first; the last may form.
Status read_candle(element entry, bool last, EventList& to) {
    NJ_TRY(row, as_array("klines", entry));
    std::uint64_t start{};
    if (row.at(0).get(start) != simdjson::SUCCESS)
        return bad("open time", "?", "not a whole number");
    Candle candle;
    NJ_TRY(open_time, to_time("open time", start));
    NJ_TRY(read_prices(row, 1, candle));
    candle.open_time = open_time;
    candle.closed = !last;
    to.add({}, candle);
    return {};
}

Status read_premium(element entry, EventList& to) {
    NJ_TRY(item, as_object("premiumIndex", entry));
    return read_mark(item, {"symbol", "time", "markPrice", "lastFundingRate", "nextFundingTime"},
                     to);
}

}  // namespace

Status read_mark(const object& item, const MarkFields& fields, EventList& to) {
    NJ_TRY(symbol, read_text(item, fields.symbol));
    NJ_TRY(at, read_time(item, fields.time));
    NJ_TRY(price, read_price(item, fields.price));
    to.add(symbol, MarkPrice{at, price});
    if (!filled(item, fields.rate)) return {};
    NJ_TRY(rate, read_number(item, fields.rate));
    NJ_TRY(next, read_time(item, fields.next));
    if (next != core::Time{}) to.add(symbol, NextFunding{at, rate, next});
    return {};
}

Status read_answer_to(FeedQuery query, element reply, EventList& to) {
    if (query == FeedQuery::Depth) return read_depth(reply, to);
    if (query == FeedQuery::Instruments) {
        NJ_TRY(message, as_object("reply", reply));
        NJ_TRY(symbols, read_array(message, "symbols"));
        for (const auto entry : symbols) NJ_TRY(read_instrument(entry, to));
        return {};
    }
    const bool premium = query == FeedQuery::Mark || query == FeedQuery::Funding;
    if (premium && reply.is_object()) return read_premium(reply, to);
    NJ_TRY(items, as_array("reply", reply));
    std::size_t left = items.size();
    for (const auto entry : items) {
        --left;
        if (premium)
            NJ_TRY(read_premium(entry, to));
        else if (query == FeedQuery::Trades)
            NJ_TRY(read_trade(entry, to));
        else
            NJ_TRY(read_candle(entry, left == 0, to));
    }
    return {};
}

}  // namespace nightjar::venue::binance
