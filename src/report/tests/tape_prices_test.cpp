#include "report/costs.hpp"
#include "report/prices.hpp"
#include "report/tests/fixtures.hpp"

#include <gtest/gtest.h>

namespace nightjar::report {
namespace {

using core::hours;
using core::Money;
using core::Price;
using core::Side;
using core::TapeRow;
using core::Time;
using core::whole;
using tests::Hand;

/// Bid 99 and ask 101 at the full hour 1, 109 and 111 at hour 3; a gap between.
class Tape final : public core::TapeSource {
public:
    Tape() {
        snapshot(1, 9'900, 10'100);
        rows_.push_back(row(2, TapeRow::Kind::Gap, Side::Buy, 0, true));
        snapshot(3, 10'900, 11'100);
        info_ = {.price_decimals = 2,
                 .qty_decimals = 3,
                 .received = true,
                 .rows = rows_.size(),
                 .first = Time{} + hours(1),
                 .last = Time{} + hours(3)};
    }
    [[nodiscard]] const core::TapeInfo& info() const override { return info_; }
    [[nodiscard]] core::Result<std::span<const TapeRow>> next() override {
        return std::exchange(given_, true) ? std::span<const TapeRow>{} : std::span{rows_};
    }

private:
    static TapeRow row(std::int64_t hour, TapeRow::Kind kind, Side side, std::int64_t price,
                       bool last) {
        return {hours(hour).ns, hours(hour).ns, price, 5, 0, kind, side, last};
    }
    void snapshot(std::int64_t hour, std::int64_t bid, std::int64_t ask) {
        rows_.push_back(row(hour, TapeRow::Kind::Clear, Side::Buy, 0, false));
        rows_.push_back(row(hour, TapeRow::Kind::Level, Side::Buy, bid, false));
        rows_.push_back(row(hour, TapeRow::Kind::Level, Side::Sell, ask, true));
    }
    std::vector<TapeRow> rows_;
    core::TapeInfo info_;
    bool given_{};
};

TEST(TapePrices, AreTheMidsAndTheTouchThatADecisionSaw) {
    Hand hand;
    hand.fill(4, 1'000, 10'100);
    hand.story.order_of[{1}].at = Time{} + hours(2);  // before the second snapshot
    Tape tape;
    const auto line = PriceLine::of_tape(hand.story, {0}, tape);
    ASSERT_TRUE(line);
    ASSERT_EQ(line->points().size(), 2U);
    EXPECT_EQ(line->points()[0].price, Price{10'000});
    EXPECT_EQ(line->points()[1].price, Price{11'000});
    EXPECT_EQ(line->at(Time{} + hours(2)), Price{10'000});
    const auto seen = line->seen_by({1}, Time{} + hours(2));
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->bid, Price{9'900});
    EXPECT_EQ(seen->ask, Price{10'100});
    EXPECT_FALSE(line->seen_by({7}, Time{} + hours(2))) << "no order of that number was filled";
}

TEST(TapePrices, ATakerPaysHalfTheSpreadAndAMakerEarnsIt) {
    Hand hand;
    // 1 BTC bought at 103: the ask of its decision was 101.
    hand.fill(4, 1'000, 10'300).liquidity = core::Liquidity::Taker;
    hand.story.order_of[{1}].at = Time{} + hours(2);
    hand.fill(5, -1'000, 11'100).liquidity = core::Liquidity::Maker;  // sold at the ask, 111
    hand.story.order_of[{2}].at = Time{} + hours(4);
    Tape tape;
    const auto lines = price_lines(hand.story, {{{}, &tape}});
    const auto bought = slippage_of(hand.story, lines, hand.story.bookings[0]);
    ASSERT_TRUE(bought);
    EXPECT_EQ(bought->all, whole(3));
    EXPECT_EQ(bought->spread, whole(1));
    EXPECT_EQ(bought->impact(), whole(2));
    const auto sold = slippage_of(hand.story, lines, hand.story.bookings[1]);
    ASSERT_TRUE(sold);
    EXPECT_EQ(sold->all, whole(-1));
    EXPECT_EQ(sold->spread, whole(-1));
    EXPECT_EQ(sold->impact(), Money{});
    const auto all = costs(hand.story, lines);
    EXPECT_EQ(all.slippage, whole(2));
    EXPECT_EQ(all.spread, Money{});
    EXPECT_EQ(all.touched, 2U);
}

}  // namespace
}  // namespace nightjar::report
