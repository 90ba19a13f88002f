#include "exec/quote_desk.hpp"

#include <gtest/gtest.h>

namespace nightjar::exec {
namespace {

using core::Price;
using core::Qty;
using core::Side;
using Step = QuoteDesk::Step;

constexpr QuoteDesk::Seat bid{{0}, {1}, Side::Buy};
constexpr QuoteDesk::Seat ask{{0}, {1}, Side::Sell};
constexpr core::Time now{1'000'000'000};

core::QuoteWish wish(std::int64_t bid_price, std::int64_t bid_qty, std::int64_t ask_price = 0,
                     std::int64_t ask_qty = 0) {
    return {{0}, {1}, {Price{bid_price}, Qty{bid_qty}}, {Price{ask_price}, Qty{ask_qty}}};
}

core::OrderRequest order(std::uint64_t id, std::int64_t price, std::int64_t qty) {
    core::OrderRequest request;
    request.id = {id};
    request.parent = {100 + id};
    request.price = Price{price};
    request.qty = Qty{qty};
    return request;
}

TEST(QuoteDesk, PlacesWhatIsWishedAndLeavesItAlone) {
    QuoteDesk desk{1, 2};
    EXPECT_TRUE(desk.wish(wish(99, 10, 101, 10), now));
    EXPECT_EQ(desk.next(bid, now), Step::Place);
    EXPECT_EQ(desk.next(ask, now), Step::Place);
    desk.placed(bid, order(1, 99, 10));
    desk.placed(ask, order(2, 101, 10));
    EXPECT_FALSE(desk.wish(wish(99, 10, 101, 10), now)) << "it stands";
    EXPECT_EQ(desk.order(ask), core::OrderId{2});
}

TEST(QuoteDesk, MovesByCancellingAndPlacingOnceTheOldOneIsGone) {
    QuoteDesk desk{1, 2};
    desk.wish(wish(99, 10), now);
    desk.placed(bid, order(1, 99, 10));
    EXPECT_TRUE(desk.wish(wish(98, 10), now));
    EXPECT_EQ(desk.next(bid, now), Step::Cancel);
    desk.cancelling(bid);
    EXPECT_EQ(desk.next(bid, now), Step::Rest) << "one cancel is enough";
    ASSERT_TRUE(desk.on_done({101}));
    EXPECT_EQ(desk.next(bid, now), Step::Place);
}

TEST(QuoteDesk, AnOrderStaysWhileItHasHalfOfWhatIsWished) {
    QuoteDesk desk{1, 2};
    desk.wish(wish(99, 10), now);
    desk.placed(bid, order(1, 99, 10));
    ASSERT_TRUE(desk.on_fill({101}, Qty{5}));
    EXPECT_EQ(desk.next(bid, now), Step::Rest);
    ASSERT_TRUE(desk.on_fill({101}, Qty{1}));
    EXPECT_EQ(desk.next(bid, now), Step::Cancel);
    EXPECT_TRUE(desk.wish(wish(99, 3), now)) << "more stands than is wished";
    EXPECT_FALSE(desk.wish(wish(99, 4), now));
}

TEST(QuoteDesk, AWishForNothingTakesTheOrderAway) {
    QuoteDesk desk{1, 2};
    desk.wish(wish(99, 10), now);
    desk.placed(bid, order(1, 99, 10));
    desk.wish(wish(0, 0), now);
    EXPECT_EQ(desk.next(bid, now), Step::Cancel);
    desk.on_done({101});
    EXPECT_EQ(desk.next(bid, now), Step::Rest);
}

TEST(QuoteDesk, AFullFillFreesTheSeatOnce) {
    QuoteDesk desk{1, 2};
    desk.wish(wish(99, 10), now);
    desk.placed(bid, order(1, 99, 10));
    ASSERT_TRUE(desk.on_fill({101}, Qty{10}));
    EXPECT_FALSE(desk.on_done({101})) << "it is nobody's order by now";
    EXPECT_EQ(desk.next(bid, now), Step::Place);
}

TEST(QuoteDesk, RestsAfterARefusal) {
    QuoteDesk desk{1, 2};
    desk.wish(wish(99, 10), now);
    desk.refused(bid, now);
    EXPECT_EQ(desk.next(bid, now), Step::Rest);
    EXPECT_EQ(desk.next(bid, now + QuoteDesk::pause), Step::Place);
}

TEST(QuoteDesk, KnowsItsOwnParentsOnly) {
    QuoteDesk desk{1, 2};
    EXPECT_FALSE(desk.on_fill({7}, Qty{1}));
    EXPECT_FALSE(desk.on_done({7}));
}

}  // namespace
}  // namespace nightjar::exec
