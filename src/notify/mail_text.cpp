#include "notify/mail_text.hpp"

#include <fmt/chrono.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <algorithm>
#include <ctime>

namespace nightjar::notify {

namespace {

std::string base64(std::string_view bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3), '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                    reinterpret_cast<const unsigned char*>(bytes.data()),
                    static_cast<int>(bytes.size()));
    return text;
}

/// RFC 2047: words of at most 75 letters, none of which ends within a character.
std::string encoded_words(std::string_view text) {
    constexpr std::size_t most = 42;  // bytes, which are 56 letters
    std::string words;
    while (!text.empty()) {
        auto end = std::min(most, text.size());
        while (end < text.size() && end > 1 &&
               (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
            --end;
        words += fmt::format("{}=?UTF-8?B?{}?=", words.empty() ? "" : "\r\n ",
                             base64(text.substr(0, end)));
        text.remove_prefix(end);
    }
    return words;
}

std::string folded(const std::string& text) {
    constexpr std::size_t width = 76;
    std::string lines;
    for (std::size_t at = 0; at < text.size(); at += width)
        lines += text.substr(at, width) + "\r\n";
    return lines;
}

std::string date_of(core::Time at) {
    constexpr std::int64_t ns_per_s = 1'000'000'000;
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000",
                       fmt::gmtime(static_cast<std::time_t>(at.ns / ns_per_s)));
}

std::string plain_id(std::string id) {
    std::erase_if(id, [](char c) {
        const bool good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
        return !good;
    });
    return id;
}

}  // namespace

bool is_mail_address(std::string_view text) {
    const auto at = text.find('@');
    const auto good = [](char c) {
        return c > ' ' && c < '\x7f' &&
               std::string_view{"<>(),;:\\\"[]"}.find(c) == std::string_view::npos;
    };
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos && std::ranges::all_of(text, good);
}

std::string mail_text(const Letter& letter, const std::string& from,
                      const std::vector<std::string>& to) {
    auto text = fmt::format(
        "Date: {}\r\nFrom: Nightjar <{}>\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: "
        "<{}@nightjar.invalid>\r\n",
        date_of(letter.at), from, fmt::join(to, ",\r\n "), encoded_words(subject(letter)),
        plain_id(letter.id));
    if (letter.severity == Severity::Alarm) text += "Importance: high\r\n";
    text +=
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
        "charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    return text + folded(base64(letter.text + "\n"));
}

}  // namespace nightjar::notify
