#include "venue/crc32.hpp"
#include "venue/okx/depth_sequence.hpp"
#include "venue/okx/public_codec.hpp"
#include "venue/tests/feed_testing.hpp"

#include <algorithm>
#include <map>

namespace nightjar::venue::okx {
namespace {

using Verdict = DepthVerdict;
using core::Side;

const std::vector<PublicLevel> some{{Side::Buy, {12, 0}, {1, 0}}};

DepthUpdate after(std::uint64_t previous_id, std::uint64_t id,
                  std::span<const PublicLevel> levels = some) {
    return {{}, id, id, previous_id, levels, {}};
}

TEST(OkxDepthSequence, AppliesWhatNamesTheMessageBefore) {
    DepthSequence sequence;
    EXPECT_EQ(sequence.next(after(9, 10)), Verdict::Buffer);
    EXPECT_EQ(sequence.snapshot({{}, 10, some, {}}), Verdict::Apply);
    EXPECT_EQ(sequence.next(after(10, 15)), Verdict::Apply);
    EXPECT_EQ(sequence.next(after(15, 15, {})), Verdict::Drop);  // a sign of life
    EXPECT_EQ(sequence.next(after(15, 3)), Verdict::Apply);      // the venue was maintained
    EXPECT_EQ(sequence.next(after(3, 5)), Verdict::Apply);
}

TEST(OkxDepthSequence, SeesThatAMessageIsMissingUntilASnapshot) {
    DepthSequence sequence;
    sequence.snapshot({{}, 10, some, {}});
    EXPECT_EQ(sequence.next(after(12, 15)), Verdict::Gap);
    EXPECT_FALSE(sequence.in_step());
    EXPECT_EQ(sequence.next(after(15, 16)), Verdict::Buffer);
    EXPECT_EQ(sequence.snapshot({{}, 20, some, {}}), Verdict::Apply);
    EXPECT_EQ(sequence.next(after(20, 21)), Verdict::Apply);
}

std::int32_t sum_of(const std::vector<std::pair<PublicLevel, std::string_view>>& levels) {
    TextBook book;
    for (const auto& [level, text] : levels) book.set(level, text);
    return static_cast<std::int32_t>(checksum(book));
}

TEST(OkxDepthSequence, HasTheChecksumsOfThePublishedExamples) {
    const PublicLevel bid{Side::Buy, {33661, 1}, {7, 0}};
    const PublicLevel ask{Side::Sell, {33668, 1}, {9, 0}};
    const PublicLevel ask2{Side::Sell, {3368, 0}, {8, 0}};
    EXPECT_EQ(sum_of({{ask2, "3368:8"},
                      {ask, "3366.8:9"},
                      {{Side::Buy, {3366, 0}, {6, 0}}, "3366:6"},
                      {bid, "3366.1:7"}}),
              -1881014294);
    EXPECT_EQ(sum_of({{ask, "3366.8:9"},
                      {{Side::Sell, {3372, 0}, {8, 0}}, "3372:8"},
                      {ask2, "3368:8"},
                      {bid, "3366.1:7"}}),
              831078360);
}

TEST(OkxDepthSequence, SeesAChecksumThatIsWrong) {
    const std::vector<LevelText> texts{{"12", "1"}};
    Crc32 crc;
    crc.add("12:1");
    const BookProof good{crc.value(), texts};
    const BookProof wrong{crc.value() + 1, texts};
    DepthSequence sequence;
    EXPECT_EQ(sequence.snapshot({{}, 1, some, wrong}), Verdict::Gap);
    EXPECT_EQ(sequence.snapshot({{}, 1, some, good}), Verdict::Apply);
    auto update = after(1, 2);
    update.proof = wrong;
    EXPECT_EQ(sequence.next(update), Verdict::Gap);
}

/// A session of 2022: a checksum in every message, and no numbers.
class OkxRecording : public SharedVectors {
protected:
    struct Line {
        std::string symbol;
        std::string json;
        std::uint64_t id{};  ///< among the lines of its book, from 1
    };
    using Lines = std::vector<Line>;

    static Lines lines() {
        Lines found;
        std::map<std::string, std::uint64_t> ids;
        std::ifstream in{folder() / "cryptofeed/OKX.ws.1.0"};
        for (std::string text; std::getline(in, text);) {
            if (!text.contains(R"("action":)")) continue;
            const auto name = text.find("instId\":\"") + 9;
            auto symbol = text.substr(name, text.find('"', name) - name);
            const auto id = ++ids[symbol];
            found.push_back({std::move(symbol), text.substr(text.find(": {") + 2), id});
        }
        return found;
    }
    static Lines of_one_book(const std::string& symbol) {
        auto found = lines();
        std::erase_if(found, [&](const auto& line) { return line.symbol != symbol; });
        return found;
    }
    /// How many lines of one book cannot be applied; with `numbered` as if each named its number.
    static int gaps(const Lines& lines, bool numbered = false) {
        DepthSequence sequence;
        const auto decoder = make_feed_decoder();
        int sum = 0;
        for (const auto& line : lines) {
            auto event = one_event(*decoder, line.json);
            if (auto* all = std::get_if<DepthSnapshot>(&event.body)) {
                all->last_id = line.id;
                sum += sequence.snapshot(*all) == Verdict::Apply ? 0 : 1;
            } else {
                auto update = body_of<DepthUpdate>(event);
                if (numbered) update.previous_id = line.id - 1;
                update.last_id = line.id;
                sum += sequence.next(update) == Verdict::Apply ? 0 : 1;
            }
        }
        return sum;
    }
    /// How many changes of the order of lines, each made by `change` at an index, are not seen.
    template <class Change>
    static int unseen(bool numbered, const Change& change) {
        int sum = 0;
        for (const auto* symbol : {"BTC-USD-220527", "UNI-USD-SWAP", "BTC-USDT"}) {
            const auto all = of_one_book(symbol);
            for (std::size_t i = 0; i + 1 < all.size(); ++i) {
                auto changed = all;
                change(changed, changed.begin() + static_cast<std::ptrdiff_t>(i));
                sum += gaps(changed, numbered) == 0 ? 1 : 0;
            }
        }
        return sum;
    }
};

TEST_F(OkxRecording, VerifiesWithEveryChecksum) {
    EXPECT_EQ(lines().size(), 290U);
    EXPECT_EQ(std::ranges::count(lines(), 1U, &Line::id), 3);  // snapshots
    for (const auto* symbol : {"BTC-USD-220527", "UNI-USD-SWAP", "BTC-USDT"}) {
        EXPECT_EQ(gaps(of_one_book(symbol)), 0) << symbol;
        EXPECT_EQ(gaps(of_one_book(symbol), true), 0) << symbol;
    }
}

TEST_F(OkxRecording, ShowsByItsChecksumsALostMessageWhoseLevelsTheNextOneDoesNotSetAgain) {
    EXPECT_EQ(unseen(false, [](auto& all, auto at) { all.erase(at); }), 11);  // of 287
}

TEST_F(OkxRecording, ShowsByNumbersEveryMessageThatIsLostOrOutOfOrder) {
    EXPECT_EQ(unseen(true, [](auto& all, auto at) { all.erase(at); }), 0);
    EXPECT_EQ(unseen(true, [](auto&, auto at) { std::iter_swap(at, at + 1); }), 0);
}

}  // namespace
}  // namespace nightjar::venue::okx
