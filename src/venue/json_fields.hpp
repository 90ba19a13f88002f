#pragma once
/// The fields of a venue's JSON, each read or refused by name. Private to the room: simdjson lives
/// in its .cpp files.

#include "venue/errc.hpp"
#include "venue/feed_decoder.hpp"
#include "venue/level_lists.hpp"

#include <simdjson.h>

#include <string_view>
#include <vector>

namespace nightjar::venue {

using core::Result;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::unexpected<core::Error> missing(std::string_view field);
std::unexpected<core::Error> bad(std::string_view field, std::string_view value,
                                 std::string_view complaint);

bool has(const object& message, std::string_view field);
/// It is there and is neither null nor "".
bool filled(const object& message, std::string_view field);
/// Its text; "" where it is not there, or is no text.
std::string_view text_or_empty(const object& message, std::string_view field);

Result<std::string_view> read_text(const object& message, std::string_view field);
Result<bool> read_flag(const object& message, std::string_view field);
Result<object> read_object(const object& message, std::string_view field);
Result<array> read_array(const object& message, std::string_view field);
/// A whole number from 0, or its text.
Result<std::uint64_t> to_count(std::string_view field, std::string_view text);
Result<std::uint64_t> read_count(const object& message, std::string_view field);

Result<core::Decimal> to_decimal(std::string_view field, std::string_view text);
Result<core::Decimal> to_price(std::string_view field, std::string_view text);
Result<core::Decimal> to_qty(std::string_view field, std::string_view text);
Result<core::Decimal> read_number(const object& message, std::string_view field);
Result<core::Decimal> read_price(const object& message, std::string_view field);
Result<core::Decimal> read_qty(const object& message, std::string_view field);
/// Nothing where it is not there, null or "".
Result<std::optional<core::Decimal>> read_qty_if_filled(const object& message,
                                                        std::string_view field);
/// a * b of numbers from 0, with as few decimals as it needs; error where it does not fit.
Result<core::Decimal> product(std::string_view field, core::Decimal a, core::Decimal b);

/// ms or us since 1970: the year 5138 in ms is 1973 in us, so the size tells them apart.
Result<core::Time> to_time(std::string_view field, std::uint64_t count);
Result<core::Time> read_time(const object& message, std::string_view field);
Result<std::optional<core::Time>> read_time_if_there(const object& message, std::string_view field);
/// "2022-12-31T23:00:00.123456Z".
Result<core::Time> read_date(const object& message, std::string_view field);
/// Seconds since 1970, with or without a fraction.
Result<core::Time> to_time_of_seconds(std::string_view field, std::string_view text);

/// An element that must be of its kind; `field` is where it stands.
Result<object> as_object(std::string_view field, element item);
Result<array> as_array(std::string_view field, element item);
Result<std::string_view> text_at(std::string_view field, const array& row, std::size_t index);

/// One of the venue's two words for the sides.
Result<core::Side> read_side(const object& message, std::string_view field, std::string_view buy,
                             std::string_view sell);

/// One side of the best prices. Price and quantity are 0 where both are 0, or "" or not there.
Result<PublicLevel> read_quote(const object& message, core::Side side, std::string_view price_field,
                               std::string_view qty_field);

/// open, high, low and close of a row, from the one at `first`, and the volume behind them.
core::Status read_prices(const array& row, std::size_t first, Candle& to);
/// Which fields of an object have them.
struct CandleFields {
    std::string_view open;
    std::string_view high;
    std::string_view low;
    std::string_view close;
    std::string_view volume;
};
core::Status read_prices(const object& message, const CandleFields& fields, Candle& to);

/// Levels of books, and their texts beside them.
struct Levels {
    std::vector<PublicLevel> levels;
    std::vector<LevelText> texts;
    LevelLists lists;  ///< of this message, read already

    void clear() { resize(0); }
    /// Forgets the last ones.
    void resize(std::size_t size);
    core::Status add(core::Side side, std::string_view field, LevelText text);
    /// The price above 0, the quantity from 0, of ["price", "quantity", ...].
    core::Status add_pairs(const object& message, core::Side side, std::string_view field);
    /// The same of {"price": .., qty_field: .., ...}.
    core::Status add_objects(const object& message, core::Side side, std::string_view field,
                             std::string_view qty_field);

private:
    /// Those of a list that was read already; false where `item` is no mark of one.
    bool add_read(core::Side side, element item, LevelLists::Form form);
};

}  // namespace nightjar::venue
