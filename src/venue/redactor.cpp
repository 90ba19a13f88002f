#include "venue/redactor.hpp"

#include "venue/encoding.hpp"

#include <algorithm>

namespace nightjar::venue {

namespace {

constexpr std::string_view cover = "[secret]";

/// As JSON writes it within quotes: a private key has line breaks.
std::string in_json(std::string_view text) {
    std::string written;
    for (const char c : text) {
        if (c == '\n') {
            written += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') written += '\\';
        written += c;
    }
    return written;
}

}  // namespace

void Redactor::add(const Secret& secret) {
    const auto text = secret.reveal();
    if (text.size() < shortest) return;
    for (auto form : {std::string{text}, in_json(text), percent_encoded(text), to_base64(text)}) {
        const bool known = std::ranges::any_of(
            hidden_, [&](const Secret& other) { return other.reveal() == form; });
        if (!known) hidden_.emplace_back(std::move(form));
    }
    // A part that is a secret too must not break the whole.
    std::ranges::sort(hidden_, std::greater{},
                      [](const Secret& one) { return one.reveal().size(); });
}

std::string Redactor::clean(std::string_view text) const {
    std::string cleaned{text};
    for (const auto& secret : hidden_)
        for (auto at = cleaned.find(secret.reveal()); at != std::string::npos;
             at = cleaned.find(secret.reveal(), at + cover.size()))
            cleaned.replace(at, secret.reveal().size(), cover);
    return cleaned;
}

}  // namespace nightjar::venue
