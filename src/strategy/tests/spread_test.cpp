#include "strategy/builtins.hpp"

#include <gtest/gtest.h>

namespace nightjar::strategy {
namespace {

using core::Price;

/// Two instruments on two venues, and the spread strategy between them.
class SpreadTest : public ::testing::Test {
public:
    SpreadTest() {
        usdt = catalog.add_asset("USDT");
        for (const auto* venue : {"a", "b"}) {
            core::Instrument instrument;
            instrument.venue = catalog.add_venue(venue);
            instrument.base = catalog.add_asset("BTC");
            instrument.quote = usdt;
            instrument.symbol = "BTCUSDT";
            instrument.tick = instrument.lot = {core::Money::one};
            ids.push_back(*catalog.add(instrument));
        }
        register_builtins(registries);
        market = std::make_unique<market::Market>(catalog);
        books = std::make_unique<portfolio::Books>(catalog, usdt, std::vector{core::whole(1)},
                                                   std::vector{core::whole(1), core::whole(1)});
    }
    void make(const core::ParamTexts& params) {
        const nightjar::strategy::Setup setup{ids, {}, &registries, &catalog};
        strategy = *registries.of<Strategy>().make("spread", params, setup);
    }
    /// A bar on both; what is wanted of the first from then on.
    double bar(std::int64_t first, std::int64_t second) {
        one(0, first);
        one(1, second);
        ++time;
        return exposure;
    }
    void one(std::size_t leg, std::int64_t close) {
        const core::Candle candle{core::Time{} + core::hours(time),
                                  core::hours(1),
                                  Price{close},
                                  Price{close},
                                  Price{close},
                                  Price{close},
                                  {1}};
        Context context{{0}, core::Time{} + core::hours(time + 1), *market, *books, said, alarm};
        strategy->on_candle(ids[leg], candle, context);
        for (const auto& target : said.targets) {
            if (target.instrument == ids[0]) exposure = target.exposure;
            if (target.instrument == ids[1]) {
                EXPECT_EQ(target.exposure, -exposure);
            }
        }
        said.targets.clear();
    }
    /// Twenty bars that differ by a little.
    void settle() {
        for (int n = 0; n < 20; ++n) bar(100'000 + n % 2 * 10, 100'000);
    }

    core::Catalog catalog;
    core::AssetId usdt;
    std::vector<core::InstrumentId> ids;
    core::Registries registries;
    std::unique_ptr<market::Market> market;
    std::unique_ptr<portfolio::Books> books;
    std::unique_ptr<Strategy> strategy;
    Said said;
    core::Time alarm;
    std::int64_t time{};
    double exposure{};
};

TEST_F(SpreadTest, SellsTheRichOneAndClosesWhenTheDifferenceIsGone) {
    make({{"length", "10"}, {"enter", "3"}, {"exit", "1"}});
    settle();
    EXPECT_EQ(exposure, 0);
    EXPECT_EQ(bar(100'100, 100'000), -1);
    EXPECT_EQ(bar(100'100, 100'000), -1) << "held until it comes back";
    EXPECT_EQ(bar(100'030, 100'000), 0);
}

TEST_F(SpreadTest, BuysTheCheapOneOnlyWhereItMayGoBothWays) {
    make({{"length", "10"}, {"enter", "3"}, {"exit", "1"}});
    settle();
    EXPECT_EQ(bar(99'900, 100'000), 1);
    make({{"length", "10"}, {"enter", "3"}, {"exit", "1"}, {"both_ways", "false"}});
    exposure = 0;
    settle();
    EXPECT_EQ(bar(99'900, 100'000), 0);
}

TEST_F(SpreadTest, LooksOnlyWhereBothHaveABar) {
    make({{"length", "10"}, {"enter", "3"}, {"exit", "1"}});
    settle();
    one(0, 100'200);
    EXPECT_EQ(exposure, 0) << "the other one may have moved as well";
    one(1, 100'200);
    EXPECT_EQ(exposure, 0);
}

TEST_F(SpreadTest, NeedsTwoInstruments) {
    const nightjar::strategy::Setup setup{{ids[0]}, {}, &registries, &catalog};
    EXPECT_FALSE(registries.of<Strategy>().make("spread", {}, setup));
}

}  // namespace
}  // namespace nightjar::strategy
