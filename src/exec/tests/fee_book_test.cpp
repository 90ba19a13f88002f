#include "exec/fee_book.hpp"

#include "core/base/archive.hpp"

#include <gtest/gtest.h>

#include <array>

namespace nightjar::exec {
namespace {

using core::Liquidity;
using core::Qty;

/// One perpetual at one venue, with a tick and a lot of one: a fill of n lots at 1 is worth n.
class Fees : public ::testing::Test {
public:
    Fees() {
        btc.venue = catalog.add_venue("a");
        btc.base = catalog.add_asset("BTC");
        btc.quote = usdt = catalog.add_asset("USDT");
        btc.symbol = "BTCUSDT";
        btc.kind = core::InstrumentKind::LinearPerpetual;
        btc.tick = btc.lot = core::whole(1);
        id = catalog.add(btc).value();
    }
    FeeBook book(std::vector<FeeTier> tiers) const {
        return {catalog, std::array{FeeSchedule{{2e-4, 5e-4}, std::move(tiers)}}};
    }
    /// Charged at that rate.
    std::optional<core::FeeDiffered> fill(FeeBook& fees, std::int64_t lots, double rate,
                                          Liquidity liquidity = Liquidity::Taker) const {
        core::Fill fill;
        fill.price = {1};
        fill.qty = {lots};
        fill.fee = {static_cast<core::Wide>(rate * static_cast<double>(core::whole(lots).raw))};
        fill.fee_asset = usdt;
        fill.liquidity = liquidity;
        return fees.filled(id, fill, now);
    }

    core::Catalog catalog;
    core::Instrument btc;
    core::AssetId usdt;
    core::InstrumentId id;
    core::VenueId venue{0};
    core::Time now{core::Time{1'700'438'400'000'000'000}};  // a midnight
};

TEST_F(Fees, AreThoseOfTheTableUntilAFillHasShownThem) {
    auto fees = book({});
    EXPECT_EQ(fees.rate(id, Liquidity::Maker, now), 2e-4);
    EXPECT_EQ(fees.rate(id, Liquidity::Taker, now), 5e-4);
    EXPECT_FALSE(fill(fees, 1'000, 4e-4)) << "there is no table that it could differ from";
    EXPECT_NEAR(fees.rate(id, Liquidity::Taker, now), 4e-4, 1e-12);
    EXPECT_EQ(fees.rate(id, Liquidity::Maker, now), 2e-4) << "of makers nothing was shown";
}

TEST_F(Fees, OneThatWasPaidInSomethingElseShowsNothing) {
    auto fees = book({});
    core::Fill fill;
    fill.price = {1};
    fill.qty = {100};
    fill.fee = core::whole(1);
    fill.fee_asset = catalog.add_asset("BNB");
    fill.liquidity = Liquidity::Taker;
    (void)fees.filled(id, fill, now);
    EXPECT_EQ(fees.rate(id, Liquidity::Taker, now), 5e-4);
    EXPECT_EQ(fees.volume(venue, now), core::whole(100)) << "it is volume still";
}

TEST_F(Fees, ComeByTheVolumeOfThirtyDays) {
    auto fees = book({{core::whole(1'000), {1e-4, 4e-4}}, {core::whole(5'000), {0, 3e-4}}});
    (void)fill(fees, 600, 5e-4);
    (void)fill(fees, 399, 2e-4, Liquidity::Maker);
    EXPECT_EQ(fees.rate(id, Liquidity::Taker, now), 5e-4);
    now = now + core::days(10);
    (void)fill(fees, 1, 5e-4);
    EXPECT_EQ(fees.rate(id, Liquidity::Taker, now), 4e-4) << "not what was charged below it";
    EXPECT_EQ(fees.rate(id, Liquidity::Maker, now), 1e-4);
    (void)fill(fees, 4'000, 4e-4);
    EXPECT_EQ(fees.rate(id, Liquidity::Taker, now), 3e-4);
    now = now + core::days(20) - core::nanoseconds(1);
    EXPECT_EQ(fees.volume(venue, now), core::whole(5'000)) << "the last moment of the 30th day";
    now = now + core::nanoseconds(1);
    EXPECT_EQ(fees.volume(venue, now), core::whole(4'001)) << "of the first day nothing is left";
    EXPECT_EQ(fees.rate(id, Liquidity::Taker, now), 4e-4);
    now = now + core::days(30);
    EXPECT_EQ(fees.volume(venue, now), core::Money{});
}

TEST_F(Fees, TheWayToTheNextTierIsWorthWhatItWouldSave) {
    auto fees = book({{core::whole(1'000'000), {1e-4, 4e-4}}});
    EXPECT_EQ(fees.tier_value(venue, now), 0) << "nothing was traded: nothing is expected";
    (void)fill(fees, 30'000, 5e-4);
    (void)fill(fees, 20'000, 2e-4, Liquidity::Maker);
    EXPECT_NEAR(fees.tier_value(venue, now), (1e-4 * 30'000 + 1e-4 * 20'000) / 950'000, 1e-12);
    (void)fill(fees, 940'000, 5e-4);
    EXPECT_EQ(fees.tier_value(venue, now), FeeBook::most_tier_value) << "a fifth of a basis point";
    (void)fill(fees, 10'000, 5e-4);
    EXPECT_EQ(fees.tier_value(venue, now), 0) << "there is no further tier";
}

TEST_F(Fees, AHigherTierThatIsDearerIsWorthNothing) {
    auto fees = book({{core::whole(1'000), {9e-4, 9e-4}}});
    (void)fill(fees, 900, 5e-4);
    EXPECT_EQ(fees.tier_value(venue, now), 0);
}

TEST_F(Fees, WhatIsChargedOtherwiseIsSaidOnceAnHour) {
    auto fees = book({{core::whole(1'000'000), {1e-4, 4e-4}}});
    EXPECT_FALSE(fill(fees, 1'000, 5e-4));
    EXPECT_FALSE(fill(fees, 1'000, 5.04e-4)) << "0.04 bp";
    const auto said = fill(fees, 1'000, 5.06e-4);
    ASSERT_TRUE(said);
    EXPECT_EQ(said->expected_ppb, 500'000);
    EXPECT_NEAR(static_cast<double>(said->charged_ppb), 506'000, 1);
    now = now + core::minutes(59);
    EXPECT_FALSE(fill(fees, 1'000, 2e-4));
    now = now + core::minutes(1);
    EXPECT_TRUE(fill(fees, 1'000, 3e-4, Liquidity::Maker));
}

TEST_F(Fees, AreKeptInAnArchive) {
    const std::vector<FeeTier> tiers{{core::whole(1'000), {1e-4, 4e-4}}};
    auto fees = book(tiers);
    (void)fill(fees, 1'200, 5e-4);
    (void)fill(fees, 100, 3e-4);
    std::vector<std::byte> bytes(std::size_t{1} << 16);
    core::ByteWriter writer{bytes};
    writer(fees);
    auto other = book(tiers);
    core::ByteReader reader{writer.bytes()};
    reader(other);
    EXPECT_TRUE(reader.ok());
    EXPECT_EQ(other.volume(venue, now), core::whole(1'300));
    EXPECT_EQ(other.rate(id, Liquidity::Taker, now), fees.rate(id, Liquidity::Taker, now));
    EXPECT_FALSE(fill(other, 100, 3e-4)) << "that was said already";
}

}  // namespace
}  // namespace nightjar::exec
