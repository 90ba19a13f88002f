#include "infer/candle_family.hpp"

#include <gtest/gtest.h>

#include <set>

namespace nightjar::infer {
namespace {

TEST(CandleFamily, EachOfThe61PatternsHasOne) {
    std::set<CandleFamily> seen;
    for (std::size_t i = 0; i < signal::pattern_count; ++i) {
        EXPECT_NE(family_of(i), CandleFamily::None) << signal::patterns()[i].name;
        seen.insert(family_of(i));
    }
    EXPECT_EQ(seen.size(), candle_families - 1);
}

TEST(CandleFamily, IsFoundByItsName) {
    for (std::size_t i = 0; i < candle_families; ++i) {
        const auto family = static_cast<CandleFamily>(i);
        EXPECT_EQ(find_family(name(family)), family);
    }
    EXPECT_FALSE(find_family("hamer"));
}

TEST(CandleFamily, OfSeveralPatternsAtABarTheFirstOfTheListHasIt) {
    signal::PriceColumns prices;
    const auto add = [&](double open, double high, double low, double close) {
        prices.open.push_back(open);
        prices.high.push_back(high);
        prices.low.push_back(low);
        prices.close.push_back(close);
    };
    for (int i = 0; i < 20; ++i) add(1'000, 1'060, 940, i % 2 == 0 ? 1'050 : 950);
    add(1'000, 1'010, 890, 900);  // falls
    add(890, 1'020, 880, 1'010);  // covers it, and is long
    const auto families = families_of(prices);
    EXPECT_EQ(families.size(), prices.open.size());
    EXPECT_EQ(families.back(), CandleFamily::Engulfing);
    EXPECT_EQ(families.front(), CandleFamily::None);
}

}  // namespace
}  // namespace nightjar::infer
