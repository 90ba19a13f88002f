/// The rules as the venue's documentation words them.

#include "venue/binance/depth_sequence.hpp"

#include <gtest/gtest.h>

namespace nightjar::venue::binance {
namespace {

using Rule = DepthSequence::Rule;
using Verdict = DepthSequence::Verdict;

DepthUpdate spot(std::uint64_t first_id, std::uint64_t last_id) {
    return {.at = {}, .first_id = first_id, .last_id = last_id, .previous_id = {}, .levels = {}};
}

DepthUpdate futures(std::uint64_t previous_id, std::uint64_t first_id, std::uint64_t last_id) {
    auto update = spot(first_id, last_id);
    update.previous_id = previous_id;
    return update;
}

DepthSnapshot snapshot(std::uint64_t last_id) { return {{}, last_id, {}}; }

TEST(DepthSequence, BuffersUntilASnapshotComes) {
    for (const auto rule : {Rule::Spot, Rule::Futures, Rule::Ordered}) {
        DepthSequence sequence{rule};
        EXPECT_TRUE(sequence.wants_snapshot());
        EXPECT_EQ(sequence.next(futures(1, 2, 3)), Verdict::Buffer);
        EXPECT_TRUE(sequence.snapshot(snapshot(3)));
        EXPECT_FALSE(sequence.wants_snapshot());
        EXPECT_FALSE(sequence.in_step());
    }
}

TEST(DepthSequence, OnSpotDropsWhatTheSnapshotHasAndAppliesWhatContainsItsNextUpdate) {
    DepthSequence sequence{Rule::Spot};
    sequence.snapshot(snapshot(100));
    EXPECT_EQ(sequence.next(spot(90, 99)), Verdict::Drop);
    EXPECT_EQ(sequence.next(spot(95, 100)), Verdict::Drop);
    EXPECT_EQ(sequence.next(spot(99, 103)), Verdict::Apply);
    EXPECT_TRUE(sequence.in_step());
    EXPECT_EQ(sequence.next(spot(104, 104)), Verdict::Apply);
}

TEST(DepthSequence, OnSpotTheFirstUpdateMayBeTheOneAfterTheSnapshot) {
    DepthSequence sequence{Rule::Spot};
    sequence.snapshot(snapshot(100));
    EXPECT_EQ(sequence.next(spot(101, 103)), Verdict::Apply);
}

TEST(DepthSequence, OnSpotASnapshotOlderThanTheFirstMessageIsOfNoUse) {
    DepthSequence sequence{Rule::Spot};
    sequence.snapshot(snapshot(100));
    EXPECT_EQ(sequence.next(spot(102, 103)), Verdict::Gap);
    EXPECT_EQ(sequence.lost(), 1U);
    EXPECT_TRUE(sequence.wants_snapshot());
    EXPECT_TRUE(sequence.snapshot(snapshot(102)));
    EXPECT_EQ(sequence.next(spot(102, 103)), Verdict::Apply);
}

TEST(DepthSequence, OnSpotEachMessageBeginsBehindTheOneBefore) {
    for (const std::uint64_t first : {103U, 102U, 105U, 110U}) {
        DepthSequence sequence{Rule::Spot};
        sequence.snapshot(snapshot(100));
        ASSERT_EQ(sequence.next(spot(101, 103)), Verdict::Apply);
        EXPECT_EQ(sequence.next(spot(first, 120)), Verdict::Gap) << first;
        EXPECT_EQ(sequence.lost(), first > 103 ? first - 104 : 0);
        EXPECT_EQ(sequence.next(spot(121, 122)), Verdict::Buffer);
    }
}

TEST(DepthSequence, OnFuturesTheFirstMessageContainsTheSnapshotsUpdate) {
    for (const std::uint64_t last : {100U, 105U}) {
        DepthSequence sequence{Rule::Futures};
        sequence.snapshot(snapshot(100));
        EXPECT_EQ(sequence.next(futures(80, 90, 99)), Verdict::Drop);
        EXPECT_EQ(sequence.next(futures(99, 100, last)), Verdict::Apply);
        EXPECT_TRUE(sequence.in_step());
    }
}

TEST(DepthSequence, OnFuturesASnapshotBetweenTwoMessagesMissesNothing) {
    DepthSequence sequence{Rule::Futures};
    sequence.snapshot(snapshot(100));
    EXPECT_EQ(sequence.next(futures(97, 104, 106)), Verdict::Apply);
}

TEST(DepthSequence, OnFuturesASnapshotOlderThanTheFirstMessageIsOfNoUse) {
    DepthSequence sequence{Rule::Futures};
    sequence.snapshot(snapshot(100));
    EXPECT_EQ(sequence.next(futures(101, 104, 106)), Verdict::Gap);
    EXPECT_TRUE(sequence.wants_snapshot());
}

TEST(DepthSequence, OnFuturesEachMessageNamesTheLastUpdateOfTheOneBefore) {
    DepthSequence sequence{Rule::Futures};
    sequence.snapshot(snapshot(100));
    ASSERT_EQ(sequence.next(futures(99, 100, 110)), Verdict::Apply);
    EXPECT_EQ(sequence.next(futures(110, 150, 160)), Verdict::Apply);  // numbers leave holes
    EXPECT_EQ(sequence.next(futures(165, 170, 180)), Verdict::Gap);
    EXPECT_EQ(sequence.next(spot(181, 190)), Verdict::Buffer);
}

TEST(DepthSequence, WithoutChainedNumbersOnlyOrderIsAsked) {
    DepthSequence sequence{Rule::Ordered};
    sequence.snapshot(snapshot(100));
    EXPECT_EQ(sequence.next(spot(90, 99)), Verdict::Drop);
    EXPECT_EQ(sequence.next(spot(95, 104)), Verdict::Apply);
    EXPECT_EQ(sequence.next(spot(150, 160)), Verdict::Apply);
    EXPECT_EQ(sequence.next(spot(150, 170)), Verdict::Gap);
}

TEST(DepthSequence, InStepASnapshotIsNotNeeded) {
    DepthSequence sequence{Rule::Spot};
    sequence.snapshot(snapshot(100));
    ASSERT_EQ(sequence.next(spot(101, 103)), Verdict::Apply);
    EXPECT_FALSE(sequence.snapshot(snapshot(102)));
    EXPECT_EQ(sequence.next(spot(104, 105)), Verdict::Apply);
}

TEST(DepthSequence, ANewerSnapshotReplacesOneThatNothingFollowedYet) {
    DepthSequence sequence{Rule::Spot};
    sequence.snapshot(snapshot(100));
    EXPECT_TRUE(sequence.snapshot(snapshot(120)));
    EXPECT_EQ(sequence.next(spot(101, 120)), Verdict::Drop);
    EXPECT_EQ(sequence.next(spot(121, 125)), Verdict::Apply);
}

}  // namespace
}  // namespace nightjar::venue::binance
