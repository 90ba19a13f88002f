#include "venue/text_book.hpp"

#include "venue/crc32.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <tuple>

namespace nightjar::venue {
namespace {

using core::Side;

static_assert([] {
    Crc32 crc;
    crc.add("123456789");
    return crc.value();
}() == 0xCBF4'3926);  // the check value of the CRC's definition

TEST(TextBook, OrdersPricesByValueNotByText) {
    TextBook book;
    book.set({Side::Buy, {95, 1}, {1, 0}}, "9.5");
    book.set({Side::Buy, {10, 0}, {1, 0}}, "10");
    book.set({Side::Buy, {1025, 2}, {1, 0}}, "10.25");
    book.set({Side::Sell, {11, 0}, {1, 0}}, "11");
    book.set({Side::Sell, {1055, 2}, {1, 0}}, "10.55");
    EXPECT_EQ(book.text(Side::Buy, 0), "10.25");
    EXPECT_EQ(book.text(Side::Buy, 2), "9.5");
    EXPECT_EQ(book.text(Side::Sell, 0), "10.55");
}

/// A change of a small book: side, price, quantity.
using Change = std::tuple<bool, std::uint8_t, std::uint8_t>;

RC_GTEST_PROP(TextBookProperty, IsAMapOfPricesCutToItsDepth, (const std::vector<Change>& changes)) {
    constexpr std::size_t depth = 8;
    TextBook book;
    std::array<std::map<int, std::string>, 2> expected;  // by price, the best first
    for (const auto& [buys, price_drawn, qty_drawn] : changes) {
        const int price = price_drawn % 32 + 1;
        const int qty = qty_drawn % 4;
        const auto text = std::to_string(price) + ":" + std::to_string(qty);
        book.set({buys ? Side::Buy : Side::Sell, {price, 0}, {qty, 0}}, text);
        auto& side = expected.at(buys ? 0 : 1);
        const int key = buys ? -price : price;
        if (qty == 0)
            side.erase(key);
        else
            side[key] = text;
        std::size_t cut = 0;
        book.truncate(depth, [&cut](const PublicLevel&) { ++cut; });
        for (; side.size() > depth; --cut) side.erase(std::prev(side.end()));
        RC_ASSERT(cut == 0U);
    }
    for (const auto side : {Side::Buy, Side::Sell}) {
        const auto& levels = expected.at(side == Side::Buy ? 0 : 1);
        RC_ASSERT(book.size(side) == levels.size());
        std::size_t rank = 0;
        for (const auto& [key, text] : levels) RC_ASSERT(book.text(side, rank++) == text);
    }
}

}  // namespace
}  // namespace nightjar::venue
