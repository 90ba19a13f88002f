#include "venue/coinbase/public_codec.hpp"

#include "venue/coinbase/rest_replies.hpp"
#include "venue/json_decoder.hpp"

namespace nightjar::venue::coinbase {

namespace {

using core::Result;
using core::Side;
using core::Status;

Status read_level(const object& item, EventList& to) {
    NJ_TRY(side, read_text(item, "side"));
    NJ_TRY(price, read_text(item, "price_level"));
    NJ_TRY(qty, read_text(item, "new_quantity"));
    if (side != "bid" && side != "offer") return bad("side", side, "not bid or offer");
    return to.levels.add(side == "bid" ? Side::Buy : Side::Sell, "price_level", {price, qty});
}

Status read_book(const object& event, core::Time at, std::uint64_t sequence, EventList& to) {
    NJ_TRY(symbol, read_text(event, "product_id"));
    NJ_TRY(kind, read_text(event, "type"));
    NJ_TRY(updates, read_array(event, "updates"));
    for (const auto entry : updates) {
        NJ_TRY(item, as_object("updates", entry));
        NJ_TRY(read_level(item, to));
    }
    if (kind == "snapshot")
        to.add_depth(symbol, DepthSnapshot{at, sequence, {}, {}});
    else
        to.add_depth(symbol, DepthUpdate{at, sequence, sequence, {}, {}, {}});
    return {};
}

Status read_ticker(const object& item, core::Time at, EventList& to) {
    NJ_TRY(symbol, read_text(item, "product_id"));
    NJ_TRY(bid, read_quote(item, Side::Buy, "best_bid", "best_bid_quantity"));
    NJ_TRY(ask, read_quote(item, Side::Sell, "best_ask", "best_ask_quantity"));
    to.add(symbol, TopOfBook{at, 0, bid, ask});
    return {};
}

/// Where the items of an event of a channel stand; empty for a channel that is not known.
std::string_view items_of(std::string_view channel) {
    if (channel == "market_trades") return "trades";
    if (channel == "ticker" || channel == "ticker_batch") return "tickers";
    if (channel == "candles") return channel;
    return {};
}

Status read_event(std::string_view channel, const object& event, core::Time at,
                  std::uint64_t sequence, EventList& to) {
    if (channel == "l2_data") return read_book(event, at, sequence, to);
    const auto field = items_of(channel);
    if (field.empty()) return {};
    NJ_TRY(items, read_array(event, field));
    const bool earlier = text_or_empty(event, "type") == "snapshot";
    for (const auto entry : items) {
        NJ_TRY(item, as_object(field, entry));
        if (field == "trades")
            NJ_TRY(read_trade(item, earlier, to));
        else if (field == "tickers")
            NJ_TRY(read_ticker(item, at, to));
        else
            NJ_TRY(read_candle(item, to));
    }
    return {};
}

class Decoder final : public JsonDecoder {
public:
    Decoder() : JsonDecoder{{.level_lists = false}} {}

private:
    Result<std::optional<std::uint64_t>> read(const object& message, EventList& to) override {
        using Kind = Notice::Kind;
        if (text_or_empty(message, "type") == "error") {
            to.add({}, Notice{Kind::Refused, {}, text_or_empty(message, "message")});
            return std::nullopt;
        }
        if (!has(message, "channel")) return std::nullopt;
        NJ_TRY(channel, read_text(message, "channel"));
        NJ_TRY(sequence, read_count(message, "sequence_num"));
        NJ_TRY(at, read_date(message, "timestamp"));
        NJ_TRY(events, read_array(message, "events"));
        if (channel == "heartbeats") to.add({}, Notice{Kind::Heartbeat, {}, channel});
        if (channel == "subscriptions") to.add({}, Notice{Kind::Subscribed, {}, channel});
        for (const auto entry : events) {
            NJ_TRY(event, as_object("events", entry));
            NJ_TRY(read_event(channel, event, at, sequence, to));
        }
        return sequence;
    }

    Status read_reply(FeedQuery query, element reply, EventList& to) override {
        NJ_TRY(message, as_object("reply", reply));
        if (has(message, "error"))
            return core::fail(Errc::Refused, "{}: {}", text_or_empty(message, "error"),
                              text_or_empty(message, "message"));
        return read_answer(query, message, to);
    }
};

}  // namespace

std::unique_ptr<FeedDecoder> make_feed_decoder() { return std::make_unique<Decoder>(); }

}  // namespace nightjar::venue::coinbase
