/// R23: the swing of the whole book.

#include "risk/tests/fixtures.hpp"

#include <gtest/gtest.h>

namespace nightjar::risk {
namespace {

using core::Rule;
using core::Side;

/// An account of 100,000 USDT; a deviation of 5 % is assumed where none is known. 25 % a year are
/// 1,308.56 a day.
class BookRiskTest : public ::testing::Test {
public:
    BookRiskTest() {
        desk.price(desk.world.eth, core::Price{300'000'000});  // 3,000
        desk.price(desk.world.spot, core::Price{3'000'000});   // 30,000
    }
    [[nodiscard]] std::optional<core::Refusal> review(const core::OrderRequest& order) const {
        return book_risk->review(order, desk.view());
    }
    /// ETH for so many USDT, rounded down.
    [[nodiscard]] core::OrderRequest eth(Side side, std::int64_t usdt) {
        auto order = desk.limit(side, usdt * 10'000'000 / 3'000, 300'000'000);
        order.instrument = desk.world.eth;
        return order;
    }

    tests::Desk desk;
    std::unique_ptr<Check> book_risk = tests::check("book_risk");
};

TEST_F(BookRiskTest, R23HoldsTheDeviationOfTheBookWhateverIsBought) {
    EXPECT_FALSE(review(desk.order(Side::Buy, 872)));  // 26,160 of 26,171.5
    const auto refused = review(desk.order(Side::Sell, 873));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->rule, Rule::Correlation);
    EXPECT_EQ(to_string(core::Money{refused->value}), "1309.5");
    EXPECT_EQ(to_string(core::Money{refused->limit}).substr(0, 7), "1308.55");
    desk.hold(872);
    EXPECT_TRUE(review(desk.order(Side::Buy, 1)));
    EXPECT_FALSE(review(desk.order(Side::Sell, 872))) << "what only reduces passes";
}

TEST_F(BookRiskTest, R23CountsAssetsAsIfTheyMovedTogether) {
    // x each: sqrt(0.2 * 2 + 0.8 * 4) x = 1.897 x, so that x may be 13,793.
    desk.open(eth(Side::Buy, 13'790));
    EXPECT_FALSE(review(desk.order(Side::Buy, 459)));  // 13,770
    EXPECT_TRUE(review(desk.order(Side::Buy, 461)));
}

TEST_F(BookRiskTest, R23GivesNoMoreThanIndependenceToAShortBesideALong) {
    desk.hold(600);  // 18,000: 18,997 may be beside it
    EXPECT_FALSE(review(eth(Side::Sell, 18'900)));
    EXPECT_TRUE(review(eth(Side::Sell, 19'100)));
}

TEST_F(BookRiskTest, R23SetsOffWhatIsHeldOfOneAssetInTwoInstruments) {
    desk.hold(800);
    auto hedge = desk.limit(Side::Sell, 80'000'000, 3'000'000);
    hedge.instrument = desk.world.spot;
    EXPECT_FALSE(review(hedge));
    hedge.side = Side::Buy;
    EXPECT_TRUE(review(hedge));
}

TEST_F(BookRiskTest, R23TakesTheDeviationThatIsKnown) {
    for (int i = 0; i < 15; ++i) {
        desk.now = desk.now + core::days(1);
        desk.price(desk.world.btc, core::Price{300'000 + i % 2 * 3'000});
    }
    const auto sigma = desk.market[desk.world.btc].volatility.daily_sigma();
    ASSERT_TRUE(sigma);
    EXPECT_LT(*sigma, 0.02);
    EXPECT_FALSE(review(desk.order(Side::Buy, 2'000)));
}

TEST_F(BookRiskTest, R23HoldsTheMeanLossOfTheWorstDaysToo) {
    book_risk = tests::check("book_risk", {{"cvar_pct", "2"}});
    EXPECT_FALSE(review(desk.order(Side::Buy, 471)));  // 2,000 / 2.826 / 5 % = 14,154
    EXPECT_TRUE(review(desk.order(Side::Buy, 472)));
}

}  // namespace
}  // namespace nightjar::risk
