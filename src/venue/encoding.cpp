#include "venue/encoding.hpp"

#include "venue/errc.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace nightjar::venue {

namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4U];
        text += digits[byte & 0xFU];
    }
    return text;
}

std::string to_base64(std::string_view bytes) {
    constexpr std::size_t group = 3;
    std::string text((bytes.size() + group - 1) / group * 4, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes),
                    static_cast<int>(bytes.size()));
    return text;
}

std::string to_base64url(std::string_view bytes) {
    auto text = to_base64(bytes);
    std::erase(text, '=');
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

core::Result<std::string> from_base64(std::string_view text) {
    const auto padding = text.size() - std::min(text.find_last_not_of('=') + 1, text.size());
    std::string bytes(text.size() / 4 * 3, '\0');
    const int size = text.size() % 4 == 0 && padding <= 2
                         ? EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                           bytes_of(text), static_cast<int>(text.size()))
                         : -1;
    if (size < 0 || text.empty()) return core::fail(Errc::BadField, "not base64");
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 0xFU];
    }
    return out;
}

}  // namespace nightjar::venue
