#include "venue/json_fields.hpp"

#include <charconv>
#include <limits>
#include <string>
#include <utility>

namespace nightjar::venue {

namespace {

constexpr std::string_view no_text = "not a text";
constexpr std::string_view no_count = "not a whole number from 0";

Result<element> find(const object& message, std::string_view field) {
    element found;
    if (message.at_key(field).get(found) != simdjson::SUCCESS) return missing(field);
    return found;
}

}  // namespace

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

bool filled(const object& message, std::string_view field) {
    element found;
    if (message.at_key(field).get(found) != simdjson::SUCCESS || found.is_null()) return false;
    std::string_view text;
    return found.get(text) != simdjson::SUCCESS || !text.empty();
}

std::string_view text_or_empty(const object& message, std::string_view field) {
    std::string_view text;
    if (message.at_key(field).get(text) != simdjson::SUCCESS) return {};
    return text;
}

Result<std::string_view> read_text(const object& message, std::string_view field) {
    NJ_TRY(found, find(message, field));
    std::string_view text;
    if (found.get(text) != simdjson::SUCCESS) return bad(field, "?", no_text);
    return text;
}

Result<bool> read_flag(const object& message, std::string_view field) {
    NJ_TRY(found, find(message, field));
    bool flag{};
    if (found.get(flag) != simdjson::SUCCESS) return bad(field, "?", "not true or false");
    return flag;
}

Result<object> read_object(const object& message, std::string_view field) {
    NJ_TRY(found, find(message, field));
    return as_object(field, found);
}

Result<array> read_array(const object& message, std::string_view field) {
    NJ_TRY(found, find(message, field));
    return as_array(field, found);
}

Result<std::uint64_t> to_count(std::string_view field, std::string_view text) {
    std::uint64_t count{};
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc{} || stop != end) return bad(field, text, no_count);
    return count;
}

Result<std::uint64_t> read_count(const object& message, std::string_view field) {
    NJ_TRY(found, find(message, field));
    std::uint64_t count{};
    if (found.get(count) == simdjson::SUCCESS) return count;
    std::string_view text;
    if (found.get(text) != simdjson::SUCCESS) return bad(field, "?", no_count);
    return to_count(field, text);
}

Result<core::Decimal> to_decimal(std::string_view field, std::string_view text) {
    if (const auto number = core::read_decimal(text)) return *number;
    return bad(field, text, "not a decimal number of at most 18 digits");
}

Result<core::Decimal> to_price(std::string_view field, std::string_view text) {
    NJ_TRY(price, to_decimal(field, text));
    if (price.mantissa <= 0) return bad(field, text, "a price is above 0");
    return price;
}

Result<core::Decimal> to_qty(std::string_view field, std::string_view text) {
    NJ_TRY(qty, to_decimal(field, text));
    if (qty.mantissa < 0) return bad(field, text, "a quantity below 0");
    return qty;
}

Result<core::Decimal> read_number(const object& message, std::string_view field) {
    NJ_TRY(text, read_text(message, field));
    return to_decimal(field, text);
}

Result<core::Decimal> read_price(const object& message, std::string_view field) {
    NJ_TRY(text, read_text(message, field));
    return to_price(field, text);
}

Result<core::Decimal> read_qty(const object& message, std::string_view field) {
    NJ_TRY(text, read_text(message, field));
    return to_qty(field, text);
}

Result<std::optional<core::Decimal>> read_qty_if_filled(const object& message,
                                                        std::string_view field) {
    if (!filled(message, field)) return std::nullopt;
    NJ_TRY(qty, read_qty(message, field));
    return qty;
}

Result<core::Decimal> product(std::string_view field, core::Decimal a, core::Decimal b) {
    constexpr int max_decimals = 18;
    constexpr int base = 10;
    auto mantissa = core::Wide{a.mantissa} * b.mantissa;
    int decimals = a.decimals + b.decimals;
    for (; decimals > 0 && mantissa % base == 0; --decimals) mantissa /= base;
    if (mantissa > std::numeric_limits<std::int64_t>::max() || decimals > max_decimals)
        return bad(field, "?", "too large or too fine a product");
    return core::Decimal{static_cast<std::int64_t>(mantissa), decimals};
}

Result<core::Time> to_time(std::string_view field, std::uint64_t count) {
    constexpr std::uint64_t microseconds_from = 100'000'000'000'000;
    constexpr std::uint64_t max_ms = 9'223'372'036'854;  // no ns count what is after 2262
    constexpr std::uint64_t max_us = 9'223'372'036'854'775;
    const bool micro = count >= microseconds_from;
    if (count > (micro ? max_us : max_ms))
        return bad(field, std::to_string(count), "no time in ms or us");
    const auto value = static_cast<std::int64_t>(count);
    return core::Time{} + (micro ? core::microseconds(value) : core::milliseconds(value));
}

Result<core::Time> read_time(const object& message, std::string_view field) {
    NJ_TRY(count, read_count(message, field));
    return to_time(field, count);
}

Result<std::optional<core::Time>> read_time_if_there(const object& message,
                                                     std::string_view field) {
    if (!has(message, field)) return std::nullopt;
    NJ_TRY(time, read_time(message, field));
    return time;
}

Result<core::Time> read_date(const object& message, std::string_view field) {
    NJ_TRY(text, read_text(message, field));
    const auto time = core::parse_time(text);
    if (!time) return bad(field, text, "not a UTC time");
    return *time;
}

Result<core::Time> to_time_of_seconds(std::string_view field, std::string_view text) {
    constexpr int digits_of_ns = 9;
    const auto number = core::read_decimal(text);
    const auto ns = number ? core::count_at(*number, digits_of_ns) : std::nullopt;
    if (!ns || *ns < 0) return bad(field, text, "not seconds since 1970");
    return core::Time{*ns};
}

Result<object> as_object(std::string_view field, element item) {
    object found;
    if (item.get(found) != simdjson::SUCCESS) return bad(field, "?", "not an object");
    return found;
}

Result<array> as_array(std::string_view field, element item) {
    array found;
    if (item.get(found) != simdjson::SUCCESS) return bad(field, "?", "not a list");
    return found;
}

Result<std::string_view> text_at(std::string_view field, const array& row, std::size_t index) {
    std::string_view text;
    if (row.at(index).get(text) != simdjson::SUCCESS) return bad(field, "?", no_text);
    return text;
}

Result<core::Side> read_side(const object& message, std::string_view field, std::string_view buy,
                             std::string_view sell) {
    NJ_TRY(side, read_text(message, field));
    if (side == buy) return core::Side::Buy;
    if (side == sell) return core::Side::Sell;
    return bad(field, side, fmt::format("not {} or {}", buy, sell));
}

Result<PublicLevel> read_quote(const object& message, core::Side side, std::string_view price_field,
                               std::string_view qty_field) {
    if (!filled(message, price_field)) return PublicLevel{side, {}, {}};
    NJ_TRY(text, read_text(message, price_field));
    NJ_TRY(price, to_decimal(price_field, text));
    NJ_TRY(qty, read_qty(message, qty_field));
    if (price.mantissa == 0 && qty.mantissa == 0) return PublicLevel{side, {}, {}};
    if (price.mantissa <= 0) return bad(price_field, text, "a price is above 0");
    return PublicLevel{side, price, qty};
}

core::Status read_prices(const array& row, std::size_t first, Candle& to) {
    std::size_t index = first;
    for (auto [field, price] : {std::pair{"open", &to.open},
                                {"high", &to.high},
                                {"low", &to.low},
                                {"close", &to.close}}) {
        NJ_TRY(text, text_at(field, row, index++));
        NJ_TRY(value, to_price(field, text));
        *price = value;
    }
    NJ_TRY(text, text_at("volume", row, index));
    NJ_TRY(volume, to_qty("volume", text));
    to.volume = volume;
    return {};
}

core::Status read_prices(const object& message, const CandleFields& fields, Candle& to) {
    NJ_TRY(open, read_price(message, fields.open));
    NJ_TRY(high, read_price(message, fields.high));
    NJ_TRY(low, read_price(message, fields.low));
    NJ_TRY(close, read_price(message, fields.close));
    NJ_TRY(volume, read_qty(message, fields.volume));
    to.open = open;
    to.high = high;
    to.low = low;
    to.close = close;
    to.volume = volume;
    return {};
}

void Levels::resize(std::size_t size) {
    levels.resize(size);
    texts.resize(size);
}

namespace {

/// Apart, since a busy message has hundreds of levels, all good.
std::unexpected<core::Error> wrong_level(std::string_view field, const LevelText& text) {
    auto price = to_price(field, text.price);
    if (!price) return std::unexpected{std::move(price).error()};
    return std::unexpected{to_qty(field, text.qty).error()};
}

}  // namespace

core::Status Levels::add(core::Side side, std::string_view field, LevelText text) {
    const auto price = core::read_decimal(text.price);
    const auto qty = core::read_decimal(text.qty);
    if (!price || !qty || price->mantissa <= 0 || qty->mantissa < 0)
        return wrong_level(field, text);
    levels.push_back({side, *price, *qty});
    texts.push_back(text);
    return {};
}

bool Levels::add_read(core::Side side, element item, LevelLists::Form form) {
    object mark;
    std::string_view number;
    if (lists.empty() || item.get(mark) != simdjson::SUCCESS ||
        mark.at_key(LevelLists::mark).get(number) != simdjson::SUCCESS)
        return false;
    const auto rows = lists.find(number, form);
    if (!rows) return false;
    const auto before = levels.size();
    levels.insert(levels.end(), rows->levels.begin(), rows->levels.end());
    texts.insert(texts.end(), rows->texts.begin(), rows->texts.end());
    for (auto& level : std::span{levels}.subspan(before)) level.side = side;
    return true;
}

core::Status Levels::add_objects(const object& message, core::Side side, std::string_view field,
                                 std::string_view qty_field) {
    NJ_TRY(found, find(message, field));
    if (qty_field == "qty" && add_read(side, found, LevelLists::Form::Objects)) return {};
    NJ_TRY(items, as_array(field, found));
    for (const auto entry : items) {
        NJ_TRY(item, as_object(field, entry));
        NJ_TRY(price, read_text(item, "price"));
        NJ_TRY(qty, read_text(item, qty_field));
        NJ_TRY(add(side, field, {price, qty}));
    }
    return {};
}

core::Status Levels::add_pairs(const object& message, core::Side side, std::string_view field) {
    NJ_TRY(found, find(message, field));
    if (add_read(side, found, LevelLists::Form::Pairs)) return {};
    NJ_TRY(items, as_array(field, found));
    for (const auto item : items) {
        array pair;
        LevelText text;
        if (item.get(pair) != simdjson::SUCCESS ||
            pair.at(0).get(text.price) != simdjson::SUCCESS ||
            pair.at(1).get(text.qty) != simdjson::SUCCESS)
            return bad(field, "?", "not a list of [\"price\", \"quantity\"]");
        NJ_TRY(add(side, field, text));
    }
    return {};
}

}  // namespace nightjar::venue
