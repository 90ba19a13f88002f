#include "exchange/exact_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace nightjar::exchange {
namespace {

using Json = nlohmann::ordered_json;

TEST(ExactJson, NumbersKeepTheirDigitsInBothDirections) {
    const auto json = read_exact(R"({"a":[0.10000000,{"b":1e-7}],"n":7,"s":"x","t":true})");
    EXPECT_EQ(json["a"][0], "0.10000000");
    EXPECT_EQ(json["a"][1]["b"], "1e-7");
    EXPECT_EQ(json["n"], 7);
    EXPECT_EQ(json["t"], true);
    const Json made{{"price", exact_number("60000.10")}, {"text", "60000.10"}};
    EXPECT_EQ(write_exact(made), R"({"price":60000.10,"text":"60000.10"})");
}

TEST(ExactJson, WhatIsNoJsonOrTooDeepIsDiscarded) {
    for (const auto* text : {"", "{", "[1,]", "{\"a\":}", "1 2", "\"\xff\""})
        EXPECT_TRUE(read_exact(text).is_discarded()) << text;
    EXPECT_TRUE(read_exact(std::string(100, '[') + std::string(100, ']')).is_discarded());
}

/// Otherwise a text of a client would come out as a number without quotes, or as more JSON.
TEST(ExactJson, TextsWithTheMarkOfNumbersAreDiscarded) {
    for (const auto* text :
         {R"("\u0001")", R"({"id":"\u00011,\"b\":2"})", R"({"\u0001a":1})", R"(["a\"\u0001b"])"})
        EXPECT_TRUE(read_exact(text).is_discarded()) << text;
}

}  // namespace
}  // namespace nightjar::exchange
