#include "app/table_text.hpp"

#include "core/base/time.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace nightjar::app {

using Json = nlohmann::ordered_json;
using store::ViewKind;
using Cell = std::optional<std::string>;

namespace {

std::int64_t to_int(const std::string& text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool is_number(ViewKind kind) {
    return kind == ViewKind::Integer || kind == ViewKind::Real || kind == ViewKind::Decimal;
}

/// "ema_cross 0.31 x2, rsi -0.1 x1".
std::string votes_text(const std::string& text) {
    std::string out;
    for (const auto& vote : Json::parse(text, nullptr, false)) {
        const auto part = [&vote](const char* key) {
            const auto found = vote.find(key);
            if (found == vote.end()) return std::string{"?"};
            return found->is_string() ? found->get<std::string>() : found->dump();
        };
        out += fmt::format("{}{} {} x{}", out.empty() ? "" : ", ", part("signal"), part("score"),
                           part("weight"));
    }
    return out;
}

std::string shown(const Cell& cell, ViewKind kind) {
    if (!cell) return {};
    switch (kind) {
        case ViewKind::Time: return core::format_time({to_int(*cell)});
        case ViewKind::Flag: return *cell == "0" ? "" : "yes";
        case ViewKind::Json: return votes_text(*cell);
        default: return *cell;
    }
}

std::string heading(const store::ViewColumn& column) {
    return column.kind == ViewKind::Time ? "time" : column.name;
}

Json to_json(const Cell& cell, ViewKind kind) {
    if (!cell) return {};
    switch (kind) {
        case ViewKind::Integer:
        case ViewKind::Time: return to_int(*cell);
        case ViewKind::Flag: return *cell != "0";
        case ViewKind::Real:
        case ViewKind::Json: {
            auto json = Json::parse(*cell, nullptr, false);
            return json.is_discarded() ? Json{} : json;
        }
        default: return *cell;
    }
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

/// Of characters, not of bytes.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

std::string to_text(const store::ViewRows& rows) {
    std::vector<std::string> lines(rows.rows.size() + 1);
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        const auto& column = rows.columns[i];
        std::vector<std::string> cells{heading(column)};
        for (const auto& row : rows.rows) cells.push_back(shown(row[i], column.kind));
        if (std::ranges::all_of(cells.begin() + 1, cells.end(), &std::string::empty)) continue;
        std::size_t widest = 0;
        for (const auto& cell : cells) widest = std::max(widest, width(cell));
        for (std::size_t line = 0; line < lines.size(); ++line) {
            const std::string space(widest - width(cells[line]), ' ');
            if (!lines[line].empty()) lines[line] += "  ";
            lines[line] += is_number(column.kind) ? space + cells[line] : cells[line] + space;
        }
    }
    std::string out;
    for (const auto& line : lines) out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    return out;
}

std::string to_csv(const store::ViewRows& rows) {
    std::string out;
    for (std::size_t i = 0; i < rows.columns.size(); ++i)
        out += (i == 0 ? "" : ",") + quoted(rows.columns[i].name);
    out += "\r\n";
    for (const auto& row : rows.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i != 0) out += ',';
            if (!row[i]) continue;
            if (rows.columns[i].kind == ViewKind::Flag)
                out += *row[i] == "0" ? "false" : "true";
            else
                out += quoted(*row[i]);
        }
        out += "\r\n";
    }
    return out;
}

std::string to_json(const store::ViewRows& rows) {
    auto out = Json::array();
    for (const auto& row : rows.rows) {
        auto& json = out.emplace_back(Json::object());
        for (std::size_t i = 0; i < row.size(); ++i)
            json[rows.columns[i].name] = to_json(row[i], rows.columns[i].kind);
    }
    return out.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace nightjar::app
