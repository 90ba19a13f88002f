#include "venue/okx/public_codec.hpp"

#include "venue/json_decoder.hpp"
#include "venue/okx/instruments.hpp"

namespace nightjar::venue::okx {

namespace {

using core::Result;
using core::Side;
using core::Status;

Result<FeedBody> read_trade(const object& item) {
    NJ_TRY(at, read_time(item, "ts"));
    NJ_TRY(id, read_count(item, "tradeId"));
    NJ_TRY(price, read_price(item, "px"));
    NJ_TRY(qty, read_qty(item, "sz"));
    NJ_TRY(taker, read_side(item, "side", "buy", "sell"));
    return PublicTrade{at, id, price, qty, taker};
}

Result<FeedBody> read_ticker(const object& item) {
    NJ_TRY(at, read_time(item, "ts"));
    NJ_TRY(bid, read_quote(item, Side::Buy, "bidPx", "bidSz"));
    NJ_TRY(ask, read_quote(item, Side::Sell, "askPx", "askSz"));
    return TopOfBook{at, 0, bid, ask};
}

Result<FeedBody> read_mark(const object& item) {
    NJ_TRY(at, read_time(item, "ts"));
    NJ_TRY(price, read_price(item, "markPx"));
    return MarkPrice{at, price};
}

Result<FeedBody> read_funding(const object& item) {
    NJ_TRY(at, read_time(item, "ts"));
    NJ_TRY(rate, read_number(item, "fundingRate"));
    NJ_TRY(next, read_time(item, "fundingTime"));  // nextFundingTime is the one after
    return NextFunding{at, rate, next};
}

/// [ts, open, high, low, close, volume, ..., confirm]
Result<FeedBody> read_candle(const array& row, std::string_view interval) {
    NJ_TRY(opened, text_at("ts", row, 0));
    NJ_TRY(count, to_count("ts", opened));
    Candle candle;
    NJ_TRY(open_time, to_time("ts", count));
    NJ_TRY(read_prices(row, 1, candle));
    NJ_TRY(confirm, text_at("confirm", row, row.size() - 1));
    candle.open_time = open_time;
    candle.interval = interval;
    candle.closed = confirm == "1";
    return candle;
}

/// Signed, and since 2026 always 0, which says nothing.
Result<std::optional<std::uint32_t>> read_checksum(const object& item) {
    std::int64_t signed_sum{};
    if (!has(item, "checksum")) return std::nullopt;
    if (item.at_key("checksum").get(signed_sum) != simdjson::SUCCESS ||
        signed_sum < std::numeric_limits<std::int32_t>::min() ||
        signed_sum > std::numeric_limits<std::int32_t>::max())
        return bad("checksum", "?", "not a whole number of 32 bits");
    if (signed_sum == 0) return std::nullopt;
    return static_cast<std::uint32_t>(signed_sum);
}

Status read_sides(const object& item, EventList& to) {
    NJ_TRY(to.levels.add_pairs(item, Side::Buy, "bids"));
    return to.levels.add_pairs(item, Side::Sell, "asks");
}

/// Numbered since 2023; recordings from before have the checksum alone.
Status read_update(const object& item, std::string_view symbol, EventList& to) {
    NJ_TRY(at, read_time(item, "ts"));
    NJ_TRY(checksum, read_checksum(item));
    DepthUpdate update;
    update.at = at;
    if (has(item, "seqId") || !checksum) {
        NJ_TRY(id, read_count(item, "seqId"));
        NJ_TRY(previous_id, read_count(item, "prevSeqId"));
        update.first_id = update.last_id = id;
        update.previous_id = previous_id;
    }
    NJ_TRY(read_sides(item, to));
    to.add_depth(symbol, update, checksum);
    return {};
}

Status read_snapshot(const object& item, std::string_view symbol, EventList& to) {
    NJ_TRY(at, read_time(item, "ts"));
    NJ_TRY(checksum, read_checksum(item));
    DepthSnapshot snapshot{at, 0, {}, {}};
    if (has(item, "seqId")) {
        NJ_TRY(id, read_count(item, "seqId"));
        snapshot.last_id = id;
    }
    NJ_TRY(read_sides(item, to));
    to.add_depth(symbol, snapshot, checksum);
    return {};
}

Status read_top(const object& item, std::string_view symbol, EventList& to) {
    TopOfBook top;
    NJ_TRY(at, read_time(item, "ts"));
    const auto before = to.levels.levels.size();
    NJ_TRY(read_sides(item, to));
    for (const auto& level : std::span{to.levels.levels}.subspan(before))
        (level.side == Side::Buy ? top.bid : top.ask) = level;
    to.levels.resize(before);
    top.at = at;
    if (has(item, "seqId")) {
        NJ_TRY(id, read_count(item, "seqId"));
        top.id = id;
    }
    to.add(symbol, top);
    return {};
}

Status add(std::string_view symbol, const Result<FeedBody>& body, EventList& to) {
    if (!body) return std::unexpected{body.error()};
    to.add(symbol, *body);
    return {};
}

Status read_item(std::string_view channel, std::string_view action, std::string_view symbol,
                 element data, EventList& to) {
    if (channel.starts_with("candle")) {
        NJ_TRY(row, as_array("data", data));
        return add(symbol, read_candle(row, channel.substr(std::string_view{"candle"}.size())), to);
    }
    NJ_TRY(item, as_object("data", data));
    if (channel == "instruments") return read_instrument(item, to);
    if (channel == "position-tiers") return read_margin_tier(item, to);
    if (const auto name = text_or_empty(item, "instId"); !name.empty()) symbol = name;
    if (channel == "trades" || channel == "trades-all") return add(symbol, read_trade(item), to);
    if (channel == "tickers") return add(symbol, read_ticker(item), to);
    if (channel == "mark-price") return add(symbol, read_mark(item), to);
    if (channel == "funding-rate") return add(symbol, read_funding(item), to);
    if (channel == "bbo-tbt") return read_top(item, symbol, to);
    if (!channel.starts_with("books")) return {};
    return action == "update" ? read_update(item, symbol, to) : read_snapshot(item, symbol, to);
}

Notice read_notice(const object& message, std::string_view event) {
    using Kind = Notice::Kind;
    constexpr std::string_view upgrade = "64008";  // "The connection will soon be closed"
    const auto code = text_or_empty(message, "code");
    const auto text = text_or_empty(message, "msg");
    if (code == upgrade) return {Kind::Reconnect, code, text};
    if (event == "error") return {Kind::Refused, code, text};
    if (event == "subscribe" || event == "unsubscribe" || event == "login")
        return {Kind::Subscribed, code, event};
    return {Kind::Status, code, text.empty() ? event : text};
}

std::string_view channel_of(FeedQuery query) {
    switch (query) {
        case FeedQuery::Depth: return "books";
        case FeedQuery::Trades: return "trades";
        case FeedQuery::Candles: return "candle";
        case FeedQuery::Mark: return "mark-price";
        case FeedQuery::Funding: return "funding-rate";
        case FeedQuery::MarginTiers: return "position-tiers";
        case FeedQuery::Instruments: break;
    }
    return "instruments";
}

class Decoder final : public JsonDecoder {
    Result<std::optional<std::uint64_t>> read(const object& message, EventList& to) override {
        if (const auto event = text_or_empty(message, "event"); !event.empty()) {
            to.add({}, read_notice(message, event));
            return std::nullopt;
        }
        if (!has(message, "arg")) return std::nullopt;
        NJ_TRY(arg, read_object(message, "arg"));
        NJ_TRY(channel, read_text(arg, "channel"));
        NJ_TRY(items, read_array(message, "data"));
        for (const auto item : items)
            NJ_TRY(read_item(channel, text_or_empty(message, "action"),
                             text_or_empty(arg, "instId"), item, to));
        return std::nullopt;
    }

    Status read_reply(FeedQuery query, element reply, EventList& to) override {
        NJ_TRY(message, as_object("reply", reply));
        NJ_TRY(code, read_text(message, "code"));
        if (code != "0")
            return core::fail(Errc::Refused, "{}: {}", code, text_or_empty(message, "msg"));
        NJ_TRY(items, read_array(message, "data"));
        for (const auto item : items) NJ_TRY(read_item(channel_of(query), {}, {}, item, to));
        return {};
    }

    bool read_plain(std::string_view message, EventList& to) override {
        if (message != "pong") return false;
        to.add({}, Notice{Notice::Kind::Pong, {}, message});
        return true;
    }
};

}  // namespace

std::unique_ptr<FeedDecoder> make_feed_decoder() { return std::make_unique<Decoder>(); }

}  // namespace nightjar::venue::okx
