#include "risk/netting.hpp"

#include "core/base/random.hpp"
#include "portfolio/tests/fixtures.hpp"

#include <gtest/gtest.h>

namespace nightjar::risk {
namespace {

using core::Money;
using core::Price;
using core::Qty;
using core::StrategyId;
using portfolio::tests::World;

class NettingTest : public ::testing::Test {
public:
    auto plan() { return netting.plan(world.btc, books, {next_parent++}, now); }

    /// Fills lots of the working parent, as a venue would.
    void fill(core::ParentId parent, std::int64_t lots) {
        const Qty qty{lots};
        const core::Fill fill{
            {1}, {next_trade++}, side_of(qty),          Price{300'000}, magnitude(qty),
            {},  world.usdt,     core::Liquidity::Taker};
        books.book(world.venue, world.btc, fill, netting.allot(world.btc, parent, qty));
    }
    [[nodiscard]] Qty held(std::uint16_t strategy) const {
        return books.strategy({strategy}).account.position(world.btc).qty;
    }

    World world;
    std::vector<Money> strategy_cash{core::whole(100), core::whole(100), core::whole(100)};
    std::vector<Money> venue_cash{core::whole(300)};
    portfolio::Books books{world.catalog, world.usdt, strategy_cash, venue_cash};
    Netting netting{world.catalog, 3};
    core::Time now{1'000};
    std::uint64_t next_parent{1};
    std::uint64_t next_trade{1};
};

TEST_F(NettingTest, WishesOfOneSideBecomeOneParent) {
    netting.wish({0}, world.btc, Qty{10});
    netting.wish({1}, world.btc, Qty{5});
    const auto parent = plan();
    ASSERT_TRUE(parent);
    EXPECT_EQ((*parent)->qty.raw, 15);
    EXPECT_EQ((*parent)->side, core::Side::Buy);
    EXPECT_FALSE((*parent)->reduce_only);
    EXPECT_FALSE(plan()) << "one parent at a time";
    fill((*parent)->id, 4);
    EXPECT_EQ(held(0).raw, 3);
    EXPECT_EQ(held(1).raw, 1);
    fill((*parent)->id, 11);
    EXPECT_EQ(held(0).raw, 10);
    EXPECT_EQ(held(1).raw, 5);
    netting.close(world.btc, (*parent)->id);
    EXPECT_FALSE(plan()) << "all wishes are met";
}

TEST_F(NettingTest, OppositeWishesCrossInsideAndTheRestGoesOut) {
    netting.wish({0}, world.btc, Qty{10});
    netting.wish({1}, world.btc, Qty{-4});
    const auto parent = plan();
    ASSERT_TRUE(parent);
    EXPECT_EQ((*parent)->qty.raw, 6);
    EXPECT_TRUE(netting.take_crosses(world.btc, now).empty())
        << "not at the moment of the decision";
    const auto crosses = netting.take_crosses(world.btc, now + core::nanoseconds(1));
    ASSERT_EQ(crosses.size(), 1U);
    EXPECT_EQ(crosses[0].buyer.value, 0);
    EXPECT_EQ(crosses[0].seller.value, 1);
    EXPECT_EQ(crosses[0].qty.raw, 4);
    EXPECT_FALSE(netting.crosses_pending(world.btc));
}

TEST_F(NettingTest, EqualAndOppositeWishesNeedNoOrderAtAll) {
    netting.wish({0}, world.btc, Qty{10});
    netting.wish({1}, world.btc, Qty{-7});
    netting.wish({2}, world.btc, Qty{-3});
    EXPECT_FALSE(plan());
    std::int64_t crossed = 0;
    for (const auto& cross : netting.take_crosses(world.btc, now + core::seconds(1)))
        crossed += cross.qty.raw;
    EXPECT_EQ(crossed, 10);
}

TEST_F(NettingTest, AFailedParentTakesTheUnmetWishesWithIt) {
    netting.wish({0}, world.btc, Qty{10});
    const auto parent = plan();
    fill((*parent)->id, 3);
    netting.close(world.btc, (*parent)->id);
    EXPECT_FALSE(netting.wished({0}, world.btc));
    EXPECT_FALSE(plan());
    EXPECT_TRUE(netting.wish({0}, world.btc, Qty{10})) << "until it is said again";
    EXPECT_EQ((*plan())->qty.raw, 7);
}

TEST_F(NettingTest, WhatWasWishedMeanwhileOutlivesAFailedParent) {
    netting.wish({0}, world.btc, Qty{10});
    netting.wish({1}, world.btc, Qty{5});
    const auto parent = plan();
    fill((*parent)->id, 3);  // two for the first, one for the second
    netting.wish({0}, world.btc, Qty{0});
    netting.close(world.btc, (*parent)->id);
    EXPECT_EQ(netting.wished({0}, world.btc), Qty{0});
    EXPECT_FALSE(netting.wished({1}, world.btc));
    const auto exit = plan();
    ASSERT_TRUE(exit) << "the first strategy wants to be flat";
    EXPECT_EQ((*exit)->side, core::Side::Sell);
    EXPECT_EQ((*exit)->qty.raw, 2);
}

TEST_F(NettingTest, AFillThatNobodyAskedForIsTheHouses) {
    const auto lots = netting.allot(world.btc, {}, Qty{-9});
    ASSERT_EQ(lots.size(), 1U);
    EXPECT_EQ(lots[0].strategy, core::house);
    EXPECT_EQ(lots[0].qty.raw, -9);
}

TEST_F(NettingTest, AParentThatOnlyReducesSaysSo) {
    netting.wish({0}, world.btc, Qty{10});
    const auto first = plan();
    fill((*first)->id, 10);
    netting.close(world.btc, (*first)->id);
    netting.wish({0}, world.btc, Qty{0});
    const auto second = plan();
    ASSERT_TRUE(second);
    EXPECT_TRUE((*second)->reduce_only);
    EXPECT_EQ((*second)->side, core::Side::Sell);
}

TEST_F(NettingTest, WhateverIsWishedTheStrategiesEndWhereTheyWantedAndTheBooksBalance) {
    core::Random random{21, 1};
    for (int round = 0; round < 3'000; ++round) {
        std::array<std::int64_t, 3> wishes{};
        for (std::uint16_t s = 0; s < 3; ++s) {
            wishes[s] = static_cast<std::int64_t>(random.below(201)) - 100;
            netting.wish({s}, world.btc, Qty{wishes[s]});
        }
        now = now + core::seconds(1);
        const auto parent = plan();
        if (parent) {
            std::int64_t left = (*parent)->qty.raw;
            while (left > 0) {  // in pieces
                const auto piece =
                    1 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(left)));
                fill((*parent)->id, sign((*parent)->side) * piece);
                left -= piece;
            }
            netting.close(world.btc, (*parent)->id);
        }
        for (const auto& cross : netting.take_crosses(world.btc, now + core::seconds(1)))
            books.cross(world.btc, cross.buyer, cross.seller, cross.qty, Price{300'000});
        for (std::uint16_t s = 0; s < 3; ++s)
            ASSERT_EQ(held(s).raw, wishes[s]) << "round " << round;
        ASSERT_TRUE(books.balanced());
    }
}

}  // namespace
}  // namespace nightjar::risk
