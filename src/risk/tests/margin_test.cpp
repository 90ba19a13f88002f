/// R19: margin and the distance to a liquidation, cross and isolated, with tiers.

#include "risk/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::risk {
namespace {

using core::MarginMode;
using core::MarginTier;
using core::MarginTiers;
using core::Money;
using core::Qty;
using core::Rule;
using core::Scope;
using core::Side;
using core::Unit;
using core::whole;
using tests::check;

/// The desk's account with BTCUSDT's margin as a test wants it: a lot is 30 USDT at 30 000.
struct Desk : tests::Desk {
    core::Catalog catalog;

    explicit Desk(MarginMode mode = MarginMode::Cross, std::vector<MarginTier> tiers = {},
                  std::int32_t initial_bps = 1'000) {
        for (const auto& name : world.catalog.venues()) catalog.add_venue(name);
        for (const auto& name : world.catalog.assets()) catalog.add_asset(name);
        for (auto instrument : world.catalog.instruments()) {
            if (instrument.id == world.btc) {
                instrument.margin_mode = mode;
                instrument.margin_tiers = *MarginTiers::of(tiers, MarginTiers::By::Notional);
                instrument.initial_margin_bps = initial_bps;
            }
            NJ_CHECK(catalog.add(instrument).has_value(), "{}", instrument.symbol);
        }
    }
    [[nodiscard]] View view() const {
        auto made = tests::Desk::view();
        made.catalog = &catalog;
        return made;
    }
    void passes(Check& checked, const core::OrderRequest& order) const {
        const auto refusal = checked.review(order, view());
        EXPECT_FALSE(refusal) << to_string(*refusal);
    }
    void refuses(Check& checked, const core::OrderRequest& order) const {
        const auto refusal = checked.review(order, view());
        ASSERT_TRUE(refusal);
        EXPECT_EQ(refusal->rule, Rule::Leverage);
    }
    void hold_eth(std::int64_t lots) {  // at 2 000, a ten-millionth each
        price(world.eth, core::Price{200'000'000});
        const core::Allocation all{{0}, Qty{lots}};
        const core::Fill fill{
            {next_id++},          {next_id}, side_of(Qty{lots}), core::Price{200'000'000},
            magnitude(Qty{lots}), {},        world.usdt,         core::Liquidity::Taker};
        books.book(world.venue, world.eth, fill, {&all, 1});
        books.mark_all(now);
    }
    void reprice(std::int64_t ticks) {
        price(world.btc, core::Price{ticks});
        books.mark_all(now);
    }
};

/// 125 times up to 60 000, 20 times above.
const std::vector<MarginTier> two_tiers{{whole(60'000), 8'000, 4'000},
                                        {whole(1'000'000), 50'000, 25'000}};

TEST(R19Margin, WantsWhatTheVenueWantsAsSecurityForPerpetuals) {
    Desk desk;
    auto margin = check("margin", {{"pct", "80"}});
    desk.passes(*margin, desk.order(Side::Buy, 26'666));  // 799 980, of which a tenth
    desk.refuses(*margin, desk.order(Side::Buy, 26'667));
}

TEST(R19Margin, SaysTheLimitTheValueWhoseItIsAndWhatWouldPass) {
    Desk desk;
    auto margin = check("margin", {{"pct", "80"}});
    const auto refusal = margin->review(desk.order(Side::Buy, 26'700), desk.view());
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->unit, Unit::Quote);
    EXPECT_EQ(Money{refusal->limit}, whole(80'000));
    EXPECT_EQ(Money{refusal->value}, whole(80'100));
    EXPECT_EQ(refusal->scope.kind, Scope::Kind::Venue);
    ASSERT_TRUE(refusal->would_pass);
    EXPECT_LE(refusal->would_pass->raw, 26'666);
    EXPECT_GE(refusal->would_pass->raw, 26'666 - 27) << "a thousandth part";
    desk.passes(*margin, desk.order(Side::Buy, refusal->would_pass->raw));
    EXPECT_EQ(to_string(*refusal),
              fmt::format("R19 leverage: 80100 against a limit of 80000 (venue 0); {} lots would "
                          "pass",
                          refusal->would_pass->raw));
}

TEST(R19Margin, OfALargerPositionIsThatOfItsTier) {
    Desk desk{MarginMode::Cross, two_tiers, 100};
    auto margin = check("margin", {{"pct", "1"}});        // 1000
    desk.passes(*margin, desk.order(Side::Buy, 2'000));   // 60 000 at 1 %: 600
    desk.refuses(*margin, desk.order(Side::Buy, 2'001));  // at 5 %: 3001.5
}

TEST(R19Margin, CountsOpenOrdersAndPositionsOfTheWholeVenue) {
    Desk desk;
    auto margin = check("margin", {{"pct", "10"}});
    desk.hold_eth(100'000'000);                        // 20 000: 2000
    desk.open(desk.limit(Side::Buy, 2'000, 300'000));  // 60 000: 6000
    desk.passes(*margin, desk.order(Side::Buy, 666));
    desk.refuses(*margin, desk.order(Side::Buy, 667));
    desk.passes(*margin, desk.order(Side::Sell, 2'666));
    desk.refuses(*margin, desk.order(Side::Sell, 2'667));
}

TEST(R19Margin, TheProfitOfAnIsolatedPositionOpensNothing) {
    Desk desk{MarginMode::Isolated};
    desk.hold(1'000);
    desk.reprice(400'000);  // 10 000 made, 3000 set aside
    auto margin = check("margin", {{"pct", "10"}});
    // 10 000 for what was set aside at the entry and a tenth of 40 for each lot more.
    desk.passes(*margin, desk.order(Side::Buy, 1'750));
    desk.refuses(*margin, desk.order(Side::Buy, 1'751));
    Desk cross;
    cross.hold(1'000);
    cross.reprice(400'000);  // 11 000 for a tenth of all at 40
    cross.passes(*margin, cross.order(Side::Buy, 1'750));
    cross.refuses(*margin, cross.order(Side::Buy, 1'751));
}

TEST(R19Liquidation, AsksWhetherTheVenuesEquityOutlivesTheMove) {
    Desk desk;
    auto far = check("liquidation", {{"floor_bps", "2500"}});
    // A quarter lost, and 5 % of what it is worth there: 0.2875 of a long, 0.3125 of a short.
    desk.passes(*far, desk.order(Side::Buy, 11'594));
    desk.refuses(*far, desk.order(Side::Buy, 11'595));
    desk.passes(*far, desk.order(Side::Sell, 10'666));
    desk.refuses(*far, desk.order(Side::Sell, 10'667));
    desk.hold(11'594);
    desk.passes(*far, desk.order(Side::Sell, 11'594));
    desk.refuses(*far, desk.order(Side::Buy, 1));
}

TEST(R19Liquidation, IsNearEnoughAfterEightDeviationsOfQuietDays) {
    Desk desk;
    auto far = check("liquidation", {{"floor_bps", "2500"}});
    desk.hold(11'594);
    desk.refuses(*far, desk.order(Side::Buy, 1));
    for (int i = 0; i < 15; ++i) {
        desk.now = desk.now + core::days(1);
        desk.price(desk.world.btc, core::Price{300'000 + i % 2 * 3'000});
    }
    ASSERT_TRUE(desk.market[desk.world.btc].volatility.daily_sigma());
    desk.passes(*far, desk.order(Side::Buy, 1'000));
}

TEST(R19Liquidation, SaysHowFarItIsAndWhatWouldPass) {
    Desk desk;
    auto far = check("liquidation", {{"floor_bps", "2500"}});
    const auto refusal = far->review(desk.order(Side::Buy, 20'000), desk.view());
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->unit, Unit::BasisPoints);
    EXPECT_EQ(refusal->limit, 2'500);
    // (100 000 - 5 % of 600 000) / (95 % of 600 000)
    EXPECT_EQ(refusal->value, 1'228);
    ASSERT_TRUE(refusal->would_pass);
    EXPECT_LE(refusal->would_pass->raw, 11'594);
    EXPECT_GE(refusal->would_pass->raw, 11'594 - 20);
    desk.passes(*far, desk.order(Side::Buy, refusal->would_pass->raw));
    const auto beyond = far->review(desk.order(Side::Buy, 80'000), desk.view());
    ASSERT_TRUE(beyond);
    EXPECT_EQ(beyond->value, 0);
}

TEST(R19Liquidation, OfCrossPositionsCountsThemAllAgainstUs) {
    Desk desk;
    auto far = check("liquidation", {{"floor_bps", "2500"}});
    desk.hold_eth(-500'000'000);                      // short 100 000: 31 250
    desk.passes(*far, desk.order(Side::Buy, 7'971));  // 68 750 / 8.625
    desk.refuses(*far, desk.order(Side::Buy, 7'972));
}

TEST(R19Liquidation, OfSpotThereIsNone) {
    Desk desk;
    auto far = check("liquidation", {{"floor_bps", "2500"}});
    desk.hold(12'000);  // too near already
    auto order = desk.order(Side::Buy, 1'000'000'000);
    order.instrument = desk.world.spot;
    desk.price(desk.world.spot, core::Price{3'000'000});
    desk.passes(*far, order);
}

TEST(R19Liquidation, OfAnIsolatedPositionIsThatOfItsOwnMargin) {
    // Twice: half of it is set aside. Long: 0.5 - d = 5 % of (1 - d), 47.36 %.
    Desk desk{MarginMode::Isolated, {}, 5'000};
    auto far = check("liquidation", {{"floor_bps", "4736"}});
    desk.passes(*far, desk.order(Side::Buy, 100));
    desk.hold_eth(100'000'000);
    desk.passes(*far, desk.order(Side::Buy, 100));
    auto further = check("liquidation", {{"floor_bps", "4737"}});
    const auto refusal = further->review(desk.order(Side::Buy, 100), desk.view());
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->scope.kind, Scope::Kind::Instrument);
    EXPECT_EQ(refusal->scope.id, desk.world.btc.value);
    EXPECT_EQ(refusal->value, 4'736);
    EXPECT_EQ(refusal->would_pass, Qty{0}) << "the leverage is too high, whatever the size";
    EXPECT_EQ(to_string(*refusal),
              "R19 leverage: 4736 bp against a limit of 4737 bp (instrument 0); no lot would pass");
}

TEST(R19Liquidation, OfAnIsolatedPositionFallsFromTierToTier) {
    Desk desk{MarginMode::Isolated,
              {{whole(60'000), 8'000, 4'000}, {whole(1'000'000), 300'000, 200'000}},
              3'000};
    auto far = check("liquidation", {{"floor_bps", "2500"}});
    desk.passes(*far, desk.order(Side::Buy, 2'000));   // 60 000: 30 % against 0.4 %
    desk.refuses(*far, desk.order(Side::Buy, 4'000));  // 120 000: 20 % of it less 11 760
    const auto refusal = far->review(desk.order(Side::Buy, 4'000), desk.view());
    ASSERT_TRUE(refusal && refusal->would_pass);
    EXPECT_GT(refusal->would_pass->raw, 2'000);
    desk.passes(*far, desk.order(Side::Buy, refusal->would_pass->raw));
}

TEST(R19Liquidation, WhatIsSetAsideForAnIsolatedPositionStandsForNoOther) {
    auto far = check("liquidation", {{"floor_bps", "2500"}});
    Desk desk{MarginMode::Isolated, {}, 5'000};
    desk.hold_eth(1'700'000'000);                   // 340 000 long want 97 750 of 100 000
    desk.passes(*far, desk.order(Side::Buy, 149));  // of 2250 that are left, 2235
    const auto refusal = far->review(desk.order(Side::Buy, 151), desk.view());
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->scope.kind, Scope::Kind::Venue);
}

TEST(R19Liquidation, NeverBlocksAReduction) {
    Desk desk{MarginMode::Isolated};
    desk.hold(1'000);
    desk.reprice(275'000);
    auto far = check("liquidation", {{"floor_bps", "2500"}});
    auto margin = check("margin", {{"pct", "1"}});
    desk.passes(*far, desk.order(Side::Sell, 1'000));
    desk.passes(*margin, desk.order(Side::Sell, 1'000));
    desk.refuses(*far, desk.order(Side::Buy, 1));
}

RC_GTEST_PROP(R19Property, WhatPassesInALargerOrderPassesInASmallerOne, ()) {
    Desk desk{MarginMode::Cross, two_tiers, 200};
    desk.hold(*rc::gen::inRange<std::int64_t>(-2'000, 2'000));
    desk.hold_eth(*rc::gen::inRange<std::int64_t>(-200'000'000, 200'000'000));
    desk.reprice(*rc::gen::inRange<std::int64_t>(270'000, 330'000));
    const auto side = *rc::gen::element(Side::Buy, Side::Sell);
    const auto small = *rc::gen::inRange<std::int64_t>(1, 20'000);
    const auto large = small + *rc::gen::inRange<std::int64_t>(0, 20'000);
    for (const auto* name : {"margin", "liquidation"}) {
        auto checked = check(name);
        const auto refused = checked->review(desk.order(side, small), desk.view());
        if (!refused) continue;
        RC_ASSERT(checked->review(desk.order(side, large), desk.view()).has_value());
        RC_ASSERT(refused->would_pass.has_value());
        RC_ASSERT(refused->would_pass->raw < small);
        if (refused->would_pass->raw > 0)
            RC_ASSERT(!checked->review(desk.order(side, refused->would_pass->raw), desk.view()));
    }
}

}  // namespace
}  // namespace nightjar::risk
