#include "portfolio/margin.hpp"

#include "portfolio/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::portfolio {
namespace {

using core::MarginTier;
using core::MarginTiers;
using core::Money;
using core::Qty;
using core::whole;

Money money(const char* text) { return *core::parse_money(text); }

core::Instrument perpetual(core::InstrumentKind kind = core::InstrumentKind::LinearPerpetual) {
    core::Instrument made;
    made.kind = kind;
    made.tick = money("0.01");
    made.lot = money("0.001");
    NJ_CHECK(made.prepare().has_value(), "steps");
    return made;
}

MarginTiers flat(std::int32_t initial_ppm, std::int32_t maintenance_ppm) {
    return *MarginTiers::of(std::vector{MarginTier{whole(1), initial_ppm, maintenance_ppm}},
                            MarginTiers::By::Notional);
}

/// "How to calculate liquidation price of USDS-M futures contracts" of Binance, cross margin: a
/// wallet of 1 535 443.01, long 109.488 BTC from 32 481.98 at a mark of 31 967.27 and long
/// 3 683.979 ETH from 1 456.84 at 1 335.18; BTC in the tier of 2.5 % less 16 300. BTC is liquidated
/// at 26 316.89, which is 17.675 % below its mark.
TEST(Margin, IsThatOfTheExampleOfBinance) {
    auto btc = perpetual();
    btc.margin_tiers = *MarginTiers::of(
        std::vector<MarginTier>{{whole(50'000), 8'000, 4'000},
                                {whole(250'000), 10'000, 5'000},
                                {whole(1'000'000), 20'000, 10'000},
                                {whole(10'000'000), 50'000, 25'000, whole(16'300)}},
        MarginTiers::By::Notional);
    const Qty lots{109'488};
    const auto notional = btc.notional(core::Price{3'196'727}, lots);
    EXPECT_EQ(to_string(btc.maintenance_margin(notional, lots)), "71200.811444");
    const auto unrealized = notional - btc.notional(core::Price{3'248'198}, lots);
    const auto security =
        money("1535443.01") - money("356512.508") - money("448192.89") + unrealized;
    const Secured position{&btc, lots, notional};
    EXPECT_EQ(liquidation_distance(position, security), 1'767);
    // To the cent: at 26 316.90 it is enough, at 26 316.88 it is not.
    const auto left_at = [&](std::int64_t price) {
        const auto worth = btc.notional(core::Price{price}, lots);
        return security - (notional - worth) - btc.maintenance_margin(worth, lots);
    };
    EXPECT_GE(left_at(2'631'690).raw, 0);
    EXPECT_LT(left_at(2'631'688).raw, 0);
}

TEST(Margin, AShortWantsMoreTheFurtherThePriceHasGone) {
    auto instrument = perpetual();
    instrument.margin_tiers = flat(100'000, 50'000);
    const Secured longs{&instrument, Qty{1'000}, whole(10'000)};
    const Secured shorts{&instrument, Qty{-1'000}, whole(10'000)};
    // 10 %: 1000 lost, and 5 % of 9000 or of 11 000. Rounding adds at most one unit.
    EXPECT_EQ(wanted_after(longs, 1'000) - whole(1'450), Money{1});
    EXPECT_EQ(wanted_after(shorts, 1'000) - whole(1'550), Money{1});
    EXPECT_EQ(wanted_after(shorts, 0), whole(500));
    EXPECT_EQ(liquidation_distance(shorts, whole(499)), 0);
    EXPECT_EQ(liquidation_distance(shorts, whole(1'600)), 1'047);  // (1600 - 500) / 1.05
    EXPECT_EQ(liquidation_distance(longs, whole(20'000)), 10'000) << "no price falls further";
}

TEST(Margin, OfAnInverseLongGrowsWithTheCoinsThatAFallCosts) {
    auto instrument = perpetual(core::InstrumentKind::InversePerpetual);
    instrument.margin_tiers = flat(100'000, 50'000);
    const Secured longs{&instrument, Qty{1'000}, whole(1)};
    // At 20 % less the position is 1.25 coins, 0.25 of it lost.
    EXPECT_EQ(wanted_after(longs, 2'000) - money("0.3125"), Money{1});
    EXPECT_LT(liquidation_distance(longs, whole(1'000)), 10'000) << "a price of 0 is never met";
}

/// An account with 1000 lots of BTC long from 30 000.0 and cash.
struct Desk {
    tests::World world;
    core::Instrument btc = world.catalog[world.btc];
    Account account{world.catalog, world.usdt};

    explicit Desk(std::int64_t lots = 1'000) {
        account.adjust(world.usdt, whole(100'000));
        account.trade(world.btc, Qty{lots}, -btc.notional(core::Price{300'000}, Qty{lots}));
    }
    [[nodiscard]] Secured at(std::int64_t lots, std::int64_t price) const {
        return {&btc, Qty{lots}, btc.notional(core::Price{price}, magnitude(Qty{lots}))};
    }
};

TEST(Isolated, HasWhatWasSetAsideAtTheEntryAndWhatItHasMade) {
    Desk desk;
    desk.account.mark(desk.world.btc, core::Price{290'000});
    const auto own = isolated_of(desk.btc, desk.account);
    EXPECT_EQ(own.set_aside, whole(3'000));
    EXPECT_EQ(own.unrealized, whole(-1'000));
    EXPECT_EQ(isolated_of(desk.world.catalog[desk.world.eth], desk.account).equity(), Money{});
}

TEST(Isolated, GrowsByTheMarginOfWhatIsAddedAtThePriceOfNow) {
    Desk desk;
    desk.account.mark(desk.world.btc, core::Price{290'000});
    const auto more = isolated_at(desk.at(3'000, 290'000), desk.account);
    EXPECT_EQ(more.set_aside, whole(3'000 + 5'800));
    EXPECT_EQ(more.unrealized, whole(-1'000));
    const auto turned = isolated_at(desk.at(-2'000, 290'000), desk.account);
    EXPECT_EQ(turned.set_aside, whole(5'800));
    EXPECT_EQ(turned.unrealized, Money{}) << "realized on the way";
}

RC_GTEST_PROP(IsolatedProperty, DoesNotDependOnOtherPositionsOrCash, ()) {
    const auto price = *rc::gen::inRange<std::int64_t>(200'000, 400'000);
    const auto lots = *rc::gen::inRange<std::int64_t>(-5'000, 5'000);
    Desk alone{lots};
    Desk among{lots};
    alone.account.mark(alone.world.btc, core::Price{price});
    among.account.mark(among.world.btc, core::Price{price});
    among.account.adjust(among.world.usdt, whole(*rc::gen::inRange(-100'000, 100'000)));
    among.account.trade(among.world.eth, Qty{*rc::gen::inRange<std::int64_t>(-1'000, 1'000)},
                        whole(*rc::gen::inRange(-1'000, 1'000)));
    const auto after = *rc::gen::inRange<std::int64_t>(-9'000, 9'000);
    const auto distance = [&](const Desk& desk) {
        const auto worst = desk.at(after, price);
        return liquidation_distance(worst, isolated_at(worst, desk.account).equity());
    };
    RC_ASSERT(distance(alone) == distance(among));
}

RC_GTEST_PROP(MarginProperty, MoreLotsOnTheSameSecurityAreNeverFurtherFromTheEnd, ()) {
    auto instrument = perpetual();
    instrument.margin_tiers =
        *MarginTiers::of(std::vector<MarginTier>{{whole(1'000), 20'000, 10'000},
                                                 {whole(5'000), 50'000, 25'000},
                                                 {whole(6'000), 1'000'000, 500'000}},
                         MarginTiers::By::Notional);
    const auto less = *rc::gen::inRange<std::int64_t>(1, 10'000);
    const auto more = less + *rc::gen::inRange<std::int64_t>(0, 10'000);
    const auto sign = *rc::gen::element(-1, 1);
    const core::Price price{*rc::gen::inRange<std::int64_t>(1, 200'000)};
    const Money security = whole(*rc::gen::inRange(0, 20'000));
    const auto of = [&](std::int64_t lots) {
        return Secured{&instrument, Qty{sign * lots}, instrument.notional(price, Qty{lots})};
    };
    RC_ASSERT(liquidation_distance(of(more), security) <= liquidation_distance(of(less), security));
    const auto distance = liquidation_distance(of(less), security);
    if (distance > 0) RC_ASSERT(wanted_after(of(less), distance) <= security);
    if (distance < 10'000) RC_ASSERT(wanted_after(of(less), distance + 1) > security);
}

}  // namespace
}  // namespace nightjar::portfolio
