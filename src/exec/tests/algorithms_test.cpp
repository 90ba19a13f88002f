/// What each algorithm does on a market that is moved by hand.

#include "exec/child_size.hpp"
#include "exec/tests/floor.hpp"

#include <rapidcheck/gtest.h>

#include <cmath>

namespace nightjar::exec {
namespace {

using core::EndReason;
using core::Qty;
using tests::Floor;

Floor floor_of(const char* algo, core::ParamTexts settings = {}, std::uint64_t seed = 1) {
    return Floor{{{algo, std::move(settings)}}, {}, seed};
}

std::int64_t lots_until(const Floor& floor, core::Time end) {
    std::int64_t lots = 0;
    for (const auto& order : floor.log)
        if (order.at < end) lots += order.qty.raw;
    return lots;
}

TEST(Algorithms, TwapSpreadsItsChildrenOverItsTimeAndEndsInIt) {
    auto floor = floor_of("twap", {{"over", "20m"}, {"adaptive", "false"}});
    const auto start = floor.now;
    floor.open(8'000, 0);
    floor.pass(core::minutes(21));
    ASSERT_EQ(floor.ended.size(), 1U);
    EXPECT_EQ(floor.ended[0].state, core::ParentState::Done);
    EXPECT_EQ(floor.ended[0].children, 40U);
    EXPECT_NEAR(static_cast<double>(lots_until(floor, start + core::minutes(10))), 4'000, 2'000);
    // Nautilus sends what a division leaves after the horizon.
    EXPECT_LT(floor.log.back().at, start + core::minutes(20));
}

// Hummingbot forgets the other slices when one fails.
TEST(Algorithms, ASliceThatFailsIsMadeUpAndTheOthersStillCome) {
    Floor floor{{{"twap", {{"over", "10m"}, {"noise", "false"}, {"children", "10"}}}},
                {.rejected = 0.3},
                5};
    floor.open(1'000, 0);
    floor.pass(core::minutes(11));
    ASSERT_EQ(floor.ended.size(), 1U);
    EXPECT_EQ(floor.ended[0].reason, EndReason::Filled);
    EXPECT_GT(floor.ended[0].children, 10U);
}

// Lean once ignored what a partial fill had left.
TEST(Algorithms, WhatAPartialFillHasLeftIsSentAgain) {
    Floor floor{{{"twap", {{"over", "10m"}}}}, {.part = 0.8}, 5};
    floor.open(1'000, 0);
    floor.pass(core::minutes(11));
    ASSERT_EQ(floor.ended.size(), 1U);
    EXPECT_GT(floor.ended[0].filled.raw, 995) << "less than five lots are dust";
}

// Nautilus logs a bad setting and the order never runs.
TEST(Algorithms, BadSettingsAreRefusedByName) {
    core::Registries registries;
    register_builtins(registries);
    const auto& registry = registries.of<Algorithm>();
    const auto text = [&](const char* algo, const core::ParamTexts& settings) {
        const auto made = registry.make(algo, settings);
        return made ? std::string{} : std::string{made.error().text()};
    };
    EXPECT_NE(text("twap", {{"over", "0s"}}).find("over must be 1s"), std::string::npos);
    EXPECT_NE(text("twap", {{"end", "crosss"}}).find("cross"), std::string::npos);
    EXPECT_NE(text("twap", {{"hoizon", "1m"}}).find("hoizon"), std::string::npos);
    EXPECT_NE(text("twop", {}).find("twap"), std::string::npos);
    EXPECT_NE(text("twap", {{"extra", "1"}}).find("patience"), std::string::npos);
    EXPECT_EQ(text("pov", {{"rate", "0.2"}}), "");
    EXPECT_FALSE(registry.make("pov", {{"rate", "0.9"}}));
}

TEST(Algorithms, ShortfallSendsMoreAtTheBeginning) {
    auto floor = floor_of("is", {{"over", "20m"}, {"urgency", "high"}, {"adaptive", "false"}});
    const auto start = floor.now;
    floor.open(8'000, 0);
    floor.pass(core::minutes(21));
    EXPECT_GT(lots_until(floor, start + core::minutes(7)), 4'500);
    EXPECT_EQ(floor.ended.at(0).reason, EndReason::Filled);
}

TEST(Algorithms, ShortfallWithConcaveImpactSendsEvenMore) {
    std::vector<std::int64_t> early;
    for (const auto* impact : {"linear", "concave"}) {
        auto floor = floor_of("is", {{"over", "20m"}, {"impact", impact}, {"adaptive", "false"}});
        const auto start = floor.now;
        floor.open(8'000, 0);
        floor.pass(core::minutes(21));
        early.push_back(lots_until(floor, start + core::minutes(5)));
        EXPECT_EQ(floor.ended.at(0).reason, EndReason::Filled);
    }
    EXPECT_GT(early[1], early[0] + 400) << "54 % against 41 %";
}

TEST(Algorithms, SomeChildrenHaveTheSizeOfTradesOfOthers) {
    constexpr std::int64_t theirs = 37;
    for (const auto* noise : {"true", "false"}) {
        auto floor = floor_of(
            "twap", {{"over", "1h"}, {"children", "120"}, {"noise", noise}, {"adaptive", "false"}});
        for (int i = 0; i < 64; ++i) floor.trade(theirs);
        floor.open(12'000, 0);
        floor.pass(core::minutes(61));
        EXPECT_EQ(floor.ended.at(0).reason, EndReason::Filled);
        const auto like = std::ranges::count_if(
            floor.log, [](const auto& order) { return order.qty.raw == theirs; });
        if (noise == std::string_view{"true"}) {
            EXPECT_GT(like, 20) << "about 36 of 120";
            EXPECT_LT(like, 60);
        } else {
            EXPECT_EQ(like, 0);
        }
    }
}

// T-B6.
TEST(Algorithms, PovIsItsPartOfTheVolumeOfTheOthers) {
    auto floor = floor_of("pov", {{"rate", "0.1"}, {"over", "5h"}, {"adaptive", "false"}});
    floor.open(50'000, 0);
    std::int64_t others = 0;
    while (others < 400'000) {
        const auto lots = 1 + static_cast<std::int64_t>(floor.random().below(300));
        floor.trade(lots);
        others += lots;
        floor.pass(core::milliseconds(200));
    }
    floor.pass(core::seconds(30));
    const auto* parent = floor.parent({1});
    ASSERT_NE(parent, nullptr);
    EXPECT_NEAR(static_cast<double>(parent->filled.raw) / static_cast<double>(others), 0.1, 0.01);
}

TEST(Algorithms, PovLeavesItsOwnPrintsOut) {
    Flow flow{false};
    core::Event event;
    event.stamp.recv = core::Time{core::seconds(100).ns};
    const auto print = [&](std::uint64_t id, std::int64_t lots) {
        event.body = core::Trade{{1}, {lots}, core::Side::Buy, {id}};
        flow.apply(event);
    };
    print(1, 50);
    flow.own({{1}, {2}, core::Side::Buy, {1}, {20}, {}, {}, {}}, event.stamp.recv);
    print(2, 20);  // our print after our fill
    print(3, 30);
    flow.own({{1}, {3}, core::Side::Buy, {1}, {30}, {}, {}, {}}, event.stamp.recv);  // and before
    EXPECT_EQ(static_cast<std::int64_t>(flow.others()), 50);
    EXPECT_EQ(flow.recent(event.stamp.recv, 10).raw, 50);
    EXPECT_EQ(flow.own_recent(event.stamp.recv, 10).raw, 50);
}

TEST(Algorithms, IcebergAndPegShowAFifthOfTheTouchAndFollowOneThatLeavesThemBehind) {
    for (const auto* algo : {"iceberg", "peg"}) {
        core::ParamTexts settings{{"over", "5m"}, {"end", "cancel"}};
        if (std::string_view{algo} == "peg") settings["cross_at"] = "1000";
        auto floor = floor_of(algo, settings);
        floor.open(2'000, 0);
        floor.pass(core::seconds(1));
        ASSERT_EQ(floor.log.size(), 1U) << algo;
        EXPECT_TRUE(floor.log[0].post_only);
        EXPECT_EQ(floor.log[0].price.raw, floor.mid - 1);
        EXPECT_EQ(floor.log[0].qty.raw, 100) << "of 500";
        floor.mid -= 5;
        floor.quote();
        floor.pass(core::seconds(5));
        EXPECT_EQ(floor.log.size(), 1U) << algo << " stays where the price comes to it";
        floor.mid += 10;
        floor.quote();
        floor.pass(core::seconds(5));
        EXPECT_EQ(floor.log.back().price.raw, floor.mid - 1) << algo;
        floor.pass(core::minutes(5));
        ASSERT_EQ(floor.ended.size(), 1U);
        EXPECT_EQ(floor.ended[0].reason, EndReason::Deadline);
    }
}

TEST(Algorithms, WhereTheVenueHidesPartsAnIcebergIsOneOrder) {
    const core::ParamTexts settings{{"over", "5m"}, {"end", "cancel"}};
    Floor floor{{{"iceberg", settings}}, {}, 1, 10};
    floor.open(900, 0);
    floor.pass(core::seconds(1));
    ASSERT_EQ(floor.log.size(), 1U);
    EXPECT_EQ(floor.log[0].qty.raw, 900) << "all of it";
    EXPECT_EQ(floor.log[0].shown.raw, 100) << "a fifth of the level";
    Floor larger{{{"iceberg", settings}}, {}, 1, 10};
    larger.open(20'000, 0);
    larger.pass(core::seconds(1));
    EXPECT_EQ(larger.log[0].qty.raw, 1'000) << "ten parts, as the venue has it";
    auto own = settings;
    own["native"] = "false";
    Floor synthetic{{{"iceberg", own}}, {}, 1, 10};
    synthetic.open(900, 0);
    synthetic.pass(core::seconds(1));
    EXPECT_EQ(synthetic.log[0].qty.raw, 100);
    EXPECT_EQ(synthetic.log[0].shown.raw, 0);
}

TEST(Algorithms, WhatRestsIsNotReplacedWithinHalfASecond) {
    auto floor = floor_of("peg", {{"over", "5m"}, {"cross_at", "1000"}});
    floor.open(2'000, 0);
    const auto began = floor.now;
    floor.pass(core::milliseconds(100));
    floor.mid += 10;
    floor.quote();
    floor.pass(core::milliseconds(399));
    EXPECT_FALSE(floor.parent({1})->resting()->cancelling);
    floor.pass(core::seconds(1));
    ASSERT_EQ(floor.log.size(), 2U);
    EXPECT_GE(floor.log[1].at - began, core::milliseconds(500));
}

TEST(Algorithms, PegTakesWhenThePriceLeavesIt) {
    auto floor = floor_of("peg", {{"over", "5m"}});
    floor.open(200, 0);
    floor.pass(core::seconds(1));
    floor.mid += 10;
    floor.quote();
    floor.pass(core::seconds(2));
    ASSERT_EQ(floor.ended.size(), 1U);
    EXPECT_EQ(floor.log.back().tif, core::TimeInForce::Ioc);
}

TEST(Algorithms, SniperWaitsForEnoughWithinReach) {
    auto floor = floor_of("sniper", {{"over", "5m"}, {"bite", "0.5"}, {"end", "cancel"}});
    floor.touch = 40;
    floor.quote();
    floor.open(100, 0);
    floor.pass(core::minutes(1));
    EXPECT_TRUE(floor.log.empty());
    floor.touch = 70;
    floor.quote();
    floor.pass(core::minutes(1));
    ASSERT_FALSE(floor.log.empty());
    EXPECT_EQ(floor.log[0].qty.raw, 70);
}

TEST(Algorithms, TheEndOfTheTimeCrossesCancelsOrCarries) {
    for (const auto& [end, reason] : {std::pair{"cross", EndReason::Filled},
                                      {"cancel", EndReason::Deadline},
                                      {"carry", EndReason::Carried}}) {
        auto floor = floor_of("peg", {{"over", "30s"}, {"end", end}});
        floor.open(100, 0);
        floor.pass(core::minutes(2));
        ASSERT_EQ(floor.ended.size(), 1U);
        EXPECT_EQ(floor.ended[0].reason, reason) << end;
    }
}

TEST(Algorithms, AParentThatCannotEndInTimeAndGraceFails) {
    Floor floor{{{"twap", {{"over", "30s"}, {"grace", "10s"}}}}, {.rejected = 1}, 1};
    floor.open(100, 0);
    floor.pass(core::minutes(2));
    ASSERT_EQ(floor.ended.size(), 1U);
    EXPECT_EQ(floor.ended[0].state, core::ParentState::Failed);
    EXPECT_EQ(floor.ended[0].reason, EndReason::Late);
}

TEST(Algorithms, AParentGoesOnAfterARestartWhereItWas) {
    auto floor = floor_of("twap", {{"over", "10m"}, {"adaptive", "false"}});
    floor.open(2'000, 0);
    floor.pass(core::minutes(5));
    const auto filled = floor.parent({1})->filled;
    const auto sent = floor.log.size();
    floor.restart();
    floor.pass(core::seconds(1));
    EXPECT_EQ(floor.parent({1})->filled, filled);
    EXPECT_LE(floor.log.size(), sent + 1) << "nothing is sent twice";
    floor.pass(core::minutes(6));
    ASSERT_EQ(floor.ended.size(), 1U);
    EXPECT_EQ(floor.ended[0].filled.raw, 2'000);
}

RC_GTEST_PROP(ChildSize, NeverIsMoreThanTheRestNorLeavesTooLittle, ()) {
    const auto real = [] { return *rc::gen::inRange(0, 400) / 100.0; };
    Conditions now;
    now.depth = real();
    now.spread = real();
    now.calm = real();
    now.toxicity = real();
    now.touch = Qty{*rc::gen::inRange<std::int64_t>(0, 10'000)};
    now.minute = Qty{*rc::gen::inRange<std::int64_t>(0, 100'000)};
    ChildLimits limits;
    limits.least = Qty{*rc::gen::inRange<std::int64_t>(1, 50)};
    limits.rest = Qty{*rc::gen::inRange<std::int64_t>(0, 10'000)};
    limits.urgent = *rc::gen::arbitrary<bool>();
    const Qty wanted{*rc::gen::inRange<std::int64_t>(0, 10'000)};
    const auto qty = child_size(wanted, now, limits);
    RC_ASSERT(qty.raw >= 0 && qty <= limits.rest);
    RC_ASSERT(qty == limits.rest || (qty >= limits.least && limits.rest - qty >= limits.least));
    auto worse = now;
    worse.toxicity += 0.3;
    RC_ASSERT(child_size(wanted, worse, limits) <= qty || qty == limits.rest ||
              child_size(wanted, worse, limits) == limits.rest);
}

TEST(ChildSize, IsCutToTheTouchAndToTheMinute) {
    Conditions now;
    now.touch = Qty{1'000};
    now.minute = Qty{2'000};
    EXPECT_EQ(child_size(Qty{500}, now, {Qty{1}, Qty{5'000}, false}).raw, 100);
    now.minute = {};
    EXPECT_EQ(child_size(Qty{500}, now, {Qty{1}, Qty{5'000}, false}).raw, 200);
    now.touch = {};
    EXPECT_EQ(child_size(Qty{500}, now, {Qty{1}, Qty{5'000}, false}).raw, 500);
    now.depth = 0.01;
    EXPECT_EQ(child_size(Qty{500}, now, {Qty{1}, Qty{5'000}, false}).raw, 125);
}

}  // namespace
}  // namespace nightjar::exec
