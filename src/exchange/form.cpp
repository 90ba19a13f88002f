#include "exchange/form.hpp"

#include "exchange/errc.hpp"

#include <algorithm>

namespace nightjar::exchange {

namespace {

constexpr int not_hex = -1;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    constexpr int ten = 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + ten;
    if (c >= 'A' && c <= 'F') return c - 'A' + ten;
    return not_hex;
}

core::Result<std::string> decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            plain += ' ';
            continue;
        }
        if (text[i] != '%') {
            plain += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : not_hex;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : not_hex;
        if (high < 0 || low < 0)
            return core::fail(Errc::BadRequest, "a bad escape in \"{:.60}\"", text);
        constexpr int sixteen = 16;
        plain += static_cast<char>(high * sixteen + low);
        i += 2;
    }
    // No venue takes them in an id, and write_exact has a use of its own for one.
    if (std::ranges::any_of(plain, [](char c) { return c >= 0 && c < ' '; }))
        return core::fail(Errc::BadRequest, "a control character in \"{:.60}\"", text);
    return plain;
}

}  // namespace

Target split_target(std::string_view target) {
    const auto mark = target.find('?');
    if (mark == std::string_view::npos) return {target, {}};
    return {target.substr(0, mark), target.substr(mark + 1)};
}

core::Result<Fields> parse_form(std::string_view text) {
    Fields fields;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        if (fields.size() == most_fields)
            return core::fail(Errc::BadRequest, "more than {} parameters", most_fields);
        const auto equals = std::min(pair.find('='), pair.size());
        NJ_TRY(name, decoded(pair.substr(0, equals)));
        NJ_TRY(value, decoded(pair.substr(std::min(equals + 1, pair.size()))));
        fields.emplace_back(std::move(name), std::move(value));
    }
    return fields;
}

std::vector<std::string_view> segments(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        if (end > 0) parts.push_back(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return parts;
}

bool same_secret(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned differ = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        differ |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return differ == 0;
}

}  // namespace nightjar::exchange
