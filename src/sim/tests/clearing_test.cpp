#include "sim/tests/fixtures.hpp"

#include <gmock/gmock.h>

namespace nightjar::sim::tests {
namespace {

using core::Price;
using core::Qty;
using core::Side;

constexpr std::int64_t eight_hours = 8 * 3'600;

/// Initial margin 10 %, maintenance 5 %.
struct OnMargin : ::testing::Test, Floor {
    MatchingConfig config = [] {
        auto charged = free(Prices::Bars);
        charged.funding = FundingModel{};
        return charged;
    }();
    Matching exchange{catalog, venue, usdt, config};

    core::AccountId holder(std::int64_t cash, std::int64_t lots, std::int64_t price) {
        const auto account = exchange.open_account(core::whole(cash));
        const auto side = lots < 0 ? Side::Sell : Side::Buy;
        exchange.submit(account, market(1, perp, side, std::abs(lots)), at(0));
        exchange.on_open(perp, Price{price}, at(0));
        exchange.forget_reports(account);
        return account;
    }
    Lines told(core::AccountId who) { return tests::told(exchange, who); }
};

TEST_F(OnMargin, AnAccountBelowItsMaintenanceMarginIsLiquidatedAtTheMarkLessThePenalty) {
    const auto us = holder(1'100, 10, 1'000);
    exchange.submit(us, limit(2, spot, Side::Buy, 1, 10), at(1));
    exchange.on_mark(perp, Price{940}, at(2));
    EXPECT_EQ(told(us), (Lines{"2 open"})) << "500 left, 470 needed";
    exchange.on_mark(perp, Price{930}, at(3));
    EXPECT_EQ(told(us), (Lines{"2 cancelled: liquidation", "0 fill 10@925 taker"}));
    EXPECT_EQ(exchange.account(us).position(perp).qty, Qty{0});
    EXPECT_EQ(exchange.account(us).equity(), core::whole(1'100 - 750));
    EXPECT_FALSE(exchange.has_orders(spot));
}

TEST_F(OnMargin, AShortIsLiquidatedWhenThePriceRises) {
    const auto us = holder(1'100, -10, 1'000);
    exchange.on_mark(perp, Price{1'070}, at(1));
    EXPECT_EQ(told(us), (Lines{"0 fill 10@1076 taker"}));
}

TEST_F(OnMargin, OnlyWhoIsBelowIsLiquidated) {
    const auto poor = holder(1'100, 10, 1'000);
    const auto rich = holder(9'000, 10, 1'000);
    exchange.on_mark(perp, Price{900}, at(1));
    EXPECT_EQ(exchange.account(poor).position(perp).qty, Qty{0});
    EXPECT_EQ(exchange.account(rich).position(perp).qty, Qty{10});
}

TEST_F(OnMargin, MarginInUseIsNotFreeForTheNextOrder) {
    const auto us = holder(1'100, 10, 1'000);
    exchange.on_mark(perp, Price{1'000}, at(1));
    exchange.submit(us, market(2, perp, Side::Buy, 5), at(2));
    exchange.on_open(perp, Price{1'000}, at(3));
    EXPECT_EQ(told(us), (Lines{"2 open", "2 rejected: insufficient funds"}));
    exchange.submit(us, market(3, perp, Side::Sell, 20), at(4));
    exchange.on_open(perp, Price{1'000}, at(5));
    EXPECT_EQ(told(us), (Lines{"3 open", "3 fill 20@1000 taker"})) << "closing sets margin free";
}

TEST_F(OnMargin, WithoutRatesLongsPayAtTheSettlementsAndShortsGetNothing) {
    const auto bull = holder(10'000, 10, 1'000);
    const auto bear = holder(10'000, -10, 1'000);
    exchange.on_mark(perp, Price{1'500}, at(1));
    exchange.on_mark(perp, Price{1'000}, at(eight_hours - 1));
    EXPECT_EQ(told(bull), Lines{});
    exchange.on_mark(perp, Price{1'100}, at(eight_hours));
    EXPECT_EQ(told(bull), (Lines{"cash -1.1"})) << "1 bp of 11000";
    EXPECT_EQ(told(bear), Lines{});
    exchange.on_mark(perp, Price{1'100}, at(eight_hours + 1));
    EXPECT_EQ(told(bull), Lines{});
}

TEST_F(OnMargin, MissedSettlementsArePaidTogether) {
    const auto bull = holder(10'000, 10, 1'000);
    exchange.on_mark(perp, Price{1'000}, at(1));
    exchange.on_mark(perp, Price{1'000}, at(3 * eight_hours));
    EXPECT_EQ(told(bull), (Lines{"cash -3"}));
}

TEST_F(OnMargin, ARecordedRateMovesCashFromLongsToShortsAndEndsTheAssumption) {
    const auto bull = holder(10'000, 10, 1'000);
    const auto bear = holder(10'000, -10, 1'000);
    exchange.on_mark(perp, Price{1'000}, at(1));
    exchange.on_funding(perp, {*core::parse_money("0.0002")}, at(eight_hours));
    EXPECT_EQ(told(bull), (Lines{"cash -2"}));
    EXPECT_EQ(told(bear), (Lines{"cash 2"}));
    exchange.on_mark(perp, Price{1'000}, at(2 * eight_hours));
    EXPECT_EQ(told(bull), Lines{});
}

/// A coin-margined perpetual of 100 USD a contract, 10,000 USD a BTC at first; an account in BTC.
struct CoinMargined : ::testing::Test {
    core::Catalog catalog;
    core::AssetId btc = catalog.add_asset("BTC");
    core::VenueId venue = catalog.add_venue("sim");
    core::InstrumentId perp = [this] {
        core::Instrument instrument;
        instrument.venue = venue;
        instrument.base = btc;
        instrument.quote = catalog.add_asset("USD");
        instrument.symbol = "BTCUSD";
        instrument.kind = core::InstrumentKind::InversePerpetual;
        instrument.tick = core::whole(1);
        instrument.lot = core::whole(100);
        return *catalog.add(instrument);
    }();
    Matching exchange{catalog, venue, btc, [] {
                          auto config = Floor::free(Prices::Bars);
                          config.fees.taker_ppb = 1'000'000;  // 10 bp
                          return config;
                      }()};

    core::AccountId holder(std::int64_t contracts, const char* cash) {
        const auto account = exchange.open_account(*core::parse_money(cash));
        const auto side = contracts < 0 ? Side::Sell : Side::Buy;
        exchange.submit(account, market(1, perp, side, std::abs(contracts)), at(0));
        exchange.on_open(perp, Price{10'000}, at(0));
        return account;
    }
    [[nodiscard]] std::string equity(core::AccountId who) const {
        return to_string(exchange.account(who).equity());
    }
};

TEST_F(CoinMargined, FeesAndProfitsAreInCoins) {
    const auto bull = holder(100, "1");  // 10,000 USD, 1 BTC, 10 bp of it
    const auto bear = holder(-100, "1");
    EXPECT_EQ(equity(bull), "0.999");
    exchange.on_mark(perp, Price{12'500}, at(1));
    EXPECT_EQ(equity(bull), "1.199");
    EXPECT_EQ(equity(bear), "0.799");
}

TEST_F(CoinMargined, LongsPayAPositiveRateAndShortsReceiveIt) {
    const auto bull = holder(100, "1");
    const auto bear = holder(-100, "1");
    exchange.on_mark(perp, Price{10'000}, at(1));
    exchange.on_funding(perp, {*core::parse_money("0.01")}, at(eight_hours));
    EXPECT_EQ(equity(bull), "0.989");
    EXPECT_EQ(equity(bear), "1.009");
}

TEST_F(CoinMargined, ALongIsLiquidatedWhileTheCoinsOfItsMarginFallWithIt) {
    const auto bull = holder(100, "0.2");
    exchange.forget_reports(bull);
    // 0.199 - (10,000 / 9,000 - 1) = 0.088 of 1.11 BTC is above 5 %; at 8,600 it is 0.036 of 1.16.
    exchange.on_mark(perp, Price{9'000}, at(1));
    EXPECT_EQ(tests::told(exchange, bull), Lines{});
    exchange.on_mark(perp, Price{8'600}, at(2));
    EXPECT_EQ(tests::told(exchange, bull), (Lines{"0 fill 100@8557 taker"}));
}

TEST_F(CoinMargined, AnOrderBeyondTheMarginIsRefused) {
    const auto poor = holder(100, "0.1");  // 10 % of 1 BTC, and the fee
    EXPECT_EQ(exchange.account(poor).position(perp).qty, Qty{0});
    const auto enough = holder(100, "0.101");
    EXPECT_EQ(exchange.account(enough).position(perp).qty, Qty{100});
}

TEST_F(OnMargin, WhereRatesAreExpectedNothingIsAssumedBeforeTheFirst) {
    exchange.expect_rates(perp);
    const auto bull = holder(10'000, 10, 1'000);
    exchange.on_mark(perp, Price{1'000}, at(eight_hours));
    EXPECT_EQ(told(bull), Lines{});
}

TEST_F(OnMargin, FundingIsOffUnlessConfigured) {
    Matching plain{catalog, venue, usdt, free(Prices::Bars)};
    const auto us = plain.open_account(core::whole(10'000));
    plain.submit(us, market(1, perp, Side::Buy, 1), at(0));
    plain.on_open(perp, Price{1'000}, at(0));
    plain.forget_reports(us);
    plain.on_mark(perp, Price{1'000}, at(9 * eight_hours));
    EXPECT_EQ(tests::told(plain, us), Lines{});
}

TEST_F(OnMargin, SettlementsFallOnMidnightEightAndSixteen) {
    EXPECT_EQ(FundingModel::after(at(0)), at(eight_hours));
    EXPECT_EQ(FundingModel::after(at(eight_hours - 1)), at(eight_hours));
    EXPECT_EQ(FundingModel::after(at(2 * eight_hours)), at(3 * eight_hours));
}

TEST_F(OnMargin, ARestoredAccountStandsAsTheLedgerKnewIt) {
    portfolio::Account books{catalog, usdt};
    books.adjust(usdt, core::whole(500));
    books.trade(perp, Qty{3}, core::whole(-300));
    const auto us = exchange.open_account(core::whole(1'000));
    exchange.on_mark(perp, Price{110}, at(1));
    exchange.restore(us, books);
    EXPECT_EQ(exchange.account(us).equity(), core::whole(500 + 30));
}

TEST_F(OnMargin, AnUntoldAccountGetsNoReports) {
    const auto quiet = exchange.open_account(core::whole(10'000), false);
    exchange.submit(quiet, market(1, perp, Side::Buy, 1), at(0));
    exchange.on_open(perp, Price{1'000}, at(1));
    EXPECT_TRUE(exchange.reports(quiet).empty());
    EXPECT_EQ(exchange.account(quiet).position(perp).qty, Qty{1});
}

TEST(Assumptions, NameTheFundingAndThePriceSource) {
    auto config = Floor::free(Prices::Recorded);
    config.funding = FundingModel{};
    const auto lines = assumptions(config);
    EXPECT_THAT(lines, ::testing::Contains(::testing::HasSubstr("pay 1 bp at 00, 08 and 16 UTC")));
    EXPECT_THAT(lines, ::testing::Contains(::testing::HasSubstr("prints through its price")));
    EXPECT_THAT(assumptions(Floor::free(Prices::Bars)),
                ::testing::Contains(::testing::HasSubstr("only at recorded rates")));
}

}  // namespace
}  // namespace nightjar::sim::tests
