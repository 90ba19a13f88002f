#include "data/csv_fields.hpp"

#include "data/csv_columns.hpp"
#include "data/csv_number.hpp"
#include "data/errc.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace nightjar::data {

namespace {

using core::Result;

std::string plain_name(std::string_view field) {
    std::string name;
    for (const char c : field)
        name += c == ' ' || c == '-'
                    ? '_'
                    : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return name;
}

}  // namespace

void split_fields(std::string_view line, char separator, std::vector<std::string_view>& fields) {
    fields.clear();
    for (;;) {
        const auto end = line.find(separator);
        const auto field = line.substr(0, end);
        const auto plain = [](char c) { return c >= '0' && c <= '9'; };
        const bool clean = !field.empty() && plain(field.front()) && plain(field.back());
        fields.push_back(clean ? field : trim_field(field));
        if (end == std::string_view::npos) return;
        line.remove_prefix(end + 1);
    }
}

TableHead TableHead::of(std::string_view text) {
    Lines lines{text};
    std::string_view line;
    while (lines.next(line) && line.empty()) {
    }
    constexpr std::string_view separators = ",;\t";
    TableHead head;
    head.separator = *std::ranges::max_element(separators, {},
                                               [&](char c) { return std::ranges::count(line, c); });
    std::vector<std::string_view> fields;
    split_fields(line, head.separator, fields);
    for (const auto field : fields) {
        head.values.emplace_back(field);
        head.names.push_back(plain_name(field));
    }
    head.is_header = std::ranges::none_of(
        fields, [](std::string_view field) { return parse_csv_number(field).has_value(); });
    return head;
}

std::size_t TableHead::find(std::string_view wanted) const {
    if (!is_header) return CsvLayout::none;
    std::vector<std::string_view> words;
    split_fields(wanted, ' ', words);
    for (const auto word : words)
        if (const auto found = std::ranges::find(names, word); found != names.end())
            return static_cast<std::size_t>(found - names.begin());
    return CsvLayout::none;
}

TableRows::TableRows(std::string_view text, const TableHead& head)
    : lines_{text}, separator_{head.separator}, names_{head.names} {
    std::string_view line;
    if (head.is_header)
        while (lines_.next(line) && line.empty()) {
        }
    else
        for (std::size_t i = 0; i < names_.size(); ++i) names_[i] = fmt::format("field {}", i + 1);
}

Result<bool> TableRows::next() {
    std::string_view line;
    do {
        if (!lines_.next(line)) return false;
    } while (line.empty());
    split_fields(line, separator_, fields_);
    if (fields_.size() == names_.size()) return true;
    return core::fail(Errc::BadRow, "{}: {} fields, not {}: correct or remove the row",
                      lines_.number(), fields_.size(), names_.size());
}

std::unexpected<core::Error> TableRows::bad(std::size_t column, std::string_view complaint) const {
    return core::fail(Errc::BadRow, "{}: {}: {:.24}: {}", line(), names_[column], fields_[column],
                      complaint);
}

Result<core::Time> TableRows::time(std::size_t column) const {
    const auto time = TimeColumn{}.read(fields_[column]);
    if (!time) return bad(column, time.error());
    return *time;
}

Result<core::Decimal> TableRows::to_number(std::size_t column, std::string_view text) const {
    if (const auto plain = core::read_decimal(text)) return *plain;
    constexpr int max_decimals = 18;
    const auto number = parse_csv_number(text);
    if (!number) return bad(column, "not a number: correct or remove the row");
    if (!number->exact || number->decimals > max_decimals)
        return bad(column, "more digits than 64 bits hold: round it");
    return core::Decimal{number->mantissa, number->decimals};
}

Result<core::Decimal> TableRows::number(std::size_t column) const {
    return to_number(column, fields_[column]);
}

Result<std::uint64_t> TableRows::count(std::size_t column) const {
    const auto text = fields_[column];
    std::uint64_t count = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || stop != text.data() + text.size())
        return bad(column, "not a whole number from 0: correct or remove the row");
    return count;
}

}  // namespace nightjar::data
