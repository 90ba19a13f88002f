#include "portfolio/books.hpp"

#include "core/base/random.hpp"
#include "portfolio/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace nightjar::portfolio {
namespace {

using core::Allocation;
using core::Money;
using core::Price;
using core::Qty;
using core::StrategyId;
using core::Wide;
using tests::World;

std::vector<Wide> split_of(Wide whole, const std::vector<Wide>& weights) {
    std::vector<Wide> parts(weights.size());
    split(whole, weights, parts);
    return parts;
}

TEST(Split, GivesTheRestToTheLargestRemaindersAndTiesToTheLowerIndex) {
    EXPECT_EQ(split_of(10, {1, 1, 1}), (std::vector<Wide>{4, 3, 3}));
    EXPECT_EQ(split_of(-10, {1, 1, 1}), (std::vector<Wide>{-4, -3, -3}));
    EXPECT_EQ(split_of(7, {5, 3, 2}), (std::vector<Wide>{4, 2, 1}));
    EXPECT_EQ(split_of(0, {5, 3}), (std::vector<Wide>{0, 0}));
}

RC_GTEST_PROP(Split, SumsToTheWholeAndStaysWithinOneOfTheExactPart, ()) {
    const auto count = *rc::gen::inRange<std::size_t>(1, 8);
    std::vector<Wide> weights;
    for (std::size_t i = 0; i < count; ++i)
        weights.push_back(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000));
    const Wide whole = Wide{*rc::gen::arbitrary<std::int64_t>()} * 1'000;
    const auto parts = split_of(whole, weights);
    const Wide total = std::accumulate(weights.begin(), weights.end(), Wide{});
    Wide sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        sum += parts[i];
        const double exact = static_cast<double>(whole) * static_cast<double>(weights[i]) /
                             static_cast<double>(total);
        RC_ASSERT(std::abs(static_cast<double>(parts[i]) - exact) < 1.0 + 1e-9 * std::abs(exact));
    }
    RC_ASSERT(sum == whole);
}

core::Fill fill_of(const World& world, core::Side side, Price price, Qty qty) {
    static std::uint64_t next = 1;
    return {{1}, {next++}, side, price, qty, Money{1'234'567}, world.usdt, core::Liquidity::Taker};
}

TEST(Books, VirtualAccountsAndHouseAddUpToTheRealOnesUnderFillsCrossesFundingAndLiquidation) {
    const World world;
    const std::vector<Money> strategies{core::whole(1'000), core::whole(2'000), core::whole(500)};
    const std::vector<Money> venues{core::whole(5'000)};
    Books books{world.catalog, world.usdt, strategies, venues};
    core::Random random{11, 3};
    const auto any_strategy = [&] {
        return StrategyId{static_cast<std::uint16_t>(random.below(3))};
    };
    for (int n = 0; n < 20'000; ++n) {
        const core::InstrumentId id{static_cast<std::uint32_t>(random.below(3))};
        const Price price{static_cast<std::int64_t>(100'000 + random.below(100'000))};
        const auto kind = random.below(10);
        if (kind < 6) {  // a fill, shared by one to three strategies
            const auto side = random.below(2) == 0 ? core::Side::Buy : core::Side::Sell;
            std::vector<Allocation> lots;
            Qty all;
            for (std::uint16_t s = 0; s < 3; ++s) {
                const Qty part{static_cast<std::int64_t>(random.below(50))};
                if (part.raw == 0) continue;
                lots.push_back({{s}, signed_qty(side, part)});
                all += part;
            }
            if (all.raw == 0) continue;
            books.book(world.venue, id, fill_of(world, side, price, all), lots);
        } else if (kind < 8) {
            books.cross(id, any_strategy(), any_strategy(), Qty{17}, price);
        } else if (kind == 8) {
            books.book(
                world.venue, id,
                core::Balance{world.usdt, Money{-987'654'321}, core::Balance::Reason::Funding});
        } else {  // a liquidation: nobody asked for it
            const Allocation all{core::house, Qty{-3}};
            books.book(world.venue, id, fill_of(world, core::Side::Sell, price, Qty{3}), {&all, 1});
        }
        books.mark(id, price, core::Time{n});
        ASSERT_TRUE(books.balanced()) << "after step " << n;
    }
}

TEST(Books, FundingIsSharedByPositionsAndOppositeOnesPayEachOther) {
    const World world;
    const std::vector<Money> strategies{core::whole(100), core::whole(100)};
    const std::vector<Money> venues{core::whole(200)};
    Books books{world.catalog, world.usdt, strategies, venues};
    const Allocation long_lots{{0}, Qty{30}};
    books.book(world.venue, world.btc, fill_of(world, core::Side::Buy, Price{100}, Qty{30}),
               {&long_lots, 1});
    books.cross(world.btc, StrategyId{0}, StrategyId{1}, Qty{10}, Price{100});
    const auto before = books.strategy({1}).account.cash(world.usdt);
    // The account holds 30 and pays 300: 40 of them are the first strategy's, -10 the second's.
    books.book(world.venue, world.btc,
               core::Balance{world.usdt, Money{-300}, core::Balance::Reason::Funding});
    EXPECT_EQ((books.strategy({1}).account.cash(world.usdt) - before).raw, 100);
    EXPECT_TRUE(books.balanced());
}

TEST(Books, EachVenueHasACurveOfItsOwnThatGoesOnAfterARestart) {
    const World world;
    const std::vector<Money> strategies{core::whole(200)};
    const std::vector<Money> venues{core::whole(150), core::whole(50)};
    Books books{world.catalog, world.usdt, strategies, venues};
    const core::VenueId quiet{1};
    const auto bought = fill_of(world, core::Side::Buy, Price{100'000}, Qty{10});  // for 100
    const Allocation all{{0}, Qty{10}};
    books.book(world.venue, world.btc, bought, {&all, 1});
    books.mark(world.btc, Price{110'000}, {});
    books.mark(world.btc, Price{90'000}, {});
    const auto& curve = books.venue_curve(world.venue);
    EXPECT_EQ(curve.peak(), core::whole(160) - bought.fee);
    EXPECT_EQ(curve.drawdown(), core::whole(20));
    EXPECT_EQ(books.venue_curve(quiet).equity(), core::whole(50));
    EXPECT_EQ(books.venue_curve(quiet).drawdown(), Money{});

    Books again{world.catalog, world.usdt, strategies, venues};
    again.restore(core::VenueEquitySampled{world.venue, curve.equity(), curve.peak(),
                                           curve.max_drawdown_ppb()},
                  core::Time{});
    EXPECT_EQ(again.venue_curve(world.venue).drawdown(), core::whole(20));
    EXPECT_EQ(again.venue_curve(world.venue).max_drawdown_ppb(), curve.max_drawdown_ppb());
}

TEST(Performance, KeepsTheLargestFallFromAPeakAndTheDaysStart) {
    Performance curve{core::whole(100)};
    const auto at = [](int hour) { return core::Time{} + core::hours(hour); };
    curve.mark(core::whole(120), at(1));
    curve.mark(core::whole(90), at(2));
    curve.mark(core::whole(130), at(3));
    curve.mark(core::whole(117), at(4));
    EXPECT_EQ(curve.max_drawdown_ppb(), 250'000'000);
    EXPECT_EQ(to_string(curve.drawdown()), "13");
    curve.mark(core::whole(110), at(25));
    EXPECT_EQ(to_string(curve.day_start()), "117");
    EXPECT_EQ(to_string(curve.day_loss()), "7");
}

TEST(Performance, ARestartDoesNotForgetWhatTheDayHasLostAlready) {
    const auto at = [](int hour) { return core::Time{} + core::hours(hour); };
    Performance curve{core::whole(100)};
    curve.restore(core::whole(100), core::whole(100), 0, at(24));
    curve.restore(core::whole(97), core::whole(101), 40'000'000, at(30));
    curve.mark(core::whole(96), at(31));
    EXPECT_EQ(to_string(curve.day_loss()), "4");
    EXPECT_EQ(to_string(curve.drawdown()), "5");
    curve.restore(core::whole(95), core::whole(101), 40'000'000, at(49));
    EXPECT_EQ(to_string(curve.day_start()), "96") << "a new day begins where the old one ended";
}

}  // namespace
}  // namespace nightjar::portfolio
