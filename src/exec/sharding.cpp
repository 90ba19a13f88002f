#include "exec/sharding.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

namespace nightjar::exec {

using core::Qty;

namespace {

/// Walks one venue's levels from the best.
class Walk {
public:
    Walk() = default;
    Walk(const Shelf& shelf, core::Side side)
        : shelf_{&shelf}, sign_{static_cast<double>(sign(side))}, room_{shelf.gone} {
        go_to(shelf.levels != nullptr ? shelf.levels->best() : std::nullopt);
        while (available().raw > 0) (void)take(available());
        room_ = shelf.most;
    }
    [[nodiscard]] Qty available() const { return std::min(left_, room_); }
    /// Of the next lot: paid above 0, received below.
    [[nodiscard]] double price() const { return price_; }
    /// No more than `available`; gives what it costs.
    double take(Qty qty) {
        const double cost = price_ * static_cast<double>(qty.raw);
        left_ -= qty;
        room_ -= qty;
        while (left_.raw == 0 && level_) go_to(shelf_->levels->behind(level_->price));
        return cost;
    }

private:
    void go_to(std::optional<market::BookSide::Level> level) {
        level_ = level;
        left_ = {};
        if (!level) return;
        left_ = Qty{static_cast<std::int64_t>(
            std::floor(static_cast<double>(level->qty.raw) * shelf_->shown))};
        const double price = static_cast<double>(level->price.raw) * shelf_->tick;
        price_ = price * (sign_ + shelf_->fee);
        if (left_.raw == 0) go_to(shelf_->levels->behind(level->price));
    }

    const Shelf* shelf_{};
    double sign_{};
    Qty room_;
    std::optional<market::BookSide::Level> level_;
    Qty left_;
    double price_{};
};

/// The cheapest way over the venues of `mask`, each of which gets its least; absent: too little.
std::optional<Shards> over(unsigned mask, core::Side side, Qty qty,
                           std::span<const Shelf> shelves) {
    Shards shards;
    std::array<Walk, most_venues> walks{};
    for (std::size_t i = 0; i < shelves.size(); ++i) {
        if ((mask >> i & 1U) == 0) continue;
        walks.at(i) = Walk{shelves[i], side};
        while (shards.lots.at(i) < shelves[i].least) {
            const auto more =
                std::min(walks.at(i).available(), shelves[i].least - shards.lots.at(i));
            if (more.raw == 0) return std::nullopt;
            shards.cost += walks.at(i).take(more);
            shards.lots.at(i) += more;
        }
        shards.covered += shards.lots.at(i);
    }
    if (shards.covered > qty) return std::nullopt;
    while (shards.covered < qty) {
        std::size_t best = most_venues;
        for (std::size_t i = 0; i < shelves.size(); ++i)
            if (walks.at(i).available().raw > 0 &&
                (best == most_venues || walks.at(i).price() < walks.at(best).price()))
                best = i;
        if (best == most_venues) break;
        const auto more = std::min(walks.at(best).available(), qty - shards.covered);
        shards.cost += walks.at(best).take(more);
        shards.lots.at(best) += more;
        shards.covered += more;
    }
    return shards;
}

bool better(const Shards& a, const Shards& b) {
    if (a.covered != b.covered) return a.covered > b.covered;
    return a.cost < b.cost;
}

}  // namespace

Shards shard(core::Side side, Qty qty, std::span<const Shelf> shelves) {
    NJ_CHECK(shelves.size() <= most_venues, "more than {} venues", most_venues);
    Shards best;
    int venues = 0;
    const auto masks = 1U << shelves.size();
    for (int count = 1; count <= static_cast<int>(shelves.size()); ++count)
        for (unsigned mask = 1; mask < masks; ++mask) {
            if (std::popcount(mask) != count) continue;
            const auto shards = over(mask, side, qty, shelves);
            if (!shards || (venues > 0 && !better(*shards, best))) continue;
            best = *shards;
            venues = count;
        }
    return best;
}

double price_at(const Shelf& shelf, core::Side side, Qty qty) {
    const auto alone = over(1U, side, qty, {&shelf, 1});
    if (!alone || alone->covered < qty) return std::numeric_limits<double>::quiet_NaN();
    return alone->cost / static_cast<double>(qty.raw);
}

}  // namespace nightjar::exec
