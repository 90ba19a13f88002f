#pragma once
/// What ours and the floor read alike: the rows of l2.csv.

#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace study {

struct L2Row {
    enum class Kind : std::uint8_t { Clear, Snapshot, Change };
    Kind kind{};
    bool buy{};
    bool last{};
    std::int64_t tick{};
    std::int64_t lots{};
};

inline std::string read_text(const std::string& path) {
    std::ifstream file{path, std::ios::binary | std::ios::ate};
    if (!file) throw std::runtime_error{"cannot read " + path};
    std::string text(static_cast<std::size_t>(file.tellg()), '\0');
    file.seekg(0);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    return text;
}

/// A decimal without its point: "200.05" is 20005. Leaves `at` behind it.
inline std::int64_t take_number(const char*& at) {
    const bool negative = *at == '-';
    if (negative) ++at;
    std::int64_t value = 0;
    for (;; ++at) {
        const auto digit = static_cast<unsigned>(static_cast<unsigned char>(*at)) - '0';
        if (digit < 10)
            value = value * 10 + digit;
        else if (*at != '.')
            return negative ? -value : value;
    }
}

inline std::vector<L2Row> read_l2(const std::string& path) {
    const auto text = read_text(path);
    const char* at = text.data() + text.find('\n') + 1;
    const char* const end = text.data() + text.size();
    std::vector<L2Row> rows;
    const auto field = [&at] {
        const auto value = take_number(at);
        ++at;
        return value;
    };
    while (at < end) {
        field();  // time
        field();  // message
        L2Row row;
        row.kind = static_cast<L2Row::Kind>(field());
        row.buy = field() > 0;
        row.tick = field();
        row.lots = field();
        row.last = field() != 0;
        rows.push_back(row);
    }
    return rows;
}

}  // namespace study
