#include "data/csv_layout.hpp"

#include "core/base/time.hpp"
#include "data/csv_columns.hpp"
#include "data/csv_number.hpp"
#include "data/errc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <span>
#include <vector>

namespace nightjar::data {

namespace {

using core::Result;

// The names of columns in the wild, lower case, with _ between words. The first that a file has
// counts: of several times the finest.
constexpr std::array<std::string_view, bar_field_count> names_of{
    "ts_ns timestamp_ns time_ns open_time_ns open_time_us open_time_ms open_time opentime "
    "open_timestamp timestamp_us timestamp_ms time_us time_ms timestamp unix unix_timestamp "
    "unix_time "
    "epoch ts t start_time start time time_period_start candle_begin_time datetime date_time "
    "gmt_time "
    "utc_time date",
    "open o open_price price_open",
    "high h high_price price_high",
    "low l low_price price_low",
    "close c close_price price_close",
    "volume vol volume_base base_volume v volumefrom volume_from volume_traded tick_volume"};
/// "volume_btc" is a volume; these mean money that changed hands.
constexpr std::string_view money_words = "quote usd usdt usdc busd eur gbp jpy krw to";

std::vector<std::string_view> split(std::string_view line, char separator) {
    std::vector<std::string_view> fields;
    for (;;) {
        const auto end = line.find(separator);
        fields.push_back(trim_field(line.substr(0, end)));
        if (end == std::string_view::npos) return fields;
        line.remove_prefix(end + 1);
    }
}

char find_separator(std::string_view line) {
    constexpr std::string_view separators = ",;\t";
    return *std::ranges::max_element(separators, {},
                                     [&](char c) { return std::ranges::count(line, c); });
}

/// "<Open Time>" is "open_time".
std::string plain_name(std::string_view field) {
    if (field.starts_with('<') && field.ends_with('>')) field = field.substr(1, field.size() - 2);
    std::string name;
    for (const char c : field) {
        const auto byte = static_cast<unsigned char>(c);
        name += c == ' ' || c == '-' || c == '.' ? '_' : static_cast<char>(std::tolower(byte));
    }
    return name;
}

/// The column of the first of `names` (words) that `header` has.
std::size_t find_column(std::span<const std::string> header, std::string_view names) {
    for (const auto wanted : split(names, ' '))
        if (const auto found = std::ranges::find(header, wanted); found != header.end())
            return static_cast<std::size_t>(found - header.begin());
    return CsvLayout::none;
}

/// The first "volume_<asset>" that is not of money, or else the first.
std::size_t find_asset_volume(std::span<const std::string> header) {
    constexpr std::string_view prefix = "volume_";
    const auto money = split(money_words, ' ');
    auto first = CsvLayout::none;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (!header[i].starts_with(prefix)) continue;
        const auto asset = std::string_view{header[i]}.substr(prefix.size());
        if (std::ranges::find(money, asset) == money.end()) return i;
        first = std::min(first, i);
    }
    return first;
}

bool is_value(std::string_view field) {
    return parse_csv_number(field).has_value() || parse_time_text(field).has_value();
}

/// Of quotes a side may be missing.
bool is_row(std::span<const std::string_view> fields) {
    const bool gaps = fields.size() == quote_fields;
    return is_value(fields.front()) &&
           std::ranges::all_of(fields.subspan(1), [gaps](std::string_view field) {
               return (gaps && field.empty()) || is_value(field);
           });
}

/// A first line that tells where the file comes from.
bool is_remark(std::string_view line) {
    return line.empty() || line.starts_with('#') || line.starts_with("http");
}

Result<CsvLayout> read_header(std::string_view file, std::string_view line, std::size_t number,
                              CsvLayout layout, std::span<const std::string_view> fields) {
    std::vector<std::string> header;
    for (const auto field : fields) header.push_back(plain_name(field));
    for (std::size_t i = 0; i < bar_field_count; ++i)
        layout.columns[i] = find_column(header, names_of[i]);
    auto& volume = layout.columns.back();
    if (volume == CsvLayout::none) volume = find_asset_volume(header);
    for (std::size_t i = 0; i < bar_field_count; ++i) {
        const auto field = static_cast<BarField>(i);
        const auto column = layout.columns[i];
        if (column != CsvLayout::none)
            layout.description += fmt::format("{}{}", i == 0 ? "" : ", ", fields[column]);
        else if (field != BarField::Volume)
            return core::fail(Errc::NoColumn, "{}:{}: no {} column in \"{:.40}\": name it \"{}\"",
                              file, number, name(field), line, name(field));
    }
    layout.has_header = true;
    layout.lines_before = number;
    return layout;
}

}  // namespace

std::string_view name(BarField field) {
    constexpr std::array<std::string_view, bar_field_count> names{"time", "open",  "high",
                                                                  "low",  "close", "volume"};
    return names[static_cast<std::size_t>(field)];
}

std::optional<core::Duration> millisecond_of_day(std::string_view field) {
    const auto number = parse_csv_number(field);
    if (!number || number->decimals != 0 || number->mantissa < 0 ||
        number->mantissa >= core::days(1).ns / core::milliseconds(1).ns)
        return std::nullopt;
    return core::milliseconds(number->mantissa);
}

std::string_view trim_field(std::string_view field) {
    constexpr std::string_view padding = " \"\r\t";
    const auto first = field.find_first_not_of(padding);
    if (first == std::string_view::npos) return {};
    return field.substr(first, field.find_last_not_of(padding) - first + 1);
}

bool Lines::next(std::string_view& line) {
    if (rest_.empty()) return false;
    const auto end = rest_.find('\n');
    line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number_;
    return true;
}

Result<CsvLayout> find_layout(std::string_view file, std::string_view text) {
    Lines lines{text};
    std::string_view line;
    do {
        if (!lines.next(line)) return core::fail(Errc::Empty, "{}: no rows", file);
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    } while (is_remark(line));

    CsvLayout layout;
    layout.separator = find_separator(line);
    const auto fields = split(line, layout.separator);
    layout.fields = fields.size();
    if (!is_row(fields)) return read_header(file, line, lines.number(), std::move(layout), fields);
    if (fields.size() < bar_field_count)
        return core::fail(Errc::NoColumn, "{}:{}: no header, and only {} fields: add a header",
                          file, lines.number(), fields.size());
    for (std::size_t i = 0; i < bar_field_count; ++i) layout.columns[i] = i;
    layout.lines_before = lines.number() - 1;
    layout.description = "no header: time, open, high, low, close, volume";
    layout.since_midnight = millisecond_of_day(fields.front()).has_value();
    layout.lean = layout.since_midnight || is_compact_time(fields.front());
    layout.quotes = layout.lean && fields.size() == quote_fields;
    if (layout.quotes) {
        layout.columns.back() = CsvLayout::none;
        layout.description = "no header: time; open, high, low, close of the bid, of the ask";
    }
    return layout;
}

}  // namespace nightjar::data
