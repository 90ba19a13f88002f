#include "exchange/form.hpp"

#include "exchange/binance/front_desk.hpp"

#include <gtest/gtest.h>

namespace nightjar::exchange {
namespace {

TEST(Form, NamesAndValuesAreDecoded) {
    const auto fields = parse_form("a=1&b=x%2Fy+z&c&=d").value();
    EXPECT_EQ(fields, (Fields{{"a", "1"}, {"b", "x/y z"}, {"c", ""}, {"", "d"}}));
}

TEST(Form, BrokenEscapesAndTooManyFieldsAreRefused) {
    EXPECT_FALSE(parse_form("a=%"));
    EXPECT_FALSE(parse_form("a=%4"));
    EXPECT_FALSE(parse_form("a=%4g"));
    EXPECT_TRUE(parse_form("a=%4f"));
    std::string many;
    for (std::size_t i = 0; i <= most_fields; ++i) many += "a=1&";
    EXPECT_FALSE(parse_form(many));
}

TEST(Form, ControlCharactersAreRefused) {
    for (const auto* text : {"a=%01", "a=x%0ay", "%00=1", "a=\x1f"})
        EXPECT_FALSE(parse_form(text)) << text;
    EXPECT_TRUE(parse_form("a=%c3%a9"));
}

TEST(Form, WhatWasSignedIsAllButTheSignature) {
    using binance::unsigned_part;
    EXPECT_EQ(unsigned_part("a=1&signature=x"), "a=1");
    EXPECT_EQ(unsigned_part("signature=x&a=1"), "a=1");
    EXPECT_EQ(unsigned_part("a=1&signature=x&b=2"), "a=1&b=2");
    EXPECT_EQ(unsigned_part("a=1"), "a=1");
    EXPECT_EQ(unsigned_part(""), "");
}

TEST(Form, SecretsAreComparedWhole) {
    EXPECT_TRUE(same_secret("abc", "abc"));
    EXPECT_FALSE(same_secret("abc", "abd"));
    EXPECT_FALSE(same_secret("abc", "ab"));
}

}  // namespace
}  // namespace nightjar::exchange
