#include "venue/crc32.hpp"
#include "venue/kraken/depth_sequence.hpp"
#include "venue/tests/feed_testing.hpp"

#include <fmt/format.h>

namespace nightjar::venue::kraken {
namespace {

using Verdict = DepthVerdict;
using core::Side;

/// A book as its messages bring it.
struct Message {
    std::vector<PublicLevel> levels;
    std::vector<LevelText> texts;
    std::uint32_t checksum{};

    Message& with(Side side, std::string_view price, std::string_view qty) {
        levels.push_back({side, *core::read_decimal(price), *core::read_decimal(qty)});
        texts.push_back({price, qty});
        return *this;
    }
    [[nodiscard]] DepthSnapshot snapshot() const {
        return {{}, 0, levels, BookProof{checksum, texts}};
    }
    [[nodiscard]] DepthUpdate update() const {
        return {{}, 0, 0, {}, levels, BookProof{checksum, texts}};
    }
};

std::uint32_t sum(std::string_view text) {
    Crc32 crc;
    crc.add(text);
    return crc.value();
}

/// The example that the venue publishes.
Message published() {
    Message all;
    for (const auto& [price, qty] :
         std::initializer_list<std::pair<const char*, const char*>>{{"45285.2", "0.00100000"},
                                                                    {"45286.4", "1.54571953"},
                                                                    {"45286.6", "1.54571109"},
                                                                    {"45289.6", "1.54560911"},
                                                                    {"45290.2", "0.15890660"},
                                                                    {"45291.8", "1.54553491"},
                                                                    {"45294.7", "0.04454749"},
                                                                    {"45296.1", "0.35380000"},
                                                                    {"45297.5", "0.09945542"},
                                                                    {"45299.5", "0.18772827"}})
        all.with(Side::Sell, price, qty);
    for (const auto& [price, qty] :
         std::initializer_list<std::pair<const char*, const char*>>{{"45283.5", "0.10000000"},
                                                                    {"45283.4", "1.54582015"},
                                                                    {"45282.1", "0.10000000"},
                                                                    {"45281.0", "0.10000000"},
                                                                    {"45280.3", "1.54592586"},
                                                                    {"45279.0", "0.07990000"},
                                                                    {"45277.6", "0.03310103"},
                                                                    {"45277.5", "0.30000000"},
                                                                    {"45277.3", "1.54602737"},
                                                                    {"45276.6", "0.15445238"}})
        all.with(Side::Buy, price, qty);
    all.checksum = 3310070434;
    return all;
}

TEST(KrakenDepthSequence, HasTheChecksumOfThePublishedExample) {
    EXPECT_EQ(DepthSequence{10}.snapshot(published().snapshot()), Verdict::Apply);
    EXPECT_EQ((DepthSequence{10, Precision{1, 8}}.snapshot(published().snapshot())),
              Verdict::Apply);
    EXPECT_EQ((DepthSequence{10, Precision{2, 8}}.snapshot(published().snapshot())), Verdict::Gap);
}

TEST(KrakenDepthSequence, NeedsThePrecisionWhereTheMessageLeavesOutZeros) {
    Message book;
    book.with(Side::Buy, "45281", "0.1");
    book.checksum = sum("45281010000000");
    EXPECT_EQ(DepthSequence{10}.snapshot(book.snapshot()), Verdict::Gap);
    EXPECT_EQ((DepthSequence{10, Precision{1, 8}}.snapshot(book.snapshot())), Verdict::Apply);
}

TEST(KrakenDepthSequence, LetsLevelsFallOutOfTheDepthAndNamesThem) {
    DepthSequence sequence{2};
    Message book;
    book.with(Side::Sell, "5", "1").with(Side::Sell, "7", "1").with(Side::Buy, "4", "1");
    book.checksum =
        sum("51"
            "71"
            "41");
    EXPECT_EQ(sequence.snapshot(book.snapshot()), Verdict::Apply);
    EXPECT_TRUE(sequence.fallen_out().empty());
    Message better;
    better.with(Side::Sell, "6", "2");
    better.checksum =
        sum("51"
            "62"
            "41");
    EXPECT_EQ(sequence.next(better.update()), Verdict::Apply);
    ASSERT_EQ(sequence.fallen_out().size(), 1U);
    EXPECT_EQ(sequence.fallen_out()[0], (PublicLevel{Side::Sell, {7, 0}, {0, 0}}));
    Message less;
    less.with(Side::Sell, "5", "0");
    less.checksum =
        sum("62"
            "41");  // without the one that fell out
    EXPECT_EQ(sequence.next(less.update()), Verdict::Apply);
    EXPECT_TRUE(sequence.fallen_out().empty());
}

TEST(KrakenDepthSequence, SeesAnyChangeOfAMessage) {
    const auto all = published();
    for (std::size_t i = 0; i < all.levels.size(); ++i) {
        auto wrong = all;
        wrong.levels.erase(wrong.levels.begin() + static_cast<std::ptrdiff_t>(i));
        wrong.texts.erase(wrong.texts.begin() + static_cast<std::ptrdiff_t>(i));
        DepthSequence sequence{10};
        EXPECT_EQ(sequence.snapshot(wrong.snapshot()), Verdict::Gap) << i;
        EXPECT_FALSE(sequence.in_step());
        EXPECT_EQ(sequence.next(all.update()), Verdict::Buffer);
        EXPECT_EQ(sequence.snapshot(all.snapshot()), Verdict::Apply);
    }
}

/// The digits are those of the numbers, whatever their form.
RC_GTEST_PROP(KrakenDepthSequenceProperty, HasTheSameChecksumFromDigitsAndFromPrecision,
              (const std::vector<std::pair<std::uint32_t, std::uint32_t>>& numbers)) {
    Message book;
    std::vector<std::string> texts;
    texts.reserve(2 * numbers.size());
    for (const auto& [price, qty] : numbers) {
        const auto write = [&](std::uint32_t number) -> std::string_view {
            return texts.emplace_back(fmt::format("{}.{:03}", number / 1000, number % 1000));
        };
        const auto price_text = write(price | 1U);
        book.with(price % 2 == 0 ? Side::Buy : Side::Sell, price_text, write(qty));
    }
    TextBook expected;
    DepthSequence by_text{10};
    DepthSequence by_precision{10, Precision{3, 3}};
    for (std::size_t i = 0; i < book.levels.size(); ++i) {
        std::string digits;
        for (const auto text : {book.texts[i].price, book.texts[i].qty}) {
            std::string number{text};
            std::erase(number, '.');
            digits += number.substr(std::min(number.find_first_not_of('0'), number.size()));
        }
        expected.set(book.levels[i], digits);
    }
    expected.truncate(10, [](const PublicLevel&) {});
    book.checksum = checksum(expected);
    RC_ASSERT(by_text.snapshot(book.snapshot()) == Verdict::Apply);
    RC_ASSERT(by_precision.snapshot(book.snapshot()) == Verdict::Apply);
}

}  // namespace
}  // namespace nightjar::venue::kraken
