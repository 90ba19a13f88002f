#include "market/book.hpp"

#include "core/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

namespace nightjar::market {
namespace {

using core::BookDelta;
using core::Price;
using core::Qty;
using core::Side;

BookDelta level(Side side, std::int64_t price, std::int64_t qty, bool last = false) {
    return {BookDelta::Action::Set, side, Price{price}, Qty{qty}, last};
}

const BookDelta clear{BookDelta::Action::Clear, Side::Buy, {}, {}, false};

Book book_of_two() {
    Book book;
    book.apply(clear);
    book.apply(level(Side::Buy, 99, 5));
    book.apply(level(Side::Sell, 101, 7, true));
    return book;
}

TEST(Book, IsNotValidBeforeAWholeSnapshot) {
    Book book;
    EXPECT_FALSE(book.apply(level(Side::Buy, 99, 5, true))) << "a change without a snapshot";
    EXPECT_FALSE(book.valid());
    book.apply(clear);
    book.apply(level(Side::Buy, 99, 5));
    EXPECT_FALSE(book.valid());
    EXPECT_TRUE(book.apply(level(Side::Sell, 101, 7, true)));
    EXPECT_TRUE(book.valid());
    EXPECT_EQ(*book.double_mid(), 200);
}

TEST(Book, ACrossedMessageMakesItInvalidUntilTheNextSnapshot) {
    auto book = book_of_two();
    EXPECT_FALSE(book.apply(level(Side::Buy, 101, 1, true)));
    EXPECT_FALSE(book.valid());
    EXPECT_FALSE(book.apply(level(Side::Buy, 101, 0, true))) << "mending is not enough";
    book.apply(clear);
    book.apply(level(Side::Buy, 98, 5));
    EXPECT_TRUE(book.apply(level(Side::Sell, 99, 7, true)));
}

TEST(Book, MayCrossInsideAMessage) {
    auto book = book_of_two();
    book.apply(level(Side::Buy, 101, 1));
    EXPECT_TRUE(book.apply(level(Side::Sell, 101, 0, true)));
    EXPECT_EQ(book.best_bid()->price.raw, 101);
    EXPECT_FALSE(book.best_ask());
}

TEST(Book, ImbalanceLooksAtTheBestLevelsOnly) {
    auto book = book_of_two();
    EXPECT_DOUBLE_EQ(book.imbalance(1), (5.0 - 7.0) / 12.0);
    book.apply(level(Side::Buy, 98, 100, true));
    EXPECT_DOUBLE_EQ(book.imbalance(1), (5.0 - 7.0) / 12.0);
    EXPECT_DOUBLE_EQ(book.imbalance(2), (105.0 - 7.0) / 112.0);
}

TEST(Book, AQuoteReplacesIt) {
    auto book = book_of_two();
    book.apply(core::Quote{Price{50}, Qty{1}, Price{51}, Qty{2}});
    EXPECT_TRUE(book.valid());
    EXPECT_EQ(book.side(Side::Buy).size(), 1U);
    EXPECT_EQ(book.best_ask()->qty.raw, 2);
}

TEST(Book, EqualsASortedMapUnderRandomChanges) {
    core::Random random{5, 5};
    Book book;
    book.apply(clear);
    std::map<std::int64_t, std::int64_t> bids;
    std::map<std::int64_t, std::int64_t> asks;
    for (int n = 0; n < 50'000; ++n) {
        const bool bid = random.below(2) == 0;
        const auto price = static_cast<std::int64_t>(random.below(200)) + (bid ? 0 : 200);
        const auto qty = random.below(3) == 0 ? 0 : static_cast<std::int64_t>(random.below(50)) + 1;
        book.apply(level(bid ? Side::Buy : Side::Sell, price, qty, true));
        auto& side = bid ? bids : asks;
        if (qty == 0)
            side.erase(price);
        else
            side[price] = qty;
        ASSERT_EQ(book.side(Side::Buy).size(), bids.size());
        ASSERT_EQ(book.side(Side::Sell).size(), asks.size());
        if (!bids.empty()) {
            ASSERT_EQ(book.best_bid()->price.raw, bids.rbegin()->first);
            ASSERT_EQ(book.best_bid()->qty.raw, bids.rbegin()->second);
        }
        if (!asks.empty()) {
            ASSERT_EQ(book.best_ask()->price.raw, asks.begin()->first);
        }
    }
}

/// Prices near and far, a touch that wanders, sides that empty and fill again.
TEST(BookSide, EqualsASortedMapWhereverItsPricesLie) {
    for (const auto side : {Side::Buy, Side::Sell}) {
        for (const std::int64_t span : {50, 4'000, 60'000}) {
            core::Random random{static_cast<std::uint64_t>(span), 6};
            BookSide book{side};
            std::map<std::int64_t, std::int64_t> levels;  // by rank: the best is last
            std::int64_t mid = 1'000'000;
            for (int n = 0; n < 20'000; ++n) {
                if (n % 50 == 0) mid += static_cast<std::int64_t>(random.below(20'001)) - 10'000;
                if (n % 3'000 == 2'999) {
                    book.clear();
                    levels.clear();
                }
                const bool best_goes = !levels.empty() && random.below(4) == 0;
                const auto price = best_goes ? core::sign(side) * levels.rbegin()->first
                                             : mid +
                                                   static_cast<std::int64_t>(random.below(
                                                       static_cast<std::uint64_t>(2 * span))) -
                                                   span;
                const auto qty = best_goes || random.below(3) == 0
                                     ? 0
                                     : static_cast<std::int64_t>(random.below(50)) + 1;
                book.set(Price{price}, Qty{qty});
                if (qty == 0)
                    levels.erase(core::sign(side) * price);
                else
                    levels[core::sign(side) * price] = qty;
                ASSERT_EQ(book.size(), levels.size());
                ASSERT_EQ(book.best().has_value(), !levels.empty());
                if (n % 200 != 0) continue;
                auto expected = levels.rbegin();
                for (const auto& level : book) {
                    ASSERT_EQ(core::sign(side) * level.price.raw, expected->first);
                    ASSERT_EQ(level.qty.raw, expected->second);
                    ASSERT_EQ(book.at(level.price), level.qty);
                    ++expected;
                }
                ASSERT_EQ(expected, levels.rend());
            }
        }
    }
}

TEST(BookSide, HoldsAnyPriceThereCanBe) {
    constexpr auto largest = std::numeric_limits<std::int64_t>::max();
    for (const auto side : {Side::Buy, Side::Sell}) {
        BookSide book{side};
        for (const auto price : {std::int64_t{1}, largest, largest / 2, std::int64_t{7}})
            book.set(Price{price}, Qty{price % 100 + 1});
        std::vector<std::int64_t> seen;
        for (const auto& level : book) seen.push_back(level.price.raw);
        std::vector<std::int64_t> expected{1, 7, largest / 2, largest};
        if (side == Side::Buy) std::ranges::reverse(expected);
        EXPECT_EQ(seen, expected);
    }
}

}  // namespace
}  // namespace nightjar::market
