/// Isolated margin and margin tiers at the simulated exchange.

#include "sim/tests/fixtures.hpp"

#include <rapidcheck/gtest.h>

namespace nightjar::sim::tests {
namespace {

using core::MarginMode;
using core::MarginTier;
using core::MarginTiers;
using core::Money;
using core::Price;
using core::Qty;
using core::Side;
using core::whole;

constexpr std::int64_t eight_hours = 8 * 3'600;

struct VenueTerms {
    MarginMode btc{MarginMode::Isolated};
    std::vector<MarginTier> tiers{};
    std::int64_t taker_ppb{};
};

/// BTCUSDT as the terms say, ETHUSDT with cross margin; 10 % to open and 5 % to hold.
struct Venue {
    core::Catalog catalog;
    core::AssetId usdt = catalog.add_asset("USDT");
    core::VenueId venue = catalog.add_venue("sim");
    core::InstrumentId btc;
    core::InstrumentId eth;
    std::unique_ptr<Matching> exchange;

    explicit Venue(VenueTerms terms = {}) {
        btc = add("BTC", terms.btc, terms.tiers);
        eth = add("ETH", MarginMode::Cross, {});
        auto config = Floor::free(Prices::Bars);
        config.fees.taker_ppb = terms.taker_ppb;
        config.funding = FundingModel{};
        exchange = std::make_unique<Matching>(catalog, venue, usdt, config);
    }
    void trade(core::AccountId who, core::InstrumentId what, std::int64_t lots,
               std::int64_t price) const {
        const auto side = lots < 0 ? Side::Sell : Side::Buy;
        exchange->submit(who, market(1, what, side, std::abs(lots)), at(0));
        exchange->on_open(what, Price{price}, at(0));
    }
    [[nodiscard]] core::AccountId holder(std::int64_t cash, std::int64_t lots,
                                         std::int64_t price) const {
        const auto who = exchange->open_account(whole(cash));
        trade(who, btc, lots, price);
        exchange->forget_reports(who);
        return who;
    }
    [[nodiscard]] Lines told(core::AccountId who) const { return tests::told(*exchange, who); }
    [[nodiscard]] std::string equity(core::AccountId who) const {
        return to_string(exchange->account(who).equity());
    }
    [[nodiscard]] std::string set_aside(core::AccountId who) const {
        return to_string(exchange->set_aside(who, btc));
    }
    [[nodiscard]] Qty held(core::AccountId who, core::InstrumentId what) const {
        return exchange->account(who).position(what).qty;
    }

private:
    core::InstrumentId add(const char* base, MarginMode mode,
                           const std::vector<MarginTier>& tiers) {
        core::Instrument instrument;
        instrument.venue = venue;
        instrument.base = catalog.add_asset(base);
        instrument.quote = usdt;
        instrument.symbol = std::string{base} + "USDT";
        instrument.kind = core::InstrumentKind::LinearPerpetual;
        instrument.tick = whole(1);
        instrument.lot = whole(1);
        instrument.margin_mode = mode;
        instrument.margin_tiers = *MarginTiers::of(tiers, MarginTiers::By::Notional);
        return *catalog.add(instrument);
    }
};

TEST(IsolatedMargin, IsSetAsideOnOpeningAndGivenBackShareByShareOnClosing) {
    const Venue at_venue;
    const auto us = at_venue.holder(10'000, 10, 1'000);
    EXPECT_EQ(at_venue.set_aside(us), "1000");
    at_venue.trade(us, at_venue.btc, 10, 1'200);
    EXPECT_EQ(at_venue.set_aside(us), "2200") << "what is added, at its own price";
    at_venue.trade(us, at_venue.btc, -5, 1'200);
    EXPECT_EQ(at_venue.set_aside(us), "1650");
    at_venue.trade(us, at_venue.btc, -20, 1'200);
    EXPECT_EQ(at_venue.held(us, at_venue.btc), Qty{-5});
    EXPECT_EQ(at_venue.set_aside(us), "600") << "turned round: that of the new position";
    at_venue.trade(us, at_venue.btc, 5, 1'200);
    EXPECT_EQ(at_venue.set_aside(us), "0");
    EXPECT_EQ(at_venue.equity(us), "12000");
}

TEST(IsolatedMargin, IsLiquidatedAtItsOwnPriceWhileTheAccountIsRich) {
    const Venue at_venue;
    const auto us = at_venue.holder(100'000, 10, 1'000);
    at_venue.exchange->on_mark(at_venue.btc, Price{948}, at(1));
    EXPECT_EQ(at_venue.told(us), Lines{}) << "480 left, 474 needed";
    at_venue.exchange->on_mark(at_venue.btc, Price{947}, at(2));  // 470 and 473.5
    EXPECT_EQ(at_venue.told(us), (Lines{"0 fill 10@942 taker"}));
    EXPECT_EQ(at_venue.set_aside(us), "0");
    EXPECT_EQ(at_venue.equity(us), "99420");
}

TEST(IsolatedMargin, OfAShortIsGoneWhenThePriceRises) {
    const Venue at_venue;
    const auto us = at_venue.holder(100'000, -10, 1'000);
    at_venue.exchange->on_mark(at_venue.btc, Price{1'047}, at(1));
    EXPECT_EQ(at_venue.told(us), Lines{});
    at_venue.exchange->on_mark(at_venue.btc, Price{1'048}, at(2));
    EXPECT_EQ(at_venue.told(us), (Lines{"0 fill 10@1054 taker"}));
}

TEST(IsolatedMargin, CostsNoMoreThanWasSetAsideHoweverFarThePriceJumps) {
    const Venue at_venue{{.taker_ppb = 1'000'000}};  // 10 bp
    const auto us = at_venue.holder(100'000, 10, 1'000);
    const auto them = at_venue.holder(100'000, -10, 1'000);
    EXPECT_EQ(at_venue.equity(us), "99990");
    at_venue.exchange->on_mark(at_venue.btc, Price{300}, at(1));
    // 900 would leave nothing for the fee of 9.
    EXPECT_EQ(at_venue.told(us), (Lines{"0 fill 10@901 taker"}));
    EXPECT_EQ(at_venue.equity(us), "98990.99") << "1000 set aside, 999.01 of it gone";
    at_venue.exchange->on_mark(at_venue.btc, Price{5'000}, at(2));
    EXPECT_EQ(at_venue.told(them), (Lines{"0 fill 10@1098 taker"}));
    EXPECT_EQ(at_venue.equity(them), "98999.02");
}

TEST(IsolatedMargin, LeavesOtherPositionsAndTheirOrdersAlone) {
    const Venue at_venue;
    const auto us = at_venue.holder(3'000, 10, 1'000);
    at_venue.trade(us, at_venue.eth, 10, 1'000);
    at_venue.exchange->submit(us, limit(7, at_venue.btc, Side::Buy, 1, 10), at(1));
    at_venue.exchange->submit(us, limit(8, at_venue.eth, Side::Buy, 1, 10), at(1));
    at_venue.exchange->forget_reports(us);
    at_venue.exchange->on_mark(at_venue.btc, Price{500}, at(2));
    EXPECT_EQ(at_venue.told(us), (Lines{"7 cancelled: liquidation", "0 fill 10@900 taker"}));
    EXPECT_EQ(at_venue.held(us, at_venue.eth), Qty{10});
    EXPECT_TRUE(at_venue.exchange->has_orders(at_venue.eth));
    EXPECT_EQ(at_venue.equity(us), "2000");
}

TEST(IsolatedMargin, DoesNotStandForCrossPositions) {
    const Venue at_venue;
    const auto us = at_venue.holder(3'000, 10, 1'000);
    at_venue.trade(us, at_venue.eth, 10, 1'000);
    at_venue.exchange->on_mark(at_venue.btc, Price{2'000}, at(1));
    at_venue.exchange->forget_reports(us);
    // 10 000 made on BTC are not ETH's: 2000 less 1500 is not below 425, 2000 less 1600 is 420.
    at_venue.exchange->on_mark(at_venue.eth, Price{850}, at(2));
    EXPECT_EQ(at_venue.told(us), Lines{});
    at_venue.exchange->on_mark(at_venue.eth, Price{840}, at(3));
    EXPECT_EQ(at_venue.told(us), (Lines{"0 fill 10@835 taker"}));
    EXPECT_EQ(at_venue.held(us, at_venue.btc), Qty{10});
}

TEST(IsolatedMargin, PaysAndGetsItsFundingItself) {
    const Venue at_venue;
    const auto us = at_venue.holder(100'000, 10, 1'000);
    const auto them = at_venue.holder(100'000, -10, 1'000);
    at_venue.exchange->on_mark(at_venue.btc, Price{1'000}, at(1));
    at_venue.exchange->on_funding(at_venue.btc, {*core::parse_money("0.02")}, at(eight_hours));
    EXPECT_EQ(at_venue.set_aside(us), "800");
    EXPECT_EQ(at_venue.set_aside(them), "1200");
    at_venue.exchange->forget_reports(us);
    at_venue.exchange->on_mark(at_venue.btc, Price{970}, at(eight_hours + 1));
    EXPECT_EQ(at_venue.told(us), Lines{}) << "500 left, 485 needed";
    at_venue.exchange->on_mark(at_venue.btc, Price{968}, at(eight_hours + 2));
    EXPECT_EQ(at_venue.told(us), (Lines{"0 fill 10@963 taker"})) << "without it not before 947";
}

TEST(IsolatedMargin, MustComeOutOfWhatIsFree) {
    const Venue at_venue;
    const auto us = at_venue.holder(1'500, 10, 1'000);
    at_venue.exchange->on_mark(at_venue.btc, Price{2'000}, at(1));  // 10 000 made, all its own
    at_venue.trade(us, at_venue.btc, 3, 2'000);
    EXPECT_EQ(at_venue.told(us), (Lines{"1 open", "1 rejected: insufficient funds"}));
    at_venue.trade(us, at_venue.btc, 2, 2'000);
    EXPECT_EQ(at_venue.held(us, at_venue.btc), Qty{12});
    at_venue.trade(us, at_venue.btc, -40, 2'000);
    EXPECT_EQ(at_venue.held(us, at_venue.btc), Qty{-28}) << "what it closes is free for the rest";
}

TEST(IsolatedMargin, AGapEndsThePositionBeforeItsOwnStopDoes) {
    const Venue at_venue;
    const auto us = at_venue.holder(100'000, 10, 1'000);
    at_venue.exchange->submit(us, stop(9, at_venue.btc, Side::Sell, 10, 950), at(1));
    at_venue.exchange->forget_reports(us);
    at_venue.exchange->on_open(at_venue.btc, Price{500}, at(60));
    EXPECT_EQ(at_venue.told(us), (Lines{"9 cancelled: liquidation", "0 fill 10@900 taker"}));
    EXPECT_EQ(at_venue.equity(us), "99000");
}

TEST(IsolatedMargin, OfARestoredAccountIsThatOfItsEntry) {
    const Venue at_venue;
    portfolio::Account books{at_venue.catalog, at_venue.usdt};
    books.adjust(at_venue.usdt, whole(5'000));
    books.trade(at_venue.btc, Qty{3}, whole(-3'000));
    const auto us = at_venue.exchange->open_account({});
    at_venue.exchange->restore(us, books);
    EXPECT_EQ(at_venue.set_aside(us), "300");
}

const std::vector<MarginTier> two_tiers{{whole(10'000), 20'000, 10'000},
                                        {whole(100'000), 200'000, 150'000}};

TEST(MarginTiersOfAVenue, WantMoreToOpenALargerPosition) {
    const Venue at_venue{{.btc = MarginMode::Cross, .tiers = two_tiers}};
    const auto us = at_venue.holder(3'999, 10, 1'000);  // 10 %, since 10 times is in use
    EXPECT_EQ(at_venue.held(us, at_venue.btc), Qty{10});
    at_venue.trade(us, at_venue.btc, 10, 1'000);  // 20 % of 20 000
    EXPECT_EQ(at_venue.told(us), (Lines{"1 open", "1 rejected: insufficient funds"}));
    const auto richer = at_venue.holder(4'000, 20, 1'000);
    EXPECT_EQ(at_venue.held(richer, at_venue.btc), Qty{20});
}

TEST(MarginTiersOfAVenue, LiquidateASmallPositionLaterThanALargeOne) {
    const Venue at_venue{{.btc = MarginMode::Cross, .tiers = two_tiers}};
    const auto small = at_venue.holder(1'000, 10, 1'000);
    const auto large = at_venue.holder(4'000, 20, 1'000);
    at_venue.exchange->on_mark(at_venue.btc, Price{909}, at(1));
    EXPECT_EQ(at_venue.told(small), (Lines{"0 fill 10@904 taker"})) << "90 left, 90.9 needed";
    EXPECT_EQ(at_venue.told(large), Lines{}) << "2180 left, 15 % of 18 180 less 1400: 1327";
    at_venue.exchange->on_mark(at_venue.btc, Price{858}, at(2));  // 1160 and 1174
    EXPECT_EQ(at_venue.told(large), (Lines{"0 fill 20@853 taker"}));
}

/// What a cross account is told over a random walk must not depend on how its margin came to be
/// computed: by the two rates, as it always was, or by one tier of the same rates; and what
/// isolated positions of other instruments do is no matter to it.
RC_GTEST_PROP(CrossMarginProperty, IsWhatItWasBeforeThereWereTiersAndIsolatedPositions, ()) {
    const Venue plain{{.btc = MarginMode::Cross, .taker_ppb = 500'000}};
    const Venue tiered{
        {.btc = MarginMode::Cross, .tiers = {{whole(1), 100'000, 50'000}}, .taker_ppb = 500'000}};
    const auto cash = whole(*rc::gen::inRange(500, 20'000));
    const auto us = plain.exchange->open_account(cash);
    const auto same = tiered.exchange->open_account(cash);
    std::int64_t price = 1'000;
    // The old rule, said once more: equity below 5 % of all positions is the end of them.
    const auto maintenance = [&] {
        Money sum;
        for (const auto id : {plain.btc, plain.eth})
            if (plain.held(us, id).raw != 0)
                sum += scaled(magnitude(*plain.exchange->account(us).value(id)), 500, 10'000);
        return sum;
    };
    for (int i = 1; i < 40; ++i) {
        const auto what = *rc::gen::element(plain.btc, plain.eth);
        const auto lots = *rc::gen::inRange<std::int64_t>(-20, 20);
        price = std::max<std::int64_t>(price + *rc::gen::inRange(-60, 60), 10);
        for (const auto* one : {&plain, &tiered}) {
            if (lots != 0) one->trade(one == &plain ? us : same, what, lots, price);
            one->exchange->on_mark(what, Price{price}, at(i * 3'600));
        }
        RC_ASSERT(plain.told(us) == tiered.told(same));
        RC_ASSERT(plain.equity(us) == tiered.equity(same));
        RC_ASSERT(plain.held(us, what).raw == 0 ||
                  plain.exchange->account(us).equity() >= maintenance());
    }
}

RC_GTEST_PROP(IsolatedMarginProperty, NeverTakesMoreThanItHasNorLosesMoneyOnTheWay, ()) {
    const Venue at_venue{{.taker_ppb = 500'000}};
    const auto us = at_venue.exchange->open_account(whole(50'000));
    std::int64_t price = 1'000;
    for (int i = 1; i < 40; ++i) {
        const auto lots = *rc::gen::inRange<std::int64_t>(-20, 20);
        if (lots != 0) at_venue.trade(us, at_venue.btc, lots, price);
        at_venue.exchange->forget_reports(us);
        const auto set_aside = at_venue.exchange->set_aside(us, at_venue.btc);
        const auto& books = at_venue.exchange->account(us);
        const auto& position = books.position(at_venue.btc);
        const auto rest = books.cash(at_venue.usdt) + position.basis - set_aside;
        price = std::max<std::int64_t>(price + *rc::gen::inRange(-600, 600), 10);
        at_venue.exchange->on_mark(at_venue.btc, Price{price}, at(i));
        if (at_venue.held(us, at_venue.btc).raw == 0) {
            RC_ASSERT(at_venue.exchange->set_aside(us, at_venue.btc) == Money{});
            RC_ASSERT(books.equity() >= rest);
        } else {
            RC_ASSERT(at_venue.exchange->set_aside(us, at_venue.btc) == set_aside);
        }
    }
}

}  // namespace
}  // namespace nightjar::sim::tests
