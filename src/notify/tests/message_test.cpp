#include "notify/message.hpp"

#include "notify/tests/letters.hpp"

#include <gtest/gtest.h>

namespace nightjar::notify {
namespace {

TEST(OneLine, HasNoLineBreakAndNoOtherControlSign) {
    EXPECT_EQ(one_line("a\r\nBcc: b\tc\x1b\x7f", 100), "a  Bcc: b c  ");
    EXPECT_EQ(one_line(std::string_view{"a\0b", 3}, 100), "a b");
}

TEST(OneLine, IsCutBetweenCharacters) {
    EXPECT_EQ(one_line("123456789", 8), "12345...");
    EXPECT_EQ(one_line("1234\u00e4\u00e4\u00e4", 9), "1234\u00e4...");
    EXPECT_EQ(one_line("1234\u00e4\u00e4\u00e4", 8), "1234...");
    EXPECT_EQ(one_line("1234\u00e4", 6), "1234\u00e4");
}

TEST(Subject, IsTheFirstLineWithItsSeverity) {
    EXPECT_EQ(subject(tests::letter("Nightjar s: kill level K2 - cancelled\nand more")),
              "Nightjar alarm: kill level K2 - cancelled");
}

TEST(Names, OfTopicsAndSeveritiesDiffer) {
    for (const auto a : topics)
        for (const auto b : topics) EXPECT_EQ(name(a) == name(b), a == b);
    for (const auto a : severities) EXPECT_NE(name(a), "?");
}

}  // namespace
}  // namespace nightjar::notify
