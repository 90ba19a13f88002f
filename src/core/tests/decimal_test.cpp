#include "core/base/decimal.hpp"

#include "core/errc.hpp"
#include "core/model/types.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::core {
namespace {

TEST(Decimal, ReadsExactly) {
    EXPECT_TRUE(*parse_decimal("12.5", 3) == 12'500);
    EXPECT_TRUE(*parse_decimal("-0.001", 3) == -1);
    EXPECT_TRUE(*parse_decimal("7", 0) == 7);
    EXPECT_TRUE(*parse_decimal(".5", 1) == 5);
    EXPECT_TRUE(*parse_decimal("1.500000", 1) == 15);
}

TEST(Decimal, RefusesWhatIsNoNumberOrDoesNotFit) {
    for (const auto* text : {"", "-", ".", "1e5", "1,5", "nan", "inf", "0x10", "1.2.3", " 1", "+1"})
        EXPECT_FALSE(parse_decimal(text, 3)) << text;
    EXPECT_EQ(parse_decimal("0.0001", 3).error().code, Errc::OutOfRange);
    EXPECT_FALSE(parse_decimal(std::string(39, '9'), 0));
    EXPECT_FALSE(parse_decimal(std::string(30, '9'), 12));
}

TEST(Decimal, CountsDecimalsWithoutTrailingZeros) {
    EXPECT_EQ(fraction_digits("1.50"), 1);
    EXPECT_EQ(fraction_digits("1.00"), 0);
    EXPECT_EQ(fraction_digits("1"), 0);
    EXPECT_EQ(fraction_digits("0.00000001"), 8);
}

RC_GTEST_PROP(Decimal, WhatIsWrittenReadsBack, (std::int64_t value)) {
    const auto digits = *rc::gen::inRange(0, 13);
    RC_ASSERT(*parse_decimal(format_decimal(value, digits), digits) == value);
}

TEST(Decimal, IsReadWithTheDecimalsThatItNeeds) {
    EXPECT_EQ(read_decimal("61837.63000000"), (Decimal{6'183'763, 2}));
    EXPECT_EQ(read_decimal("-0.50"), (Decimal{-5, 1}));
    EXPECT_EQ(read_decimal("0.00000000"), (Decimal{0, 0}));
    EXPECT_EQ(read_decimal("1500"), (Decimal{1500, 0}));
    EXPECT_EQ(read_decimal("0.000000000000000001"), (Decimal{1, 18}));
    EXPECT_EQ(read_decimal("999999999999999999"), (Decimal{999'999'999'999'999'999, 0}));
    EXPECT_EQ(read_decimal("999999999999999999.000"), (Decimal{999'999'999'999'999'999, 0}));
    EXPECT_EQ(read_decimal("1.0000000000000000000000"), (Decimal{1, 0}));
    EXPECT_EQ(read_decimal("00000000000000000000012.5"), (Decimal{125, 1}));
    EXPECT_EQ(read_decimal("5."), (Decimal{5, 0}));
    EXPECT_EQ(read_decimal(".5"), (Decimal{5, 1}));
}

TEST(Decimal, ThatIsNoneOrDoesNotFitIsNotRead) {
    for (const auto* text : {"", "-", ".", "1..5", "1.5.0", "1e5", "+1", " 1", "1 ", "0x1", "nan",
                             "9999999999999999999", ".0", "-.", "1.-5", "9999999999.999999999",
                             "0.0000000000000000001"})
        EXPECT_FALSE(read_decimal(text)) << text;
}

TEST(Decimal, CountsInFinerUnitsWhereThatIsExact) {
    EXPECT_EQ(count_at({15, 1}, 3), 1'500);
    EXPECT_EQ(count_at({0, 0}, 18), 0);
    EXPECT_FALSE(count_at({15, 1}, 0));
    EXPECT_FALSE(count_at({10, 0}, 18));
    EXPECT_FALSE(count_at({-10, 0}, 18));
}

TEST(Money, ScalesLargeAmountsWithoutOverflow) {
    const Money fortune = whole(1'000'000'000'000'000);
    EXPECT_EQ(to_string(scaled(fortune, 999'999'999, 1'000'000'000)), "999999999000000");
    EXPECT_EQ(scaled(Money{-7}, 1, 2).raw, -3);
}

TEST(Wide, WritesItsMostNegativeValue) {
    const auto least = static_cast<Wide>(1) << 126;
    EXPECT_EQ(to_string(-least - least), "-170141183460469231731687303715884105728");
}

}  // namespace
}  // namespace nightjar::core
