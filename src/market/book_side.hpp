#pragma once
/// One side of an order book: lots by price, with the touch at hand.

#include "core/model/types.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace nightjar::market {

/// Levels near the touch lie in an array by tick, with a bit for each that is there, so that a
/// change costs one store whatever the depth; what is further away than the array reaches lies in a
/// sorted vector behind it. The array moves with the touch. It is made with the first level; from
/// then on only a very deep book allocates.
class BookSide {
public:
    struct Level {
        core::Price price;
        core::Qty qty;
    };

    explicit BookSide(core::Side side) : sign_{core::sign(side)} {}

    /// Lots at that price from now on; 0 deletes the level.
    void set(core::Price price, core::Qty qty);
    void clear();

    [[nodiscard]] bool empty() const { return near_ == 0; }
    [[nodiscard]] std::size_t size() const { return near_ + far_.size(); }
    /// 0 where no level is.
    [[nodiscard]] core::Qty at(core::Price price) const;
    [[nodiscard]] std::optional<Level> best() const {
        if (empty()) return std::nullopt;
        return near_level(best_);
    }
    /// The next level behind that price.
    [[nodiscard]] std::optional<Level> behind(core::Price price) const;

    /// From the best level to the worst; a change of the book ends it.
    class Iterator {
    public:
        Iterator(const BookSide& side, std::optional<Level> level) : side_{&side}, level_{level} {}
        const Level& operator*() const { return *level_; }
        Iterator& operator++() {
            level_ = side_->behind(level_->price);
            return *this;
        }
        /// There is one end only.
        bool operator!=(const Iterator&) const { return level_.has_value(); }

    private:
        const BookSide* side_;
        std::optional<Level> level_;
    };
    [[nodiscard]] Iterator begin() const { return {*this, best()}; }
    [[nodiscard]] Iterator end() const { return {*this, std::nullopt}; }

private:
    /// Higher ranks trade first: the price of a bid, its negative of an ask.
    using Rank = std::int64_t;
    struct Far {
        Rank rank{};
        core::Qty qty;
    };
    static constexpr Rank width = 16384;      // ticks that the array reaches over
    static constexpr Rank ahead = width / 4;  // of them better than the level it is laid around
    static constexpr Rank low = width / 8;    // so near to its end it is laid anew
    static constexpr std::size_t word_bits = 64;

    [[nodiscard]] Rank rank(core::Price price) const { return sign_ * price.raw; }
    [[nodiscard]] core::Price price(Rank rank) const { return {sign_ * rank}; }
    [[nodiscard]] std::size_t slot(Rank rank) const {
        return static_cast<std::size_t>(rank - base_);
    }
    /// Of a rank that is not below the array.
    [[nodiscard]] bool above(Rank rank) const {
        return static_cast<std::uint64_t>(rank) - static_cast<std::uint64_t>(base_) >=
               static_cast<std::uint64_t>(width);
    }
    [[nodiscard]] Level near_level(Rank rank) const { return {price(rank), slots_[slot(rank)]}; }
    [[nodiscard]] std::optional<Rank> near_behind(Rank rank) const;
    void put_near(Rank rank, core::Qty qty);
    void drop_near(Rank rank);
    void set_far(Rank rank, core::Qty qty);
    void lay_around(Rank rank);

    std::int64_t sign_;
    std::vector<core::Qty> slots_;      // lots at base_, base_ + 1, ...
    std::vector<std::uint64_t> words_;  // a bit for each slot that has lots
    Rank base_{};
    Rank best_{};              // while there is a level
    std::size_t near_{};       // levels in the array; with any level at all the best one is there
    std::vector<Far> far_;     // ranks below base_, ascending
    std::vector<Far> moving_;  // while the array is laid anew
};

}  // namespace nightjar::market
