#include "venue/kraken/public_codec.hpp"

#include "venue/json_decoder.hpp"
#include "venue/kraken/instruments.hpp"
#include "venue/kraken/rest_replies.hpp"

namespace nightjar::venue::kraken {

namespace {

using core::Result;
using core::Side;
using core::Status;

Status read_trade(const object& item, std::string_view symbol, EventList& to) {
    NJ_TRY(at, read_date(item, "timestamp"));
    NJ_TRY(id, read_count(item, "trade_id"));
    NJ_TRY(price, read_price(item, "price"));
    NJ_TRY(qty, read_qty(item, "qty"));
    NJ_TRY(taker, read_side(item, "side", "buy", "sell"));
    to.add(symbol, PublicTrade{at, id, price, qty, taker});
    return {};
}

/// No message has a number; each has the checksum of the book after it.
Status read_book(const object& item, std::string_view symbol, bool whole, EventList& to) {
    NJ_TRY(sum, read_count(item, "checksum"));
    if (sum > std::numeric_limits<std::uint32_t>::max())
        return bad("checksum", "?", "not a whole number of 32 bits");
    std::optional<core::Time> at;
    if (has(item, "timestamp")) {
        NJ_TRY(time, read_date(item, "timestamp"));
        at = time;
    }
    if (!whole && !at) return missing("timestamp");
    NJ_TRY(to.levels.add_objects(item, Side::Buy, "bids", "qty"));
    NJ_TRY(to.levels.add_objects(item, Side::Sell, "asks", "qty"));
    const auto checksum = static_cast<std::uint32_t>(sum);
    if (whole)
        to.add_depth(symbol, DepthSnapshot{at, 0, {}, {}}, checksum);
    else
        to.add_depth(symbol, DepthUpdate{*at, 0, 0, {}, {}, {}}, checksum);
    return {};
}

Status read_ticker(const object& item, std::string_view symbol, EventList& to) {
    TopOfBook top;
    if (has(item, "timestamp")) {
        NJ_TRY(at, read_date(item, "timestamp"));
        top.at = at;
    }
    NJ_TRY(bid, read_quote(item, Side::Buy, "bid", "bid_qty"));
    NJ_TRY(ask, read_quote(item, Side::Sell, "ask", "ask_qty"));
    top.bid = bid;
    top.ask = ask;
    to.add(symbol, top);
    return {};
}

/// Sent while it forms and once more when it does not change any longer, without saying so.
Status read_candle(const object& item, std::string_view symbol, EventList& to) {
    Candle candle;
    NJ_TRY(open_time, read_date(item, "interval_begin"));
    NJ_TRY(interval, read_text(item, "interval"));
    NJ_TRY(read_prices(item, {"open", "high", "low", "close", "volume"}, candle));
    candle.open_time = open_time;
    candle.interval = interval;
    to.add(symbol, candle);
    return {};
}

Status read_item(std::string_view channel, bool whole, element data, EventList& to) {
    NJ_TRY(item, as_object("data", data));
    if (channel == "status") {
        to.add({}, Notice{Notice::Kind::Status, {}, text_or_empty(item, "system")});
        return {};
    }
    if (channel != "trade" && channel != "book" && channel != "ticker" && channel != "ohlc")
        return {};
    NJ_TRY(symbol, read_text(item, "symbol"));
    if (channel == "trade") return read_trade(item, symbol, to);
    if (channel == "book") return read_book(item, symbol, whole, to);
    if (channel == "ticker") return read_ticker(item, symbol, to);
    return read_candle(item, symbol, to);
}

Status read_channel(const object& message, std::string_view channel, EventList& to) {
    if (channel == "heartbeat") {
        to.add({}, Notice{Notice::Kind::Heartbeat, {}, channel});
        return {};
    }
    if (channel == "instrument") {
        NJ_TRY(data, read_object(message, "data"));
        return read_instruments(data, to);
    }
    const bool whole = text_or_empty(message, "type") == "snapshot";
    NJ_TRY(items, read_array(message, "data"));
    for (const auto item : items) NJ_TRY(read_item(channel, whole, item, to));
    return {};
}

Result<Notice> read_answer(const object& message, std::string_view method) {
    if (method == "pong") return Notice{Notice::Kind::Pong, {}, method};
    NJ_TRY(success, read_flag(message, "success"));
    if (success) return Notice{Notice::Kind::Subscribed, {}, method};
    return Notice{Notice::Kind::Refused, {}, text_or_empty(message, "error")};
}

class Decoder final : public JsonDecoder {
public:
    Decoder() : JsonDecoder{{.numbers_as_text = true}} {}

private:
    Result<std::optional<std::uint64_t>> read(const object& message, EventList& to) override {
        if (const auto method = text_or_empty(message, "method"); !method.empty()) {
            NJ_TRY(notice, read_answer(message, method));
            to.add({}, notice);
        } else if (has(message, "channel")) {
            NJ_TRY(channel, read_text(message, "channel"));
            NJ_TRY(read_channel(message, channel, to));
        }
        return std::nullopt;
    }

    Status read_reply(FeedQuery query, element reply, EventList& to) override {
        NJ_TRY(message, as_object("reply", reply));
        NJ_TRY(errors, read_array(message, "error"));
        if (errors.size() != 0) {
            NJ_TRY(first, text_at("error", errors, 0));
            return core::fail(Errc::Refused, "{}", first);
        }
        NJ_TRY(result, read_object(message, "result"));
        return read_result(query, result, to);
    }
};

}  // namespace

std::unique_ptr<FeedDecoder> make_feed_decoder() { return std::make_unique<Decoder>(); }

}  // namespace nightjar::venue::kraken
