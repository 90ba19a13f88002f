#include "venue/kraken/rest_replies.hpp"

#include "venue/kraken/instruments.hpp"

namespace nightjar::venue::kraken {

namespace {

using core::Side;
using core::Status;

Status read_depth(std::string_view pair, element value, EventList& to) {
    NJ_TRY(book, as_object(pair, value));
    NJ_TRY(to.levels.add_pairs(book, Side::Buy, "bids"));
    NJ_TRY(to.levels.add_pairs(book, Side::Sell, "asks"));
    to.add_depth(pair, DepthSnapshot{});
    return {};
}

/// [price, volume, time, b|s, m|l, miscellaneous, trade_id]
Status read_trades(std::string_view pair, element value, EventList& to) {
    constexpr std::size_t id_at = 6;
    NJ_TRY(rows, as_array(pair, value));
    for (const auto entry : rows) {
        NJ_TRY(row, as_array(pair, entry));
        NJ_TRY(price_text, text_at("price", row, 0));
        NJ_TRY(qty_text, text_at("volume", row, 1));
        NJ_TRY(time_text, text_at("time", row, 2));
        NJ_TRY(side, text_at("side", row, 3));
        NJ_TRY(id_text, text_at("trade_id", row, id_at));
        NJ_TRY(price, to_price("price", price_text));
        NJ_TRY(qty, to_qty("volume", qty_text));
        NJ_TRY(at, to_time_of_seconds("time", time_text));
        NJ_TRY(id, to_count("trade_id", id_text));
        if (side != "b" && side != "s") return bad("side", side, "not b or s");
        to.add(pair, PublicTrade{at, id, price, qty, side == "b" ? Side::Buy : Side::Sell});
    }
    return {};
}

/// [time, open, high, low, close, average, volume, count], oldest first; the last still forms.
Status read_candles(std::string_view pair, element value, EventList& to) {
    constexpr std::size_t volume_at = 6;
    NJ_TRY(rows, as_array(pair, value));
    std::size_t left = rows.size();
    for (const auto entry : rows) {
        NJ_TRY(row, as_array(pair, entry));
        NJ_TRY(time_text, text_at("time", row, 0));
        NJ_TRY(volume_text, text_at("volume", row, volume_at));
        Candle candle;
        NJ_TRY(open_time, to_time_of_seconds("time", time_text));
        NJ_TRY(read_prices(row, 1, candle));
        NJ_TRY(volume, to_qty("volume", volume_text));
        candle.open_time = open_time;
        candle.volume = volume;
        candle.closed = --left != 0;
        to.add(pair, candle);
    }
    return {};
}

}  // namespace

Status read_result(FeedQuery query, const object& result, EventList& to) {
    for (const auto [pair, value] : result) {
        if (pair == "last") continue;  // where the next page begins
        switch (query) {
            case FeedQuery::Depth: NJ_TRY(read_depth(pair, value, to)); break;
            case FeedQuery::Trades: NJ_TRY(read_trades(pair, value, to)); break;
            case FeedQuery::Candles: NJ_TRY(read_candles(pair, value, to)); break;
            case FeedQuery::Instruments: NJ_TRY(read_asset_pair(pair, value, to)); break;
            case FeedQuery::Mark:
            case FeedQuery::MarginTiers:
            case FeedQuery::Funding: break;
        }
    }
    return {};
}

}  // namespace nightjar::venue::kraken
