#include "venue/rate_limiter.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace nightjar::venue {
namespace {

using core::milliseconds;
using core::seconds;
using core::Time;
using Purpose = RateLimiter::Purpose;

constexpr Time start{1'700'000'000'000'000'000};

RateLimiter ten_a_second(double reserved = 0) {
    return RateLimiter{{{"weight", RateRule::Kind::Window, 10, seconds(1)}}, reserved};
}
std::optional<Time> take(RateLimiter& limiter, std::int64_t weight, Time now,
                         Purpose purpose = Purpose::Usual) {
    const std::array costs{RateCost{"weight", weight}};
    return limiter.take(costs, purpose, now);
}

TEST(RateLimiter, SaysWhenThereIsRoomAgain) {
    auto limiter = ten_a_second();
    EXPECT_FALSE(take(limiter, 6, start));
    EXPECT_FALSE(take(limiter, 4, start + milliseconds(300)));
    EXPECT_EQ(take(limiter, 5, start + milliseconds(500)), start + seconds(1));
    EXPECT_EQ(take(limiter, 7, start + milliseconds(500)), start + milliseconds(1'300));
    EXPECT_FALSE(take(limiter, 6, start + seconds(1)));
}

TEST(RateLimiter, WhatIsRefusedIsNotCounted) {
    auto limiter = ten_a_second();
    EXPECT_FALSE(take(limiter, 10, start));
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(take(limiter, 1, start + milliseconds(i)));
    EXPECT_FALSE(take(limiter, 10, start + seconds(1)));
}

TEST(RateLimiter, KeepsAPartForWhatMustAlwaysGo) {
    auto limiter = ten_a_second(0.2);
    EXPECT_FALSE(take(limiter, 8, start));
    EXPECT_TRUE(take(limiter, 1, start));
    EXPECT_FALSE(take(limiter, 2, start, Purpose::Urgent));
    EXPECT_TRUE(take(limiter, 1, start, Purpose::Urgent)) << "that part has an end too";
}

TEST(RateLimiter, ALeakDrainsEvenly) {
    RateLimiter limiter{{{"weight", RateRule::Kind::Leak, 15, seconds(45)}}, 0};
    EXPECT_FALSE(take(limiter, 15, start));
    EXPECT_EQ(take(limiter, 1, start), start + seconds(3));
    EXPECT_FALSE(take(limiter, 1, start + seconds(3)));
    EXPECT_NEAR(limiter.used("weight", start + seconds(6)), 14.0 / 15, 1e-9);
}

TEST(RateLimiter, TheVenuesCountIsTakenWhereItIsHigher) {
    auto limiter = ten_a_second();
    EXPECT_FALSE(take(limiter, 2, start));
    limiter.on_used("weight", 9, start);
    limiter.on_used("weight", 1, start);
    EXPECT_FALSE(take(limiter, 1, start));
    EXPECT_TRUE(take(limiter, 1, start));
}

TEST(RateLimiter, AVenueThatWantsSilenceGetsItFromUrgentCallsToo) {
    auto limiter = ten_a_second();
    limiter.on_refused(start + seconds(120));
    limiter.on_refused(start + seconds(60));
    EXPECT_EQ(take(limiter, 1, start, Purpose::Urgent), start + seconds(120));
    EXPECT_FALSE(take(limiter, 1, start + seconds(120)));
}

TEST(RateLimiter, ACallMustFitAllRulesAndUnknownOnesLimitNothing) {
    RateLimiter limiter{{{"weight", RateRule::Kind::Window, 100, seconds(60)},
                         {"orders", RateRule::Kind::Window, 1, seconds(10)}},
                        0};
    const std::array costs{RateCost{"weight", 1}, RateCost{"orders", 1}, RateCost{"other", 999}};
    EXPECT_FALSE(limiter.take(costs, Purpose::Usual, start));
    EXPECT_EQ(limiter.take(costs, Purpose::Usual, start), start + seconds(10));
    EXPECT_NEAR(limiter.used("weight", start), 0.01, 1e-12);
}

RC_GTEST_PROP(RateLimiter, NeverLetsMoreThroughWithinAnySpan, ()) {
    auto limiter = ten_a_second(0.3);
    std::vector<std::pair<Time, std::int64_t>> gone;
    auto now = start;
    for (int i = 0; i < 200; ++i) {
        now = now + milliseconds(*rc::gen::inRange(0, 400));
        const auto weight = *rc::gen::inRange(1, 8);
        const auto purpose = *rc::gen::element(Purpose::Usual, Purpose::Urgent);
        const auto later = take(limiter, weight, now, purpose);
        if (!later) gone.emplace_back(now, weight);
        // What it names is no empty promise.
        if (later) {
            auto then = limiter;
            RC_ASSERT(!take(then, weight, *later, purpose));
        }
    }
    for (std::size_t from = 0; from < gone.size(); ++from) {
        std::int64_t sum = 0;
        for (auto to = from; to < gone.size() && gone[to].first < gone[from].first + seconds(1);
             ++to)
            sum += gone[to].second;
        RC_ASSERT(sum <= 10);
    }
}

}  // namespace
}  // namespace nightjar::venue
