#include "venue/text_book.hpp"

#include <algorithm>

namespace nightjar::venue {

namespace {

/// The price as a whole number of 1e-18: 63 and 60 bits fit in 128.
core::Wide key(const core::Decimal& price) {
    constexpr int finest = 18;
    return core::Wide{price.mantissa} * core::power_of_ten(finest - price.decimals);
}

/// Whether the price of `a` is worse, so that it stands before `b`.
bool worse(const PublicLevel& a, const PublicLevel& b) {
    return a.side == core::Side::Buy ? key(a.price) < key(b.price) : key(a.price) > key(b.price);
}

}  // namespace

TextBook::Level::Level(const PublicLevel& level, std::string_view text)
    : level_{level}, size_{static_cast<std::uint8_t>(std::min(text.size(), max_text))} {
    std::ranges::copy(text.substr(0, size_), text_.begin());
}

void TextBook::clear() {
    for (auto& side : sides_) side.clear();
}

void TextBook::set(const PublicLevel& level, std::string_view text) {
    auto& side = sides_[level.side == core::Side::Buy ? 0 : 1];
    // From the end: most changes are near the best price.
    auto after = side.end();
    while (after != side.begin() && worse(level, std::prev(after)->level())) --after;
    const bool there = after != side.begin() && !worse(std::prev(after)->level(), level);
    if (level.qty.mantissa == 0) {
        if (there) side.erase(std::prev(after));
    } else if (there) {
        *std::prev(after) = Level{level, text};
    } else {
        side.insert(after, Level{level, text});
    }
}

}  // namespace nightjar::venue
