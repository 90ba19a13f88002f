#include "sim/pits/ladder.hpp"

#include "sim/models/slippage.hpp"
#include "sim/tests/fixtures.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>

namespace nightjar::sim::tests {
namespace {

using core::Price;
using core::Qty;
using core::Side;

Resting resting(std::uint64_t id, Side side, std::int64_t qty, std::int64_t price) {
    return {{0}, limit(id, {}, side, qty, price), Qty{qty}, at(0)};
}

/// The slow twin: sorts by price, then arrival, whenever it is asked.
std::vector<Resting> in_order(const std::vector<Resting>& orders, Side side) {
    const auto better = [side](const Resting& a, const Resting& b) {
        return side == Side::Buy ? a.order.price > b.order.price : a.order.price < b.order.price;
    };
    std::vector<Resting> sorted;
    for (const auto& order : orders)
        sorted.insert(std::upper_bound(sorted.begin(), sorted.end(), order, better), order);
    return sorted;
}

RC_GTEST_PROP(Ladder, TradesByPriceThenArrivalLikeAStableSort, ()) {
    const auto side = *rc::gen::element(Side::Buy, Side::Sell);
    Ladder ladder{side};
    std::vector<Resting> twin;
    const auto steps = *rc::gen::inRange<std::uint64_t>(1, 80);
    for (std::uint64_t id = 1; id <= steps; ++id) {
        if (!twin.empty() && *rc::gen::inRange(0, 4) == 0) {
            const auto at = *rc::gen::inRange<std::size_t>(0, twin.size());
            const auto* found = ladder.find({0}, twin[at].order.id);
            RC_ASSERT(found != nullptr);
            ladder.erase(*found);
            twin.erase(twin.begin() + static_cast<std::ptrdiff_t>(at));
            continue;
        }
        twin.push_back(resting(id, side, *rc::gen::inRange<std::int64_t>(1, 9),
                               *rc::gen::inRange<std::int64_t>(1, 8)));
        ladder.insert(twin.back());
    }
    for (std::int64_t price = 0; price < 9; ++price) {
        Qty total;
        for (const auto& order : twin)
            if (order.order.price == Price{price}) total += order.left;
        RC_ASSERT(ladder.at(Price{price}) == total);
    }
    for (const auto& expected : in_order(twin, side)) {
        RC_ASSERT(ladder.best().order.id == expected.order.id);
        ladder.pop();
    }
    RC_ASSERT(ladder.empty());
}

TEST(Ladder, FindsOrdersOfTheirAccountOnly) {
    Ladder ladder{Side::Buy};
    ladder.insert(resting(1, Side::Buy, 1, 10));
    EXPECT_NE(ladder.find({0}, {1}), nullptr);
    EXPECT_EQ(ladder.find({1}, {1}), nullptr);
    EXPECT_EQ(ladder.find({0}, {2}), nullptr);
}

TEST(Ladder, AnEmptyOneHasNoBestPrice) {
    Ladder ladder{Side::Sell};
    EXPECT_FALSE(ladder.best_price());
    EXPECT_EQ(ladder.at(Price{10}), Qty{0});
}

TEST(Slippage, IsRoundedAgainstTheTakerAndStaysAPrice) {
    EXPECT_EQ(slipped(Price{1'000}, Side::Buy, 1), Price{1'001});
    EXPECT_EQ(slipped(Price{1'000}, Side::Sell, 1), Price{999});
    EXPECT_EQ(slipped(Price{1'000}, Side::Buy, 0), Price{1'000});
    EXPECT_EQ(slipped(Price{2}, Side::Sell, 999'999'999), Price{1});
}

TEST(Reaches, HoldsAtTheLimitItself) {
    EXPECT_TRUE(reaches(Side::Buy, Price{10}, Price{10}));
    EXPECT_FALSE(reaches(Side::Buy, Price{10}, Price{11}));
    EXPECT_TRUE(reaches(Side::Sell, Price{10}, Price{10}));
    EXPECT_FALSE(reaches(Side::Sell, Price{10}, Price{9}));
}

}  // namespace
}  // namespace nightjar::sim::tests
