#include "data/csv_number.hpp"

#include "core/base/decimal.hpp"
#include "data/csv_columns.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::data {
namespace {

/// "mantissa/decimals".
std::string read(std::string_view text) {
    const auto number = parse_csv_number(text);
    return number ? fmt::format("{}/{}", number->mantissa, number->decimals) : "none";
}

TEST(CsvNumber, ReadsDecimalsWithoutTheirLastZeros) {
    EXPECT_EQ(read("12"), "12/0");
    EXPECT_EQ(read("1200"), "1200/0");
    EXPECT_EQ(read("1.50"), "15/1");
    EXPECT_EQ(read("57953.86000000"), "5795386/2");
    EXPECT_EQ(read("-0.5"), "-5/1");
    EXPECT_EQ(read("+7"), "7/0");
    EXPECT_EQ(read(".25"), "25/2");
    EXPECT_EQ(read("3."), "3/0");
    EXPECT_EQ(read("007"), "7/0");
}

TEST(CsvNumber, ReadsExponentsExactly) {
    EXPECT_EQ(read("1e-05"), "1/5");
    EXPECT_EQ(read("1.2E+3"), "1200/0");
    EXPECT_EQ(read("1.25e1"), "125/1");
    EXPECT_EQ(read("120e-1"), "12/0");
    EXPECT_EQ(read("-2.5E-7"), "-25/8");
    EXPECT_EQ(read("1e18"), "1000000000000000000/0");
    EXPECT_EQ(read("1e-30"), "1/30");
}

TEST(CsvNumber, KnowsNoNegativeZeroAndNoDecimalsOfZero) {
    for (const auto* text : {"0", "-0", "0.000", "0e5", "0e-400", ".0"})
        EXPECT_EQ(read(text), "0/0");
}

TEST(CsvNumber, TakesWhat64BitsHoldAndNothingMore) {
    EXPECT_EQ(read("9223372036854775807"), "9223372036854775807/0");
    EXPECT_EQ(read("9223372036854775808"), "none");
    EXPECT_EQ(read("99999999999999999999"), "none");
    EXPECT_EQ(read("0.9223372036854775807"), "9223372036854775807/19");
    EXPECT_EQ(read("1e19"), "none");
    EXPECT_EQ(read("1e400"), "none");
    EXPECT_EQ(read("0.00000000000000000000000000001"), "1/29");
    EXPECT_EQ(read("1.500000000000000000000000000000"), "15/1");
    EXPECT_EQ(read("1.500000000000000000000000000000e1"), "15/0");
    EXPECT_EQ(read("100000000000000000000"), "none");
}

TEST(CsvNumber, CutsDecimalsThat64BitsCannotHoldAndSaysSo) {
    EXPECT_EQ(read("1234.1234567890123456789"), "123412345678901234/14");
    EXPECT_FALSE(parse_csv_number("1234.1234567890123456789")->exact);
    EXPECT_EQ(read("1.2341234567890123456789e3"), "123412345678901234/14");
    EXPECT_TRUE(parse_csv_number("1.0000000000000000000000")->exact);
    EXPECT_EQ(read("12345678901234567890.5"), "none");
}

TEST(CsvNumber, RefusesWhatIsNoNumber) {
    for (const auto* text :
         {"",     "-",   ".",   "+.",  "e5",  "1e",  "1e+", "1e5x",  "1.2.3",   "1,2",
          "0x10", "NaN", "nan", "inf", "--1", "1 2", "1-",  "1e--5", "1e99999", "ten"})
        EXPECT_EQ(read(text), "none") << text;
}

RC_GTEST_PROP(PlainNumber, IsWhatTheWholeReaderReadsOrNothing, ()) {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"01579.,-e "}));
    CsvNumber plain;
    const auto* end = text.data() + text.size();
    const auto* stop = read_plain_number(text.data(), end, plain);
    if (stop == nullptr) return;
    const auto whole = parse_csv_number({text.data(), stop});
    RC_ASSERT(whole.has_value());
    NumberColumn as_written;
    NumberColumn shortest;
    as_written.push(plain);
    shortest.push(*whole);
    RC_ASSERT(as_written.finest() == shortest.finest());
    RC_ASSERT(std::move(as_written).scaled(shortest.finest()) ==
              std::vector<std::int64_t>{whole->mantissa});
}

TEST(PlainNumber, HasOneTo18DigitsAndEndsAtTheFirstOtherByte) {
    const auto rest = [](std::string_view text) -> std::string_view {
        CsvNumber number;
        const auto* stop = read_plain_number(text.data(), text.data() + text.size(), number);
        return stop == nullptr ? "none" : std::string_view{stop, text.data() + text.size()};
    };
    EXPECT_EQ(rest("12.50,7"), ",7");
    EXPECT_EQ(rest("12"), "");
    EXPECT_EQ(rest("1.2.3"), ".3");
    EXPECT_EQ(rest("123456789012345678"), "");
    EXPECT_EQ(rest("1234567890123456789"), "none");
    EXPECT_EQ(rest(".,"), "none");
    EXPECT_EQ(rest("-1"), "none");
    EXPECT_EQ(rest(""), "none");
}

RC_GTEST_PROP(CsvNumber, ReadsBackAnyNumberHoweverItIsWritten, (std::int64_t value)) {
    const int decimals = *rc::gen::inRange(0, 19);
    const auto text = core::format_decimal(value, decimals);
    const auto number = parse_csv_number(text);
    if (value == std::numeric_limits<std::int64_t>::min()) return;
    RC_ASSERT(number.has_value());
    RC_ASSERT(number->decimals == core::fraction_digits(text));
    RC_ASSERT(core::format_decimal(number->mantissa, number->decimals) == text);

    const int shift = *rc::gen::inRange(0, 9);  // value * 10^-decimals once more, with an exponent
    const auto shifted = parse_csv_number(
        fmt::format("{}e-{:02}", core::format_decimal(value, decimals + shift), 0));
    RC_ASSERT(shifted.has_value());
    const auto back = parse_csv_number(
        fmt::format("{}E+{}", core::format_decimal(value, decimals + shift), shift));
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->mantissa == number->mantissa);
    RC_ASSERT(back->decimals == number->decimals);
}

}  // namespace
}  // namespace nightjar::data
