/// T-C1: the cheapest split over venues, against every split there is.

#include "exec/sharding.hpp"

#include "core/base/random.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <optional>
#include <vector>

namespace nightjar::exec {
namespace {

using core::Price;
using core::Qty;
using core::Side;

struct Level {
    std::int64_t price;
    std::int64_t qty;
};

/// A problem of a few venues with whole prices, and its costs by the plainest arithmetic.
class Problem {
public:
    void add(Side side, std::vector<Level> levels, double fee, std::int64_t least = 1,
             std::int64_t most = 1'000) {
        books_.push_back(std::move(levels));
        auto& made = sides_.emplace_back(std::make_unique<market::BookSide>(opposite(side)));
        for (const auto& level : books_.back()) made->set({level.price}, Qty{level.qty});
        shelves.push_back({made.get(), 0.5, fee, 1, {}, Qty{least}, Qty{most}});
        side_ = side;
    }
    /// Not a number: it cannot be had.
    [[nodiscard]] double cost(std::size_t venue, std::int64_t qty) const {
        const auto& shelf = shelves[venue];
        if (qty == 0) return 0;
        if (qty < shelf.least.raw || qty > shelf.most.raw) return std::nan("");
        double sum = 0;
        for (const auto& level : books_[venue]) {
            const auto lots = std::min(qty, level.qty);
            const double price = static_cast<double>(level.price) * 0.5;
            sum +=
                static_cast<double>(lots) * price * (static_cast<double>(sign(side_)) + shelf.fee);
            qty -= lots;
            if (qty == 0) return sum;
        }
        return std::nan("");
    }
    /// Over all splits of exactly `qty`.
    [[nodiscard]] double exhaustive(std::int64_t qty, std::size_t venue = 0) const {
        if (venue + 1 == shelves.size()) return cost(venue, qty);
        double best = std::nan("");
        for (std::int64_t here = 0; here <= qty; ++here) {
            const double all = cost(venue, here) + exhaustive(qty - here, venue + 1);
            if (!std::isnan(all) && (std::isnan(best) || all < best)) best = all;
        }
        return best;
    }

    std::vector<Shelf> shelves;

private:
    Side side_{};
    std::vector<std::vector<Level>> books_;
    std::vector<std::unique_ptr<market::BookSide>> sides_;
};

Problem random_problem(core::Random& random, Side side) {
    Problem problem;
    const auto venues = 1 + random.below(4);
    for (std::size_t v = 0; v < venues; ++v) {
        std::vector<Level> levels;
        auto price = static_cast<std::int64_t>(2'000 + random.below(6));
        for (std::uint64_t i = 0; i < 2 + random.below(5); ++i) {
            levels.push_back({price, static_cast<std::int64_t>(1 + random.below(6))});
            price += sign(side) * static_cast<std::int64_t>(1 + random.below(3));
        }
        const double fee = (static_cast<double>(random.below(13)) - 3) * 1e-4;
        problem.add(side, std::move(levels), fee, static_cast<std::int64_t>(1 + random.below(4)),
                    static_cast<std::int64_t>(5 + random.below(20)));
    }
    return problem;
}

TEST(Sharding, EqualsExhaustiveSearchOnTwoHundredAndFiftyProblems) {
    core::Random random{11, 0};
    int solved = 0;
    for (int i = 0; solved < 250; ++i) {
        ASSERT_LT(i, 2'000);
        const auto side = random.below(2) == 0 ? Side::Buy : Side::Sell;
        const auto problem = random_problem(random, side);
        const auto qty = static_cast<std::int64_t>(1 + random.below(20));
        const double wanted = problem.exhaustive(qty);
        const auto found = shard(side, Qty{qty}, problem.shelves);
        if (std::isnan(wanted)) {
            EXPECT_LT(found.covered, Qty{qty}) << "there is no whole split";
            continue;
        }
        ++solved;
        ASSERT_EQ(found.covered, Qty{qty});
        EXPECT_NEAR(found.cost, wanted, 1e-9 * std::abs(wanted)) << "problem " << i;
        double again = 0;
        Qty sum;
        for (std::size_t v = 0; v < problem.shelves.size(); ++v) {
            again += problem.cost(v, found.lots.at(v).raw);
            sum += found.lots.at(v);
        }
        EXPECT_EQ(sum, Qty{qty});
        EXPECT_NEAR(again, wanted, 1e-9 * std::abs(wanted)) << "the lots cost what is said";
    }
}

TEST(Sharding, FeesDecideBetweenEqualPrices) {
    Problem problem;
    problem.add(Side::Buy, {{2'000, 10}}, 5e-4);
    problem.add(Side::Buy, {{2'000, 10}}, 2e-4);
    const auto found = shard(Side::Buy, Qty{10}, problem.shelves);
    EXPECT_EQ(found.lots[0], Qty{});
    EXPECT_EQ(found.lots[1], Qty{10});
}

TEST(Sharding, ASellGoesWhereMostIsPaid) {
    Problem problem;
    problem.add(Side::Sell, {{2'000, 5}, {1'990, 5}}, 0);
    problem.add(Side::Sell, {{2'001, 3}, {1'999, 9}}, 0);
    const auto found = shard(Side::Sell, Qty{10}, problem.shelves);
    EXPECT_EQ(found.lots[0], Qty{5});
    EXPECT_EQ(found.lots[1], Qty{5});
    EXPECT_DOUBLE_EQ(found.cost, -(3 * 1000.5 + 5 * 1000 + 2 * 999.5));
}

TEST(Sharding, OfEqualWaysTheOneWithFewerVenues) {
    Problem problem;
    for (int v = 0; v < 3; ++v) problem.add(Side::Buy, {{2'000, 10}}, 0);
    const auto found = shard(Side::Buy, Qty{10}, problem.shelves);
    EXPECT_EQ(found.lots[0], Qty{10});
}

TEST(Sharding, AVenueInDoubtIsTakenAtAPartOfWhatItShows) {
    Problem problem;
    problem.add(Side::Buy, {{2'000, 10}}, 0);
    problem.add(Side::Buy, {{2'002, 10}}, 0);
    problem.shelves[0].shown = 0.4;
    const auto found = shard(Side::Buy, Qty{10}, problem.shelves);
    EXPECT_EQ(found.lots[0], Qty{4});
    EXPECT_EQ(found.lots[1], Qty{6});
}

TEST(Sharding, WhatOrdersOnTheirWayWillTakeIsNotThereAnyMore) {
    Problem problem;
    problem.add(Side::Buy, {{2'000, 5}, {2'001, 5}, {2'004, 5}}, 0);
    problem.add(Side::Buy, {{2'002, 5}}, 0);
    problem.shelves[0].gone = Qty{7};
    const auto found = shard(Side::Buy, Qty{8}, problem.shelves);
    EXPECT_EQ(found.lots[0], Qty{3});
    EXPECT_EQ(found.lots[1], Qty{5});
    EXPECT_DOUBLE_EQ(found.cost, 3 * 1'000.5 + 5 * 1'001);
}

TEST(Sharding, WhatTheBooksDoNotHaveIsNotCovered) {
    Problem problem;
    problem.add(Side::Buy, {{2'000, 3}}, 0);
    problem.add(Side::Buy, {{2'001, 4}}, 0);
    EXPECT_EQ(shard(Side::Buy, Qty{10}, problem.shelves).covered, Qty{7});
    EXPECT_EQ(shard(Side::Buy, Qty{10}, {}).covered, Qty{});
    EXPECT_TRUE(std::isnan(price_at(problem.shelves[0], Side::Buy, Qty{4})));
    EXPECT_DOUBLE_EQ(price_at(problem.shelves[0], Side::Buy, Qty{3}), 1'000);
}

}  // namespace
}  // namespace nightjar::exec
