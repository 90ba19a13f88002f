#include "exec/venue_health.hpp"

#include "core/base/random.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::exec {
namespace {

using core::milliseconds;
using core::seconds;

constexpr core::Time start{1'700'438'400'000'000'000};

TEST(Quantile, OneInAHundredIsAboveIt) {
    core::Random random{3, 0};
    Quantile quantile{0.99};
    for (int i = 0; i < 20'000; ++i)
        quantile.see(core::Duration{std::llround(1e6 * random.exponential())});
    int above = 0;
    constexpr int more = 20'000;
    for (int i = 0; i < more; ++i) {
        const core::Duration value{std::llround(1e6 * random.exponential())};
        above += value > *quantile.value() ? 1 : 0;
        quantile.see(value);
    }
    EXPECT_NEAR(static_cast<double>(above) / more, 0.01, 0.004);
}

TEST(Freshness, IsGoneAfterHalfASecondWhereTheBookIsQuick) {
    Freshness book;
    EXPECT_TRUE(book.stale(start)) << "nothing came yet";
    auto now = start;
    for (int i = 0; i < 100; ++i) book.changed(now = now + milliseconds(10));
    EXPECT_FALSE(book.stale(now + milliseconds(499)));
    EXPECT_TRUE(book.stale(now + milliseconds(500)));
    EXPECT_EQ(book.score(now + milliseconds(100)), 1);
    EXPECT_NEAR(book.score(now + milliseconds(375)), 0.5, 1e-9);
    EXPECT_EQ(book.score(now + seconds(9)), 0);
}

TEST(Freshness, WaitsLongerForABookThatIsSlow) {
    Freshness book;
    auto now = start;
    for (int i = 0; i < 100; ++i) book.changed(now = now + seconds(2));
    EXPECT_FALSE(book.stale(now + seconds(5)));
    EXPECT_TRUE(book.stale(now + seconds(11)));
}

TEST(Answers, RefusalsAndSlownessAreTheWorseOfTheTwo) {
    Answers venue;
    EXPECT_EQ(venue.score(), 1);
    for (int i = 0; i < 200; ++i) venue.accepted(milliseconds(50));
    EXPECT_EQ(venue.score(), 1);
    Answers slow;
    for (int i = 0; i < 200; ++i) slow.accepted(seconds(2));
    EXPECT_EQ(slow.score(), 0);
    for (int i = 0; i < 20; ++i) venue.refused(start);
    EXPECT_LT(venue.score(), 0.3);
    EXPECT_TRUE(venue.resting(start + milliseconds(4'999)));
    EXPECT_FALSE(venue.resting(start + seconds(5)));
    for (int i = 0; i < 60; ++i) venue.accepted(milliseconds(50));
    EXPECT_GT(venue.score(), 0.9);
}

}  // namespace
}  // namespace nightjar::exec
