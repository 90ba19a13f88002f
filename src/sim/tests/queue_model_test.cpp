#include "sim/tests/fixtures.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>

namespace nightjar::sim::tests {
namespace {

using core::BookDelta;
using core::Price;
using core::Qty;
using core::Side;

/// A recorded book whose bid at 99 we join, under one queue model.
struct Queue : Floor {
    explicit Queue(QueueModel model) : config{with(model)} {
        exchange.on_book(perp, {BookDelta::Action::Clear, {}, {}, {}, false}, at(1));
        set(Side::Sell, 101, 50, false);
        set(Side::Buy, 99, 10);
    }
    static MatchingConfig with(QueueModel model) {
        auto config = free(Prices::Recorded);
        config.queue = model;
        return config;
    }
    void set(Side side, std::int64_t price, std::int64_t qty, bool last = true) {
        exchange.on_book(perp, {BookDelta::Action::Set, side, Price{price}, Qty{qty}, last}, at(1));
    }
    void sold(std::int64_t price, std::int64_t qty) {
        exchange.on_trade(perp, {Price{price}, Qty{qty}, Side::Sell, {1}}, at(2));
    }
    void join(std::uint64_t id, std::int64_t qty, std::int64_t price = 99) {
        exchange.submit(us, limit(id, perp, Side::Buy, qty, price), at(2));
        told();
    }
    Lines told() { return tests::told(exchange, us); }
    [[nodiscard]] std::int64_t held() const { return exchange.account(us).position(perp).qty.raw; }

    MatchingConfig config;
    Matching exchange{catalog, venue, usdt, config};
    core::AccountId us = exchange.open_account(core::whole(1'000'000'000));
};

TEST(QueueModel, RiskAverseOnlyTradesBringUsForward) {
    Queue market{QueueModel{QueueKind::RiskAverse}};
    market.join(1, 5);
    market.sold(99, 9);
    EXPECT_EQ(market.told(), Lines{}) << "one is still in front";
    market.sold(99, 3);
    EXPECT_EQ(market.told(), (Lines{"1 fill 2@99 maker"}));
    market.sold(99, 9);
    EXPECT_EQ(market.told(), (Lines{"1 fill 3@99 maker"}));
}

TEST(QueueModel, WhoIsNotThereIsNotInFront) {
    Queue market{QueueModel{QueueKind::RiskAverse}};
    market.join(1, 5);
    market.set(Side::Buy, 99, 4);
    market.sold(99, 5);
    EXPECT_EQ(market.told(), (Lines{"1 fill 1@99 maker"}));
}

TEST(QueueModel, ATradeAndTheLevelThatShowsItCountOnce) {
    Queue market{QueueModel{QueueKind::Log}};
    market.join(1, 5);
    market.sold(99, 4);
    market.set(Side::Buy, 99, 6);
    market.sold(99, 6);
    EXPECT_EQ(market.told(), Lines{});
    market.sold(99, 1);
    EXPECT_EQ(market.told(), (Lines{"1 fill 1@99 maker"}));
}

TEST(QueueModel, OfCancelsAProbableShareStoodInFront) {
    for (const auto& [kind, front] :
         {std::pair{QueueKind::RiskAverse, 10}, std::pair{QueueKind::Log, 5},
          std::pair{QueueKind::Power, 5}}) {
        Queue market{QueueModel{kind}};
        market.join(1, 5);
        market.set(Side::Buy, 99, 20);  // ten came behind us
        market.set(Side::Buy, 99, 10);  // ten went: half of them, as many are in front as behind
        market.sold(99, front);
        EXPECT_EQ(market.told(), Lines{}) << name(kind);
        market.sold(99, 1);
        EXPECT_EQ(market.told(), (Lines{"1 fill 1@99 maker"})) << name(kind);
    }
}

TEST(QueueModel, AlongQueueInFrontLosesMoreOfItsCancelsByPower) {
    const QueueModel model{QueueKind::Power, 2};
    // 30 in front, 10 behind: of 8 that go 8 x 900 / 1000 stood in front.
    EXPECT_DOUBLE_EQ(model.cancelled(30, 40, 32), 30 - 7.2);
    EXPECT_DOUBLE_EQ(model.cancelled(30, 40, 45), 30) << "who comes, comes behind";
    EXPECT_DOUBLE_EQ(model.cancelled(30, 40, 0), 0);
}

TEST(QueueModel, AnOfferAtOurPriceMeetsUsAndNoMoreThanItIs) {
    for (const auto kind : {QueueKind::RiskAverse, QueueKind::Touch}) {
        Queue market{QueueModel{kind}};
        market.join(1, 5, 100);
        market.set(Side::Sell, 100, 3);
        EXPECT_EQ(market.told(), (Lines{"1 fill 3@100 maker"})) << name(kind);
    }
    Queue through{QueueModel{}};
    through.join(1, 5, 100);
    through.set(Side::Sell, 100, 3);
    EXPECT_EQ(through.told(), Lines{}) << "only a print beyond the price counts";
}

TEST(QueueModel, OurOwnOrdersStandBehindEachOther) {
    Queue market{QueueModel{QueueKind::RiskAverse}};
    market.join(1, 2, 98);
    market.join(2, 2, 98);
    market.set(Side::Buy, 99, 0);
    market.sold(98, 3);
    EXPECT_EQ(market.told(), (Lines{"1 fill 2@98 maker", "2 fill 1@98 maker"}));
}

TEST(QueueModel, AfterASnapshotNobodyIsInFrontWhoIsNotInIt) {
    Queue market{QueueModel{QueueKind::RiskAverse}};
    market.join(1, 5);
    market.exchange.on_book(market.perp, {BookDelta::Action::Clear, {}, {}, {}, false}, at(3));
    market.set(Side::Buy, 99, 1, false);
    market.set(Side::Sell, 101, 1);
    market.sold(99, 3);
    EXPECT_EQ(market.told(), (Lines{"1 fill 2@99 maker"}));
}

RC_GTEST_PROP(QueueModel, TheMorePessimisticModelNeverFillsMore, ()) {
    struct Step {
        bool trade;
        int price;
        int qty;
    };
    std::vector<Step> steps;
    const auto count = *rc::gen::inRange(1, 60);
    for (int i = 0; i < count; ++i)
        steps.push_back(
            {*rc::gen::arbitrary<bool>(), *rc::gen::inRange(98, 101), *rc::gen::inRange(0, 15)});
    std::vector<std::int64_t> held;
    for (const auto kind :
         {QueueKind::Through, QueueKind::RiskAverse, QueueKind::Log, QueueKind::Touch}) {
        Queue market{QueueModel{kind}};
        market.join(1, 20);
        for (const auto& step : steps) {
            if (step.trade && step.qty > 0)
                market.sold(step.price, step.qty);
            else if (step.price < 100)
                market.set(Side::Buy, step.price, step.qty);
        }
        held.push_back(market.held());
    }
    RC_ASSERT(std::ranges::is_sorted(held));
}

}  // namespace
}  // namespace nightjar::sim::tests
