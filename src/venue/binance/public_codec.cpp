#include "venue/binance/public_codec.hpp"

#include "venue/errc.hpp"

#include <simdjson.h>

#include <string>
#include <vector>

namespace nightjar::venue::binance {

namespace {

using core::Result;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;
using Levels = std::vector<PublicLevel>;

std::unexpected<core::Error> missing(std::string_view field) {
    return core::fail(Errc::MissingField, "{}: not there: no message of this kind", field);
}

std::unexpected<core::Error> bad(std::string_view field, std::string_view value,
                                 std::string_view complaint) {
    return core::fail(Errc::BadField, "{}: {:.32}: {}", field, value, complaint);
}

bool has(const object& message, std::string_view field) {
    return message.at_key(field).error() == simdjson::SUCCESS;
}

Result<std::uint64_t> read_count(const object& message, std::string_view field) {
    element found;
    if (message.at_key(field).get(found) != simdjson::SUCCESS) return missing(field);
    std::uint64_t count{};
    if (found.get(count) != simdjson::SUCCESS) return bad(field, "?", "not a whole number from 0");
    return count;
}

Result<std::string_view> read_text(const object& message, std::string_view field) {
    element found;
    if (message.at_key(field).get(found) != simdjson::SUCCESS) return missing(field);
    std::string_view text;
    if (found.get(text) != simdjson::SUCCESS) return bad(field, "?", "not a text");
    return text;
}

Result<bool> read_flag(const object& message, std::string_view field) {
    element found;
    if (message.at_key(field).get(found) != simdjson::SUCCESS) return missing(field);
    bool flag{};
    if (found.get(flag) != simdjson::SUCCESS) return bad(field, "?", "not true or false");
    return flag;
}

Result<core::Decimal> to_decimal(std::string_view field, std::string_view text) {
    const auto number = core::read_decimal(text);
    if (!number) return bad(field, text, "not a decimal number of at most 18 digits");
    return *number;
}

Result<core::Decimal> read_number(const object& message, std::string_view field) {
    NJ_TRY(text, read_text(message, field));
    return to_decimal(field, text);
}

Result<core::Decimal> read_qty(const object& message, std::string_view field) {
    NJ_TRY(qty, read_number(message, field));
    if (qty.mantissa < 0) return bad(field, "", "below 0");
    return qty;
}

/// The year 5138 in ms is 1973 in us, so the size tells them apart. No ns count what is after 2262.
Result<core::Time> read_time(const object& message, std::string_view field) {
    constexpr std::uint64_t microseconds_from = 100'000'000'000'000;
    constexpr std::uint64_t max_ms = 9'223'372'036'854;
    constexpr std::uint64_t max_us = 9'223'372'036'854'775;
    NJ_TRY(count, read_count(message, field));
    const bool micro = count >= microseconds_from;
    if (count > (micro ? max_us : max_ms))
        return bad(field, std::to_string(count), "no time in ms or us");
    const auto value = static_cast<std::int64_t>(count);
    return core::Time{} + (micro ? core::microseconds(value) : core::milliseconds(value));
}

Result<std::optional<core::Time>> read_time_if_there(const object& message,
                                                     std::string_view field) {
    if (!has(message, field)) return std::nullopt;
    NJ_TRY(time, read_time(message, field));
    return time;
}

Result<PublicLevel> read_level(core::Side side, std::string_view field, element item) {
    array pair;
    std::string_view price_text;
    std::string_view qty_text;
    if (item.get(pair) != simdjson::SUCCESS || pair.size() < 2 ||
        pair.at(0).get(price_text) != simdjson::SUCCESS ||
        pair.at(1).get(qty_text) != simdjson::SUCCESS)
        return bad(field, "?", "not a list of [\"price\", \"quantity\"]");
    NJ_TRY(price, to_decimal(field, price_text));
    NJ_TRY(qty, to_decimal(field, qty_text));
    if (qty.mantissa < 0) return bad(field, qty_text, "a quantity below 0");
    return PublicLevel{side, price, qty};
}

core::Status read_side(const object& message, core::Side side, std::string_view field,
                       Levels& levels) {
    element found;
    if (message.at_key(field).get(found) != simdjson::SUCCESS) return missing(field);
    array items;
    if (found.get(items) != simdjson::SUCCESS) return bad(field, "?", "not a list");
    for (const auto item : items) {
        NJ_TRY(level, read_level(side, field, item));
        levels.push_back(level);
    }
    return {};
}

Result<PublicBody> read_trade(const object& message, std::string_view id_field) {
    if (has(message, "X")) {  // futures: how it came to be
        NJ_TRY(kind, read_text(message, "X"));
        if (kind != "MARKET") return OtherMessage{};
    }
    NJ_TRY(at, read_time(message, "T"));
    NJ_TRY(id, read_count(message, id_field));
    NJ_TRY(price, read_number(message, "p"));
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
    NJ_TRY(read_side(message, core::Side::Buy, "b", levels));
    NJ_TRY(read_side(message, core::Side::Sell, "a", levels));
    update.at = at;
    update.first_id = first_id;
    update.last_id = last_id;
    update.levels = levels;
    return update;
}

Result<PublicBody> read_snapshot(const object& message, Levels& levels) {
    NJ_TRY(at, read_time_if_there(message, "E"));
    NJ_TRY(last_id, read_count(message, "lastUpdateId"));
    NJ_TRY(read_side(message, core::Side::Buy, "bids", levels));
    NJ_TRY(read_side(message, core::Side::Sell, "asks", levels));
    return DepthSnapshot{at, last_id, levels};
}

Result<PublicBody> read_top(const object& message) {
    TopOfBook top;
    NJ_TRY(at, read_time_if_there(message, "E"));
    NJ_TRY(id, read_count(message, "u"));
    NJ_TRY(bid, read_number(message, "b"));
    NJ_TRY(bid_qty, read_qty(message, "B"));
    NJ_TRY(ask, read_number(message, "a"));
    NJ_TRY(ask_qty, read_qty(message, "A"));
    top.at = at;
    top.id = id;
    top.bid = {core::Side::Buy, bid, bid_qty};
    top.ask = {core::Side::Sell, ask, ask_qty};
    return top;
}

Result<PublicBody> read_mark(const object& message) {
    NJ_TRY(at, read_time(message, "E"));
    NJ_TRY(price, read_number(message, "p"));
    return MarkPrice{at, price};
}

/// What names its kind by "e", and by their fields those that do not.
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

}  // namespace

struct PublicDecoder::State {
    simdjson::dom::parser parser{max_bytes};
    std::string padded;  ///< the parser reads some bytes behind the end
    Levels levels;
};

PublicDecoder::PublicDecoder() : state_{std::make_unique<State>()} {}
PublicDecoder::PublicDecoder(PublicDecoder&&) noexcept = default;
PublicDecoder& PublicDecoder::operator=(PublicDecoder&&) noexcept = default;
PublicDecoder::~PublicDecoder() = default;

Result<PublicMessage> PublicDecoder::decode(std::string_view json) {
    auto& [parser, padded, levels] = *state_;
    levels.clear();
    if (json.size() > max_bytes)
        return core::fail(Errc::BadJson, "{} bytes: a message has at most {}", json.size(),
                          max_bytes);
    padded.assign(json);
    padded.append(simdjson::SIMDJSON_PADDING, ' ');
    element root;
    if (const auto error = parser.parse(padded.data(), json.size(), false).get(root))
        return core::fail(Errc::BadJson, "no JSON: {}: \"{:.40}\"", simdjson::error_message(error),
                          json);
    object message;
    if (root.get(message) != simdjson::SUCCESS)
        return core::fail(Errc::BadJson, "not an object: \"{:.40}\"", json);
    if (has(message, "stream")) {
        element data;
        if (message.at_key("data").get(data) != simdjson::SUCCESS) return missing("data");
        if (data.get(message) != simdjson::SUCCESS) return bad("data", "?", "not an object");
    }
    PublicMessage decoded;
    for (const std::string_view field : {"s", "symbol"})
        if (has(message, field)) {
            NJ_TRY(symbol, read_text(message, field));
            decoded.symbol = symbol;
            break;
        }
    NJ_TRY(body, read_body(message, levels));
    decoded.body = body;
    return decoded;
}

}  // namespace nightjar::venue::binance
