#include "venue/binance/public_fields.hpp"

namespace nightjar::venue::binance {

namespace {

using core::Result;

Result<PublicBody> read_trade(const object& message, std::string_view id_field) {
    if (has(message, "X")) {  // futures: how it came to be
        NJ_TRY(kind, read_text(message, "X"));
        if (kind != "MARKET") return OtherMessage{};
    }
    NJ_TRY(at, read_time(message, "T"));
    NJ_TRY(id, read_count(message, id_field));
    NJ_TRY(price, read_price(message, "p"));
    NJ_TRY(qty, read_qty(message, "q"));
    NJ_TRY(buyer_is_maker, read_flag(message, "m"));
    return PublicTrade{at, id, price, qty, buyer_is_maker ? core::Side::Sell : core::Side::Buy};
}

Result<PublicBody> read_depth(const object& message, Levels& levels) {
    DepthUpdate update;
    NJ_TRY(at, read_time(message, "E"));
    NJ_TRY(first_id, read_count(message, "U"));
    NJ_TRY(last_id, read_count(message, "u"));
    if (first_id > last_id) return bad("U", std::to_string(first_id), "above u");
    if (has(message, "pu")) {
        NJ_TRY(previous_id, read_count(message, "pu"));
        update.previous_id = previous_id;
    }
    NJ_TRY(levels.add_pairs(message, core::Side::Buy, "b"));
    NJ_TRY(levels.add_pairs(message, core::Side::Sell, "a"));
    update.at = at;
    update.first_id = first_id;
    update.last_id = last_id;
    update.levels = levels.levels;
    return update;
}

Result<PublicBody> read_snapshot(const object& message, Levels& levels) {
    NJ_TRY(at, read_time_if_there(message, "E"));
    NJ_TRY(last_id, read_count(message, "lastUpdateId"));
    NJ_TRY(levels.add_pairs(message, core::Side::Buy, "bids"));
    NJ_TRY(levels.add_pairs(message, core::Side::Sell, "asks"));
    return DepthSnapshot{at, last_id, levels.levels};
}

Result<PublicBody> read_top(const object& message) {
    NJ_TRY(at, read_time_if_there(message, "E"));
    NJ_TRY(id, read_count(message, "u"));
    NJ_TRY(bid, read_quote(message, core::Side::Buy, "b", "B"));
    NJ_TRY(ask, read_quote(message, core::Side::Sell, "a", "A"));
    return TopOfBook{at, id, bid, ask};
}

Result<PublicBody> read_mark(const object& message) {
    NJ_TRY(at, read_time(message, "E"));
    NJ_TRY(price, read_price(message, "p"));
    return MarkPrice{at, price};
}

}  // namespace

Result<object> unwrapped(const object& message) {
    if (!has(message, "stream")) return message;
    return read_object(message, "data");
}

Result<std::string_view> symbol_of(const object& message) {
    for (const std::string_view field : {"s", "symbol"})
        if (has(message, field)) return read_text(message, field);
    return std::string_view{};
}

Result<PublicBody> read_body(const object& message, Levels& levels) {
    if (has(message, "e")) {
        NJ_TRY(kind, read_text(message, "e"));
        if (kind == "depthUpdate") return read_depth(message, levels);
        if (kind == "bookTicker") return read_top(message);
        if (kind == "trade") return read_trade(message, "t");
        if (kind == "aggTrade") return read_trade(message, "a");
        if (kind == "markPriceUpdate") return read_mark(message);
        return OtherMessage{};
    }
    if (has(message, "lastUpdateId")) return read_snapshot(message, levels);
    if (has(message, "u") && has(message, "B") && has(message, "A")) return read_top(message);
    if (has(message, "f") && has(message, "l") && has(message, "a"))
        return read_trade(message, "a");
    return OtherMessage{};
}

}  // namespace nightjar::venue::binance
