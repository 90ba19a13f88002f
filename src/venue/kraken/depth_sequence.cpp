#include "venue/kraken/depth_sequence.hpp"

#include "venue/crc32.hpp"

#include <fmt/format.h>

namespace nightjar::venue::kraken {

namespace {

/// Digits for a checksum; what is too long is cut, and the checksum wrong.
class Digits {
public:
    void add(std::int64_t number) {
        const auto room = text_.size() - size_;
        const auto made = fmt::format_to_n(text_.data() + size_, room, "{}", number);
        size_ += std::min(made.size, room);
    }
    void add(std::string_view number) {
        bool leading = true;
        for (const char c : number) {
            leading = leading && (c == '0' || c == '.');
            if (!leading && c != '.' && size_ < text_.size()) text_[size_++] = c;
        }
    }
    [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

private:
    std::array<char, 64> text_{};
    std::size_t size_{};
};

}  // namespace

std::uint32_t checksum(const TextBook& book) {
    constexpr std::size_t depth = 10;
    Crc32 crc;
    for (const auto side : {core::Side::Sell, core::Side::Buy})
        for (std::size_t rank = 0; rank < std::min(depth, book.size(side)); ++rank)
            crc.add(book.text(side, rank));
    return crc.value();
}

DepthVerdict DepthSequence::snapshot(const DepthSnapshot& snapshot) {
    book_.clear();
    return take(snapshot.levels, snapshot.proof);
}

DepthVerdict DepthSequence::next(const DepthUpdate& update) {
    fallen_out_.clear();
    if (!in_step_) return DepthVerdict::Buffer;
    return take(update.levels, update.proof);
}

DepthVerdict DepthSequence::take(std::span<const PublicLevel> levels,
                                 const std::optional<BookProof>& proof) {
    fallen_out_.clear();
    in_step_ = false;
    if (!proof) return DepthVerdict::Gap;
    for (std::size_t i = 0; i < levels.size(); ++i) keep(levels[i], proof->texts[i]);
    book_.truncate(depth_, [this](PublicLevel level) {
        level.qty = {};
        fallen_out_.push_back(level);
    });
    in_step_ = checksum(book_) == proof->checksum;
    return in_step_ ? DepthVerdict::Apply : DepthVerdict::Gap;
}

void DepthSequence::keep(const PublicLevel& level, const LevelText& text) {
    Digits digits;
    const auto price = precision_ ? core::count_at(level.price, precision_->price) : std::nullopt;
    const auto qty = precision_ ? core::count_at(level.qty, precision_->qty) : std::nullopt;
    if (price && qty) {
        digits.add(*price);
        digits.add(*qty);
    } else {
        digits.add(text.price);
        digits.add(text.qty);
    }
    book_.set(level, digits.text());
}

}  // namespace nightjar::venue::kraken
