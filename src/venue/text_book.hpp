#pragma once
/// A book that keeps each level in the characters of which its venue's checksum is made.

#include "venue/public_message.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nightjar::venue {

/// Pure, flat: both sides are sorted vectors with their best price at the end, where changes are
/// frequent. Does not allocate once it has been as deep as it gets.
class TextBook {
public:
    /// The text of a level stays within the level; a longer one than any venue writes makes the
    /// checksum differ, as it should.
    class Level {
    public:
        Level(const PublicLevel& level, std::string_view text);
        [[nodiscard]] const PublicLevel& level() const { return level_; }
        [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

    private:
        static constexpr std::size_t max_text = 55;

        PublicLevel level_;
        std::uint8_t size_{};
        std::array<char, max_text> text_{};
    };

    void clear();
    /// Quantity 0 deletes, also what is not there.
    void set(const PublicLevel& level, std::string_view text);
    /// Leaves the `depth` best levels of each side; tells `cut` of each that it deletes.
    template <class Cut>
    void truncate(std::size_t depth, const Cut& cut) {
        for (auto& side : sides_) {
            const auto more = side.size() > depth ? side.size() - depth : 0;
            for (const auto& level : std::span{side}.first(more)) cut(level.level());
            side.erase(side.begin(), side.begin() + static_cast<std::ptrdiff_t>(more));
        }
    }
    [[nodiscard]] std::size_t size(core::Side side) const { return at(side).size(); }
    /// The level that has `rank` better ones before it.
    [[nodiscard]] std::string_view text(core::Side side, std::size_t rank) const {
        return at(side)[at(side).size() - 1 - rank].text();
    }

private:
    using Levels = std::vector<Level>;
    [[nodiscard]] const Levels& at(core::Side side) const {
        return sides_[side == core::Side::Buy ? 0 : 1];
    }

    std::array<Levels, 2> sides_;
};

}  // namespace nightjar::venue
