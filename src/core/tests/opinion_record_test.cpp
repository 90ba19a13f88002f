#include "core/model/opinion_record.hpp"

#include "core/base/archive.hpp"

#include <gtest/gtest.h>

#include <array>

namespace nightjar::core {
namespace {

template <class Record>
std::vector<std::byte> bytes_of(const Record& record) {
    std::array<std::byte, 512> buffer{};
    ByteWriter writer{buffer};
    writer(record);
    const auto written = writer.bytes();
    return {written.begin(), written.end()};
}

OpinionTaken taken() {
    OpinionTaken taken{{Time{1}, Time{2}, 3}, {{4}, {0.5, 0.6, minutes(1), Time{9}}}};
    taken.ready.evidence = {11, 12, {-0.5F, -1.5F}, 2, 7, 3};
    return taken;
}

TEST(OpinionRecord, ComesBackAsItWasWritten) {
    const auto bytes = bytes_of(taken());
    const auto back = decode<OpinionTaken>(bytes);
    ASSERT_TRUE(back);
    EXPECT_EQ(bytes_of(*back), bytes);
    EXPECT_EQ(back->ready.evidence.prompt, 12U);
    EXPECT_EQ(back->ready.evidence.log_probabilities[1], -1.5F);
}

TEST(OpinionRecord, AnOpinionOfBeforeThereWasEvidenceStillReads) {
    auto bytes = bytes_of(taken().ready);
    constexpr std::size_t evidence = 8 + 8 + 5 * 4 + 3;
    bytes.resize(bytes.size() - evidence);
    const auto back = decode<OpinionReady>(bytes);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->opinion.score, 0.5);
    EXPECT_EQ(back->evidence.answers, 0);
}

TEST(OpinionRecord, MoreAnswersThanThereCanBeAreRefused) {
    auto wrong = taken();
    wrong.ready.evidence.answers = 6;
    EXPECT_FALSE(decode<OpinionTaken>(bytes_of(wrong)));
}

TEST(OpinionRecord, EventsAreNoLargerForIt) { EXPECT_EQ(sizeof(Event), 128U); }

}  // namespace
}  // namespace nightjar::core
