#include "market/book_side.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace nightjar::market {

using core::Price;
using core::Qty;

namespace {

constexpr std::size_t usual_far = 4096;

}  // namespace

void BookSide::set(Price price, Qty qty) {
    const auto where = rank(price);
    if (!empty() && where < base_) return set_far(where, qty);
    if (empty() || above(where)) {
        if (qty.raw == 0) return;
        lay_around(where);
    }
    if (qty.raw != 0)
        put_near(where, qty);
    else if (slots_[slot(where)].raw != 0)
        drop_near(where);
}

void BookSide::put_near(Rank rank, Qty qty) {
    const auto index = slot(rank);
    if (slots_[index].raw == 0) {
        words_[index / word_bits] |= std::uint64_t{1} << (index % word_bits);
        if (near_++ == 0 || rank > best_) best_ = rank;
    }
    slots_[index] = qty;
}

void BookSide::drop_near(Rank rank) {
    const auto index = slot(rank);
    slots_[index] = {};
    words_[index / word_bits] &= ~(std::uint64_t{1} << (index % word_bits));
    --near_;
    if (rank != best_) return;
    if (const auto next = near_behind(rank)) {
        best_ = *next;
        if (best_ - base_ < low && !far_.empty()) lay_around(best_);
    } else if (!far_.empty()) {
        lay_around(far_.back().rank);
    }
}

std::optional<BookSide::Rank> BookSide::near_behind(Rank rank) const {
    const auto index = slot(rank);
    auto word = index / word_bits;
    auto bits = words_[word] & ((std::uint64_t{1} << (index % word_bits)) - 1);
    while (bits == 0) {
        if (word == 0) return std::nullopt;
        bits = words_[--word];
    }
    const auto bit = static_cast<std::size_t>(std::bit_width(bits)) - 1;
    return base_ + static_cast<Rank>(word * word_bits + bit);
}

void BookSide::set_far(Rank rank, Qty qty) {
    const auto at = std::ranges::lower_bound(far_, rank, {}, &Far::rank);
    const bool present = at != far_.end() && at->rank == rank;
    if (present && qty.raw == 0)
        far_.erase(at);
    else if (present)
        at->qty = qty;
    else if (qty.raw != 0)
        far_.insert(at, {rank, qty});
}

/// What the array held below its new reach goes to the far levels, and what they have above it
/// comes in.
void BookSide::lay_around(Rank rank) {
    if (slots_.empty()) {
        slots_.resize(width);
        words_.resize(width / word_bits);
        far_.reserve(usual_far);
        moving_.reserve(usual_far);
    }
    moving_.clear();
    if (near_ > 0)
        for (std::optional<Rank> at = best_; at; at = near_behind(*at))
            moving_.push_back({*at, slots_[slot(*at)]});
    for (const auto& level : moving_) {
        slots_[slot(level.rank)] = {};
        words_[slot(level.rank) / word_bits] = 0;
    }
    near_ = 0;
    constexpr auto lowest = std::numeric_limits<Rank>::min() + width;
    base_ = std::max(rank, lowest) - (width - ahead);
    while (!far_.empty() && far_.back().rank >= base_) {
        put_near(far_.back().rank, far_.back().qty);
        far_.pop_back();
    }
    std::ranges::reverse(moving_);
    for (const auto& level : moving_) {
        if (level.rank >= base_)
            put_near(level.rank, level.qty);
        else
            far_.push_back(level);
    }
}

void BookSide::clear() {
    for (std::size_t word = 0; near_ > 0 && word < words_.size(); ++word) {
        for (auto bits = words_[word]; bits != 0; bits &= bits - 1) {
            slots_[word * word_bits + static_cast<std::size_t>(std::countr_zero(bits))] = {};
            --near_;
        }
        words_[word] = 0;
    }
    far_.clear();
}

Qty BookSide::at(Price price) const {
    const auto where = rank(price);
    if (empty() || where > best_) return {};
    if (where >= base_) return slots_[slot(where)];
    const auto far = std::ranges::lower_bound(far_, where, {}, &Far::rank);
    return far != far_.end() && far->rank == where ? far->qty : Qty{};
}

std::optional<BookSide::Level> BookSide::behind(Price price) const {
    const auto where = rank(price);
    if (empty()) return std::nullopt;
    if (where > best_) return best();
    if (where > base_)
        if (const auto next = near_behind(where)) return near_level(*next);
    const auto far = std::ranges::lower_bound(far_, where, {}, &Far::rank);
    if (far == far_.begin()) return std::nullopt;
    return Level{this->price(std::prev(far)->rank), std::prev(far)->qty};
}

}  // namespace nightjar::market
