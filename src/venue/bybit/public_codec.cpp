#include "venue/bybit/public_codec.hpp"

#include "venue/bybit/rest_replies.hpp"
#include "venue/json_decoder.hpp"

namespace nightjar::venue::bybit {

namespace {

using core::Result;
using core::Side;
using core::Status;

Status read_ws_trade(const object& item, EventList& to) {
    return read_trade(item, {"s", "T", "i", "p", "v", "S"}, to);
}

Status read_book(const object& message, const object& data, EventList& to) {
    NJ_TRY(at, read_time(message, "ts"));
    NJ_TRY(symbol, read_text(data, "s"));
    NJ_TRY(id, read_count(data, "u"));
    NJ_TRY(kind, read_text(message, "type"));
    NJ_TRY(to.levels.add_pairs(data, Side::Buy, "b"));
    NJ_TRY(to.levels.add_pairs(data, Side::Sell, "a"));
    // A delta with number 1 comes after the venue's service began anew: it is a whole book.
    if (kind == "snapshot" || id == 1)
        to.add_depth(symbol, DepthSnapshot{at, id, {}, {}});
    else
        to.add_depth(symbol, DepthUpdate{at, id, id, {}, {}, {}});
    return {};
}

/// [{start, end, interval, open, close, high, low, volume, turnover, confirm, timestamp}]
Status read_candle(const object& item, std::string_view symbol, EventList& to) {
    Candle candle;
    NJ_TRY(open_time, read_time(item, "start"));
    NJ_TRY(interval, read_text(item, "interval"));
    NJ_TRY(closed, read_flag(item, "confirm"));
    NJ_TRY(read_prices(item, {"open", "high", "low", "close", "volume"}, candle));
    candle.open_time = open_time;
    candle.interval = interval;
    candle.closed = closed;
    to.add(symbol, candle);
    return {};
}

/// "kline.5.BTCUSDT": behind the last point stands the symbol.
std::string_view symbol_of(std::string_view topic) { return topic.substr(topic.rfind('.') + 1); }

Status read_topic(const object& message, std::string_view topic, EventList& to) {
    // The second is the older name of the same.
    const bool trades = topic.starts_with("publicTrade.") || topic.starts_with("trade.");
    const bool candles = topic.starts_with("kline.");
    if (trades || candles) {
        NJ_TRY(items, read_array(message, "data"));
        for (const auto entry : items) {
            NJ_TRY(item, as_object("data", entry));
            NJ_TRY(trades ? read_ws_trade(item, to) : read_candle(item, symbol_of(topic), to));
        }
        return {};
    }
    const bool ticker = topic.starts_with("tickers.");
    if (!ticker && !topic.starts_with("orderbook.")) return {};
    NJ_TRY(data, read_object(message, "data"));
    if (!ticker) return read_book(message, data, to);
    NJ_TRY(at, read_time(message, "ts"));
    return read_ticker(data, at, to);
}

Result<Notice> read_answer(const object& message) {
    using Kind = Notice::Kind;
    const auto op = text_or_empty(message, "op");
    const auto text = text_or_empty(message, "ret_msg");
    if (op == "pong" || text == "pong") return Notice{Kind::Pong, {}, text};
    NJ_TRY(success, read_flag(message, "success"));
    return Notice{success ? Kind::Subscribed : Kind::Refused, {}, success ? op : text};
}

class Decoder final : public JsonDecoder {
    Result<std::optional<std::uint64_t>> read(const object& message, EventList& to) override {
        if (has(message, "topic")) {
            NJ_TRY(topic, read_text(message, "topic"));
            NJ_TRY(read_topic(message, topic, to));
        } else if (has(message, "success")) {
            NJ_TRY(notice, read_answer(message));
            to.add({}, notice);
        } else if (text_or_empty(message, "op") == "pong") {
            to.add({}, Notice{Notice::Kind::Pong, {}, "pong"});
        }
        return std::nullopt;
    }

    Status read_reply(FeedQuery query, element reply, EventList& to) override {
        NJ_TRY(message, as_object("reply", reply));
        NJ_TRY(code, read_count(message, "retCode"));
        if (code != 0)
            return core::fail(Errc::Refused, "{}: {}", code, text_or_empty(message, "retMsg"));
        NJ_TRY(result, read_object(message, "result"));
        NJ_TRY(at, read_time(message, "time"));
        return read_result(query, result, at, to);
    }
};

}  // namespace

std::unique_ptr<FeedDecoder> make_feed_decoder() { return std::make_unique<Decoder>(); }

}  // namespace nightjar::venue::bybit
