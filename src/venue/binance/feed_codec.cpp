#include "venue/binance/public_codec.hpp"
#include "venue/binance/public_fields.hpp"
#include "venue/binance/rest_replies.hpp"
#include "venue/json_decoder.hpp"

namespace nightjar::venue::binance {

namespace {

using core::Result;
using core::Status;

Status read_candle(const object& message, std::string_view symbol, EventList& to) {
    NJ_TRY(bar, read_object(message, "k"));
    Candle candle;
    NJ_TRY(open_time, read_time(bar, "t"));
    NJ_TRY(interval, read_text(bar, "i"));
    NJ_TRY(closed, read_flag(bar, "x"));
    NJ_TRY(read_prices(bar, {"o", "h", "l", "c", "v"}, candle));
    candle.open_time = open_time;
    candle.interval = interval;
    candle.closed = closed;
    to.add(symbol, candle);
    return {};
}

/// Whatever PublicDecoder reads too.
Status read_common(const object& message, std::string_view symbol, EventList& to) {
    NJ_TRY(body, read_body(message, to.levels));
    if (const auto* update = std::get_if<DepthUpdate>(&body)) to.add_depth(symbol, *update);
    if (const auto* all = std::get_if<DepthSnapshot>(&body)) to.add_depth(symbol, *all);
    if (const auto* trade = std::get_if<PublicTrade>(&body)) to.add(symbol, *trade);
    if (const auto* top = std::get_if<TopOfBook>(&body)) to.add(symbol, *top);
    return {};
}

/// Answers to a request: {"result":null,"id":1}, {"error":{"code":2,"msg":".."},"id":1}.
std::optional<Notice> read_answer(const object& message) {
    object error;
    if (message.at_key("error").get(error) == simdjson::SUCCESS)
        return Notice{Notice::Kind::Refused, {}, text_or_empty(error, "msg")};
    if (has(message, "code") && has(message, "msg"))
        return Notice{Notice::Kind::Refused, {}, text_or_empty(message, "msg")};
    if (has(message, "result") && has(message, "id"))
        return Notice{Notice::Kind::Subscribed, {}, {}};
    return std::nullopt;
}

class Decoder final : public JsonDecoder {
    Result<std::optional<std::uint64_t>> read(const object& whole, EventList& to) override {
        if (const auto notice = read_answer(whole)) {
            to.add({}, *notice);
            return std::nullopt;
        }
        NJ_TRY(message, unwrapped(whole));
        NJ_TRY(symbol, symbol_of(message));
        const auto kind = text_or_empty(message, "e");
        if (kind == "serverShutdown")
            to.add({}, Notice{Notice::Kind::Reconnect, {}, kind});
        else if (kind == "kline")
            NJ_TRY(read_candle(message, symbol, to));
        else if (kind == "markPriceUpdate")
            NJ_TRY(read_mark(message, {"s", "E", "p", "r", "T"}, to));
        else
            NJ_TRY(read_common(message, symbol, to));
        return std::nullopt;
    }

    Status read_reply(FeedQuery query, element reply, EventList& to) override {
        if (object message; reply.get(message) == simdjson::SUCCESS && has(message, "code"))
            return core::fail(Errc::Refused, "{}", text_or_empty(message, "msg"));
        return read_answer_to(query, reply, to);
    }
};

}  // namespace

std::unique_ptr<FeedDecoder> make_feed_decoder() { return std::make_unique<Decoder>(); }

}  // namespace nightjar::venue::binance
