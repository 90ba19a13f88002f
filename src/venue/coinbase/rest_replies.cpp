#include "venue/coinbase/rest_replies.hpp"

namespace nightjar::venue::coinbase {

namespace {

using core::InstrumentKind;
using core::Side;
using core::Status;

Status read_depth(const object& reply, EventList& to) {
    NJ_TRY(book, read_object(reply, "pricebook"));
    NJ_TRY(symbol, read_text(book, "product_id"));
    NJ_TRY(at, read_date(book, "time"));
    NJ_TRY(to.levels.add_objects(book, Side::Buy, "bids", "size"));
    NJ_TRY(to.levels.add_objects(book, Side::Sell, "asks", "size"));
    to.add_depth(symbol, DepthSnapshot{at, 0, {}, {}});
    return {};
}

bool is_set(const object& item, std::string_view field) {
    bool flag{};
    return item.at_key(field).get(flag) == simdjson::SUCCESS && flag;
}

TradingStatus status_of(const object& item) {
    const auto status = text_or_empty(item, "status");  // "" for futures
    if (is_set(item, "trading_disabled") || is_set(item, "is_disabled") ||
        is_set(item, "auction_mode") || (status != "online" && !status.empty()))
        return TradingStatus::Halted;
    if (is_set(item, "cancel_only")) return TradingStatus::CancelOnly;
    if (is_set(item, "post_only")) return TradingStatus::PostOnly;
    return is_set(item, "limit_only") ? TradingStatus::LimitOnly : TradingStatus::Trading;
}

Status read_product(const object& item, EventList& to) {
    NJ_TRY(symbol, read_text(item, "product_id"));
    InstrumentRules rules;
    rules.status = status_of(item);
    rules.base = text_or_empty(item, "base_currency_id");
    rules.quote = text_or_empty(item, "quote_currency_id");
    if (text_or_empty(item, "product_type") == "SPOT") {
        NJ_TRY(tick, read_price(item, "price_increment"));
        NJ_TRY(lot, read_price(item, "base_increment"));
        NJ_TRY(min_qty, read_qty(item, "base_min_size"));
        NJ_TRY(max_qty, read_qty_if_filled(item, "base_max_size"));
        NJ_TRY(min_notional, read_qty_if_filled(item, "quote_min_size"));
        rules.kind = InstrumentKind::Spot;
        rules.tick = tick;
        rules.lot = lot;
        rules.min_qty = min_qty;
        rules.max_qty = max_qty;
        rules.min_notional = min_notional;
    }
    to.add(symbol, rules);
    return {};
}

}  // namespace

Status read_trade(const object& item, bool earlier, EventList& to) {
    NJ_TRY(symbol, read_text(item, "product_id"));
    NJ_TRY(at, read_date(item, "time"));
    NJ_TRY(id, read_count(item, "trade_id"));
    NJ_TRY(price, read_price(item, "price"));
    NJ_TRY(qty, read_qty(item, "size"));
    NJ_TRY(taker, read_side(item, "side", "BUY", "SELL"));
    to.add(symbol, PublicTrade{at, id, price, qty, taker, earlier});
    return {};
}

Status read_candle(const object& item, EventList& to) {
    Candle candle;
    NJ_TRY(start, read_text(item, "start"));
    NJ_TRY(open_time, to_time_of_seconds("start", start));
    NJ_TRY(read_prices(item, {"open", "high", "low", "close", "volume"}, candle));
    candle.open_time = open_time;
    to.add(text_or_empty(item, "product_id"), candle);
    return {};
}

Status read_answer(FeedQuery query, const object& reply, EventList& to) {
    if (query == FeedQuery::Depth) return read_depth(reply, to);
    if (query == FeedQuery::Instruments && has(reply, "product_id")) return read_product(reply, to);
    const auto* field = query == FeedQuery::Trades    ? "trades"
                        : query == FeedQuery::Candles ? "candles"
                                                      : "products";
    NJ_TRY(items, read_array(reply, field));
    for (const auto entry : items) {
        NJ_TRY(item, as_object(field, entry));
        if (query == FeedQuery::Trades)
            NJ_TRY(read_trade(item, true, to));
        else if (query == FeedQuery::Candles)
            NJ_TRY(read_candle(item, to));
        else if (query == FeedQuery::Instruments)
            NJ_TRY(read_product(item, to));
    }
    return {};
}

}  // namespace nightjar::venue::coinbase
