#include "store/tape_block.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>

namespace nightjar::store {

namespace {

using core::TapeRow;

static_assert(std::endian::native == std::endian::little, "the file is what memory has");

constexpr std::uint64_t side_bit = 8;
constexpr std::uint64_t last_bit = 16;
constexpr std::uint64_t kind_mask = 7;
constexpr auto last_kind = static_cast<std::uint64_t>(TapeRow::Kind::Gap);

/// As in the file. A value is first + unit * code, or, where `delta`, the value before it plus
/// step + unit * code, and the first itself `first`; all modulo 2^64.
struct ColumnHead {
    std::uint8_t width{};  ///< bytes of a code: 0, 1, 2, 4 or 8
    std::uint8_t delta{};
    std::array<std::uint8_t, 6> zero{};
    std::uint64_t first{};
    std::uint64_t step{};
    std::uint64_t unit{};
};
static_assert(sizeof(ColumnHead) == tape_column_head_bytes);

std::uint64_t flags_of(const TapeRow& row) {
    return static_cast<std::uint64_t>(row.kind) | (row.side == core::Side::Sell ? side_bit : 0) |
           (row.last ? last_bit : 0);
}

void set_flags(TapeRow& row, std::uint64_t flags) {
    row.kind = static_cast<TapeRow::Kind>(flags & kind_mask);
    row.side = (flags & side_bit) != 0 ? core::Side::Sell : core::Side::Buy;
    row.last = (flags & last_bit) != 0;
}

std::uint64_t column_value(const TapeRow& row, std::size_t column) {
    switch (column) {
        case 0: return static_cast<std::uint64_t>(row.recv_ns);
        case 1: return static_cast<std::uint64_t>(row.exch_ns);
        case 2: return static_cast<std::uint64_t>(row.price);
        case 3: return static_cast<std::uint64_t>(row.qty);
        case 4: return row.id;
        default: return flags_of(row);
    }
}

/// How many bytes hold `value`.
std::uint8_t width_of(std::uint64_t value) {
    if (value == 0) return 0;
    const auto bytes = (static_cast<unsigned>(std::bit_width(value)) + 7) / 8;
    return static_cast<std::uint8_t>(std::bit_ceil(bytes));
}

/// Codes in place of values: what they are above the least of them, in the largest unit that
/// divides all.
struct Codes {
    std::uint64_t least{};
    std::uint64_t unit{1};
    std::uint8_t width{};
};

Codes shrink(std::span<std::uint64_t> values) {
    if (values.empty()) return {};
    Codes codes;
    // As signed numbers: small steps go up and down.
    codes.least = std::ranges::min(
        values, {}, [](std::uint64_t value) { return static_cast<std::int64_t>(value); });
    std::uint64_t most = 0;
    std::uint64_t unit = 0;
    for (auto& value : values) {
        value -= codes.least;
        most = std::max(most, value);
        if (unit != 1) unit = std::gcd(unit, value);
    }
    codes.unit = std::max<std::uint64_t>(unit, 1);
    if (codes.unit > 1)
        for (auto& value : values) value /= codes.unit;
    codes.width = width_of(most / codes.unit);
    return codes;
}

void append(std::vector<std::byte>& bytes, const void* from, std::size_t size) {
    const auto* begin = static_cast<const std::byte*>(from);
    bytes.insert(bytes.end(), begin, begin + size);
}

void append_column(std::vector<std::byte>& bytes, std::span<std::uint64_t> values,
                   std::span<std::uint64_t> steps) {
    ColumnHead head{.first = values.front()};
    steps.front() = 0;
    for (std::size_t i = 1; i < values.size(); ++i) steps[i] = values[i] - values[i - 1];
    const auto by_step = shrink(steps.subspan(1));
    const auto by_value = shrink(values);
    head.delta = by_step.width < by_value.width ? 1 : 0;
    const auto& codes = head.delta != 0 ? by_step : by_value;
    head.width = codes.width;
    head.unit = codes.unit;
    if (head.delta != 0)
        head.step = codes.least;
    else
        head.first = codes.least;
    append(bytes, &head, sizeof head);
    for (const auto code : head.delta != 0 ? steps : values) append(bytes, &code, head.width);
}

/// Gives each value of a column to `set`, in order.
template <class Code, class Set>
void read_codes(const ColumnHead& head, const std::byte* codes, std::size_t rows, const Set& set) {
    const auto code = [codes](std::size_t i) -> std::uint64_t {
        Code value{};
        std::memcpy(&value, codes + i * sizeof(Code), sizeof(Code));
        return value;
    };
    if (head.delta == 0) {
        for (std::size_t i = 0; i < rows; ++i) set(i, head.first + head.unit * code(i));
        return;
    }
    auto value = head.first;
    set(0, value);
    for (std::size_t i = 1; i < rows; ++i) set(i, value += head.step + head.unit * code(i));
}

template <class Set>
bool read_column(const ColumnHead& head, const std::byte* codes, std::size_t rows, const Set& set) {
    switch (head.width) {
        case 1: read_codes<std::uint8_t>(head, codes, rows, set); return true;
        case 2: read_codes<std::uint16_t>(head, codes, rows, set); return true;
        case 4: read_codes<std::uint32_t>(head, codes, rows, set); return true;
        case 8: read_codes<std::uint64_t>(head, codes, rows, set); return true;
        case 0: break;
        default: return false;
    }
    auto value = head.first;
    for (std::size_t i = 0; i < rows; ++i, value += head.delta != 0 ? head.step : 0) set(i, value);
    return true;
}

bool fill_column(const ColumnHead& head, const std::byte* codes, std::size_t column,
                 std::span<TapeRow> rows) {
    auto* row = rows.data();
    const auto n = rows.size();
    const auto is = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    const auto read = [&](const auto& set) { return read_column(head, codes, n, set); };
    switch (column) {
        case 0: return read([=](auto i, auto value) { row[i].recv_ns = is(value); });
        case 1: return read([=](auto i, auto value) { row[i].exch_ns = is(value); });
        case 2: return read([=](auto i, auto value) { row[i].price = is(value); });
        case 3: return read([=](auto i, auto value) { row[i].qty = is(value); });
        case 4: return read([=](auto i, auto value) { row[i].id = value; });
        default: break;
    }
    bool known = true;
    return read([&](auto i, auto value) {
               known &= (value & kind_mask) <= last_kind && value < 2 * last_bit;
               set_flags(row[i], value);
           }) &&
           known;
}

}  // namespace

void encode_tape_block(std::span<const TapeRow> rows, std::vector<std::byte>& bytes) {
    bytes.clear();
    std::vector<std::uint64_t> values(rows.size());
    std::vector<std::uint64_t> steps(rows.size());
    for (std::size_t column = 0; column < tape_columns; ++column) {
        for (std::size_t i = 0; i < rows.size(); ++i) values[i] = column_value(rows[i], column);
        append_column(bytes, values, steps);
    }
}

bool decode_tape_block(std::span<const std::byte> bytes, std::span<TapeRow> rows) {
    for (std::size_t column = 0; column < tape_columns; ++column) {
        ColumnHead head;
        if (bytes.size() < sizeof head) return false;
        std::memcpy(&head, bytes.data(), sizeof head);
        bytes = bytes.subspan(sizeof head);
        const auto size = rows.size() * head.width;
        if (bytes.size() < size || !fill_column(head, bytes.data(), column, rows)) return false;
        bytes = bytes.subspan(size);
    }
    return bytes.empty();
}

void canonical_tape_rows(std::span<const TapeRow> rows, std::vector<std::byte>& bytes) {
    constexpr std::size_t row_bytes = 5 * 8 + 3;
    bytes.resize(rows.size() * row_bytes);
    auto* to = bytes.data();
    for (const auto& row : rows) {
        const std::array<std::int64_t, 4> numbers{row.exch_ns, row.recv_ns, row.price, row.qty};
        const std::array<std::uint8_t, 3> flags{static_cast<std::uint8_t>(row.kind),
                                                static_cast<std::uint8_t>(row.side),
                                                static_cast<std::uint8_t>(row.last ? 1 : 0)};
        std::memcpy(to, numbers.data(), sizeof numbers);
        std::memcpy(to + sizeof numbers, &row.id, sizeof row.id);
        std::memcpy(to + sizeof numbers + sizeof row.id, flags.data(), sizeof flags);
        to += row_bytes;
    }
}

}  // namespace nightjar::store
