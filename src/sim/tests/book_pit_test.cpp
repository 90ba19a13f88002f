#include "sim/tests/fixtures.hpp"

namespace nightjar::sim::tests {
namespace {

using core::Price;
using core::Qty;
using core::Side;
using core::TimeInForce;

struct InTheBook : ::testing::Test, Floor {
    Matching exchange{catalog, venue, usdt, free(Prices::Book)};
    core::AccountId ann = exchange.open_account(core::whole(1'000'000));
    core::AccountId bob = exchange.open_account(core::whole(1'000'000));
    core::AccountId eve = exchange.open_account(core::whole(1'000'000));

    void buy(core::AccountId who, std::uint64_t id, std::int64_t qty, std::int64_t price,
             Terms terms = {}) {
        exchange.submit(who, limit(id, perp, Side::Buy, qty, price, terms), at(1));
    }
    void sell(core::AccountId who, std::uint64_t id, std::int64_t qty, std::int64_t price,
              Terms terms = {}) {
        exchange.submit(who, limit(id, perp, Side::Sell, qty, price, terms), at(1));
    }
    void take(core::AccountId who, std::uint64_t id, Side side, std::int64_t qty) {
        exchange.submit(who, market(id, perp, side, qty), at(2));
    }
    void amend(core::AccountId who, std::uint64_t id, std::int64_t price, std::int64_t qty) {
        exchange.amend(who, {{id}, Price{price}, Qty{qty}, at(2)}, at(2));
    }
    Lines told(core::AccountId who) { return tests::told(exchange, who); }
    [[nodiscard]] Qty waiting(Side side, std::int64_t price) const {
        return exchange.pit(perp).ladder(side).at(Price{price});
    }
};

TEST_F(InTheBook, BetterPricesTradeFirstThenEarlierOrders) {
    sell(ann, 1, 1, 101);
    sell(bob, 2, 1, 100);
    sell(ann, 3, 1, 100);
    take(eve, 4, Side::Buy, 3);
    EXPECT_EQ(told(eve),
              (Lines{"4 open", "4 fill 1@100 taker", "4 fill 1@100 taker", "4 fill 1@101 taker"}));
    EXPECT_EQ(told(ann), (Lines{"1 open", "3 open", "3 fill 1@100 maker", "1 fill 1@101 maker"}));
    EXPECT_EQ(told(bob), (Lines{"2 open", "2 fill 1@100 maker"}));
}

TEST_F(InTheBook, ATakerGetsThePriceOfTheMaker) {
    sell(ann, 1, 1, 100);
    buy(bob, 2, 2, 110);
    EXPECT_EQ(told(bob), (Lines{"2 open", "2 fill 1@100 taker"}));
    EXPECT_EQ(waiting(Side::Buy, 110), Qty{1}) << "the rest waits at its limit";
}

TEST_F(InTheBook, AnIcebergShowsAPartAndQueuesAnewForTheNext) {
    auto iceberg = limit(1, perp, Side::Sell, 10, 100);
    iceberg.shown = Qty{4};
    exchange.submit(ann, iceberg, at(1));
    sell(bob, 2, 3, 100);
    EXPECT_EQ(waiting(Side::Sell, 100), Qty{7}) << "four of ten, and three";
    take(eve, 3, Side::Buy, 2);
    EXPECT_EQ(waiting(Side::Sell, 100), Qty{5});
    take(eve, 4, Side::Buy, 6);
    EXPECT_EQ(told(ann),
              (Lines{"1 open", "1 fill 2@100 maker", "1 fill 2@100 maker", "1 fill 1@100 maker"}))
        << "its second part waited behind bob's three";
    EXPECT_EQ(told(bob), (Lines{"2 open", "2 fill 3@100 maker"}));
    EXPECT_EQ(waiting(Side::Sell, 100), Qty{3});
    take(eve, 5, Side::Buy, 5);
    EXPECT_EQ(waiting(Side::Sell, 100), Qty{});
    EXPECT_EQ(told(ann), (Lines{"1 fill 3@100 maker", "1 fill 2@100 maker"}))
        << "the last part is what is left";
}

TEST_F(InTheBook, WhatAnIcebergHidesIsThereForWhoTakesAllOrNothing) {
    auto iceberg = limit(1, perp, Side::Sell, 10, 100);
    iceberg.shown = Qty{1};
    exchange.submit(ann, iceberg, at(1));
    buy(bob, 2, 10, 100, {.tif = TimeInForce::Fok});
    EXPECT_EQ(told(bob).size(), 11U) << "ten fills of one";
    EXPECT_FALSE(exchange.has_orders(perp));
}

TEST_F(InTheBook, MarketOrderWithoutLiquidityIsRejected) {
    take(ann, 1, Side::Buy, 1);
    EXPECT_EQ(told(ann), (Lines{"1 rejected: no liquidity"}));
}

TEST_F(InTheBook, WhatAMarketOrderDoesNotFindIsCancelled) {
    sell(ann, 1, 1, 100);
    take(bob, 2, Side::Buy, 3);
    EXPECT_EQ(told(bob), (Lines{"2 open", "2 fill 1@100 taker", "2 cancelled: no liquidity"}));
}

TEST_F(InTheBook, ImmediateOrCancelNeverRests) {
    sell(ann, 1, 1, 100);
    buy(bob, 2, 3, 100, {.tif = TimeInForce::Ioc});
    EXPECT_EQ(told(bob),
              (Lines{"2 open", "2 fill 1@100 taker", "2 expired: not fillable at once"}));
    EXPECT_FALSE(exchange.has_orders(perp));
}

TEST_F(InTheBook, FillOrKillIsAllOrNothing) {
    sell(ann, 1, 2, 100);
    sell(bob, 2, 1, 101);
    buy(eve, 3, 3, 100, {.tif = TimeInForce::Fok});
    EXPECT_EQ(told(eve), (Lines{"3 expired: not fillable at once"}));
    buy(eve, 4, 3, 101, {.tif = TimeInForce::Fok});
    EXPECT_EQ(told(eve), (Lines{"4 open", "4 fill 2@100 taker", "4 fill 1@101 taker"}));
}

TEST_F(InTheBook, FillOrKillDoesNotCountWhatItsMakersCannotPayFor) {
    const auto poor = exchange.open_account(core::whole(25));  // 2 lots at 100 and 10 x leverage
    sell(poor, 1, 2, 100);
    sell(poor, 2, 2, 100);
    buy(eve, 3, 4, 100, {.tif = TimeInForce::Fok});
    EXPECT_EQ(told(eve), (Lines{"3 expired: not fillable at once"}));
}

TEST_F(InTheBook, PostOnlyThatWouldTakeIsRejected) {
    sell(ann, 1, 1, 100);
    buy(bob, 2, 1, 100, {.post_only = true});
    buy(bob, 3, 1, 99, {.post_only = true});
    EXPECT_EQ(told(bob), (Lines{"2 rejected: post-only order would take", "3 open"}));
}

TEST_F(InTheBook, ReduceOnlyNeverOpens) {
    buy(bob, 1, 9, 90);
    sell(ann, 2, 1, 100, {.reduce_only = true});
    EXPECT_EQ(told(ann), (Lines{"2 rejected: reduce-only order would not reduce"}));
    sell(bob, 3, 2, 100);
    take(ann, 4, Side::Buy, 2);
    exchange.submit(ann, market(5, perp, Side::Sell, 5, {.reduce_only = true}), at(3));
    EXPECT_EQ(told(ann), (Lines{"4 open", "4 fill 2@100 taker", "5 open", "5 fill 2@90 taker",
                                "5 cancelled: reduce-only order would not reduce"}));
    EXPECT_EQ(exchange.account(ann).position(perp).qty, Qty{0});
}

TEST_F(InTheBook, ARestingReduceOnlyOrderIsCancelledOnceThereIsNothingToReduce) {
    sell(bob, 1, 1, 100);
    take(ann, 2, Side::Buy, 1);
    sell(ann, 3, 1, 110, {.reduce_only = true});
    buy(bob, 4, 1, 90);
    take(ann, 5, Side::Sell, 1);
    exchange.forget_reports(ann);
    take(eve, 6, Side::Buy, 1);
    EXPECT_EQ(told(ann), (Lines{"3 rejected: reduce-only order would not reduce"}));
    EXPECT_EQ(told(eve), (Lines{"6 open", "6 cancelled: no liquidity"}));
}

TEST_F(InTheBook, AStopIsSetOffByATradeAtItsTriggerAndMaySetOffTheNext) {
    sell(ann, 1, 1, 100);
    sell(ann, 2, 1, 105);
    sell(ann, 3, 1, 110);
    exchange.submit(bob, stop(4, perp, Side::Buy, 1, 100), at(1));
    exchange.submit(bob, stop(5, perp, Side::Buy, 1, 105), at(1));
    EXPECT_EQ(told(bob), (Lines{"4 open", "5 open"}));
    take(eve, 6, Side::Buy, 1);
    EXPECT_EQ(told(bob), (Lines{"4 fill 1@105 taker", "5 fill 1@110 taker"}));
}

TEST_F(InTheBook, MeetingAnOwnOrderCancelsTheRestingOne) {
    sell(ann, 1, 1, 100);
    sell(bob, 2, 1, 100);
    buy(ann, 3, 1, 100);
    EXPECT_EQ(told(ann),
              (Lines{"1 open", "3 open", "1 cancelled: self trade", "3 fill 1@100 taker"}));
}

TEST_F(InTheBook, FewerLotsKeepThePlaceInTheQueueMoreLotsLoseIt) {
    sell(ann, 1, 3, 100);
    sell(bob, 2, 3, 100);
    amend(ann, 1, 100, 1);
    take(eve, 3, Side::Buy, 1);
    EXPECT_EQ(told(ann), (Lines{"1 open", "1 open", "1 fill 1@100 maker"}));
    sell(ann, 4, 1, 100);
    amend(bob, 2, 100, 4);
    take(eve, 5, Side::Buy, 1);
    EXPECT_EQ(told(ann), (Lines{"4 open", "4 fill 1@100 maker"}));
}

TEST_F(InTheBook, AnAmendCountsWhatIsFilled) {
    sell(ann, 1, 5, 100);
    take(bob, 2, Side::Buy, 2);
    amend(ann, 1, 100, 2);
    EXPECT_EQ(told(ann), (Lines{"1 open", "1 fill 2@100 maker", "1 open: bad request"}));
    amend(ann, 1, 101, 3);
    EXPECT_EQ(waiting(Side::Sell, 100), Qty{0});
    EXPECT_EQ(waiting(Side::Sell, 101), Qty{1});
}

TEST_F(InTheBook, AnAmendToAMarketablePriceTakes) {
    sell(ann, 1, 1, 100);
    buy(bob, 2, 1, 90);
    amend(bob, 2, 100, 1);
    EXPECT_EQ(told(bob), (Lines{"2 open", "2 open", "2 fill 1@100 taker"}));
}

TEST_F(InTheBook, ARefusedAmendLeavesTheOrderInItsPlace) {
    sell(ann, 1, 1, 100);
    buy(bob, 2, 1, 90, {.post_only = true});
    amend(bob, 2, 100, 1);
    EXPECT_EQ(told(bob), (Lines{"2 open", "2 open: post-only order would take"}));
    EXPECT_EQ(waiting(Side::Buy, 90), Qty{1});
}

TEST_F(InTheBook, WhoCannotPayIsRejectedAtTheDoorAndAgainAtTheFill) {
    const auto poor = exchange.open_account(core::whole(25));
    sell(poor, 1, 3, 100);
    EXPECT_EQ(told(poor), (Lines{"1 rejected: insufficient funds"}));
    sell(poor, 2, 2, 100);
    sell(poor, 3, 2, 100);
    take(eve, 4, Side::Buy, 4);
    EXPECT_EQ(told(poor),
              (Lines{"2 open", "3 open", "2 fill 2@100 maker", "3 rejected: insufficient funds"}));
}

TEST_F(InTheBook, MakerAndTakerPayEachTheirOwnFee) {
    auto config = free(Prices::Book);
    config.fees = {-10'000'000, 50'000'000, FeeModel::PaidIn::Quote};  // -1 % and 5 %
    Matching costly{catalog, venue, usdt, config};
    const auto maker = costly.open_account(core::whole(1'000));
    const auto taker = costly.open_account(core::whole(1'000));
    costly.submit(maker, limit(1, perp, Side::Sell, 1, 100), at(1));
    costly.submit(taker, market(1, perp, Side::Buy, 1), at(2));
    EXPECT_EQ(costly.account(maker).cash(usdt), core::whole(1'000 + 100 + 1));
    EXPECT_EQ(costly.account(taker).cash(usdt), core::whole(1'000 - 100 - 5));
    const auto& made = std::get<core::Fill>(costly.reports(maker).back().body);
    const auto& taken = std::get<core::Fill>(costly.reports(taker).back().body);
    EXPECT_EQ(made.trade, taken.trade);
    EXPECT_EQ(made.fee, core::whole(-1));
}

TEST_F(InTheBook, OneRequestIsOneMessageOnTheTape) {
    sell(ann, 1, 1, 100);
    sell(ann, 2, 1, 101);
    exchange.forget_tape();
    buy(bob, 3, 3, 101);
    ASSERT_EQ(exchange.tape().size(), 5U);
    EXPECT_EQ(std::get<core::Trade>(exchange.tape()[0].body).taker, Side::Buy);
    EXPECT_EQ(std::get<core::Trade>(exchange.tape()[1].body).price, Price{101});
    for (std::size_t i = 2; i < 5; ++i)
        EXPECT_EQ(std::get<core::BookDelta>(exchange.tape()[i].body).last, i == 4);
    EXPECT_EQ(std::get<core::BookDelta>(exchange.tape()[4].body).qty, Qty{1});
}

TEST_F(InTheBook, ASnapshotRebuildsTheBook) {
    sell(ann, 1, 1, 101);
    sell(bob, 2, 2, 101);
    buy(ann, 3, 4, 99);
    exchange.forget_tape();
    exchange.snapshot(perp, at(9));
    market::Book book;
    for (const auto& event : exchange.tape()) book.apply(std::get<core::BookDelta>(event.body));
    ASSERT_TRUE(book.valid());
    EXPECT_EQ(book.best_ask()->qty, Qty{3});
    EXPECT_EQ(book.best_bid()->qty, Qty{4});
}

TEST_F(InTheBook, MalformedOrdersAreRejected) {
    buy(ann, 1, 0, 100);
    buy(ann, 2, 1, 0);
    exchange.submit(ann, stop(3, perp, Side::Buy, 1, 0), at(1));
    EXPECT_EQ(told(ann), (Lines{"1 rejected: bad request", "2 rejected: bad request",
                                "3 rejected: bad request"}));
}

TEST_F(InTheBook, CancelAllTakesStopsToo) {
    buy(ann, 1, 1, 99);
    exchange.submit(ann, stop(2, perp, Side::Buy, 1, 120), at(1));
    buy(bob, 3, 1, 98);
    exchange.cancel(ann, {9}, at(2), core::OrderReason::Requested);
    exchange.cancel_all(ann, at(2), core::OrderReason::Requested);
    EXPECT_EQ(told(ann),
              (Lines{"1 open", "2 open", "1 cancelled: requested", "2 cancelled: requested"}));
    EXPECT_EQ(exchange.pit(perp).best(Side::Buy), Price{98});
}

}  // namespace
}  // namespace nightjar::sim::tests
