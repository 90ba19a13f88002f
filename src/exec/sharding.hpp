#pragma once
/// A quantity over venues at the least all-in cost: pure.

#include "core/model/types.hpp"
#include "market/book_side.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace nightjar::exec {

inline constexpr std::size_t most_venues = 8;

/// One venue, as a taker sees it. Quantities are lots of the same size at all of them.
struct Shelf {
    const market::BookSide* levels{};  ///< against us: asks for a buy; null: nothing may go there
    double tick{};                     ///< of its prices, in quote
    double fee{};                      ///< of what is traded; below 0 a rebate
    double shown{1};                   ///< part of what it shows that counts, in [0, 1]
    core::Qty gone;                    ///< of its best lots, those that orders on their way take
    core::Qty least{1};                ///< no less goes there, or nothing
    core::Qty most;                    ///< no more goes there
};

struct Shards {
    std::array<core::Qty, most_venues> lots{};
    /// Of all of them: paid for a buy, received, negative, for a sell; quote times lots.
    double cost{};
    core::Qty covered;  ///< lots that found a place: less than wanted where the books are short
};

/// The cheapest way to take `qty` from the shelves: levels are merged by price and fee, for every
/// choice of venues that are used at all, so that least quantities are kept too. Exact: the costs
/// of each venue are convex. Of equal ways the one with fewer venues, then the first. At most
/// most_venues shelves.
Shards shard(core::Side side, core::Qty qty, std::span<const Shelf> shelves);

/// What `qty` costs at that shelf alone, in quote a lot, fee included; not a number where it does
/// not cover it. `side` is ours.
double price_at(const Shelf& shelf, core::Side side, core::Qty qty);

}  // namespace nightjar::exec
