#include "threat/robust_z.hpp"

#include "core/base/random.hpp"

#include <gtest/gtest.h>

namespace nightjar::threat {
namespace {

TEST(RobustZ, SaysNothingBeforeItKnowsTheUsual) {
    RobustZ z{1};
    for (int i = 0; i < 31; ++i) z.learn(10);
    EXPECT_FALSE(z.warm());
    EXPECT_EQ(z.z(1'000), 0);
    z.learn(10);
    EXPECT_EQ(z.z(15), 5) << "the least deviation is 1";
}

TEST(RobustZ, IsTheOrdinaryZOfNormalNumbers) {
    core::Random random{7, 0};
    RobustZ z{0.001};
    for (int i = 0; i < 20'000; ++i) z.learn(100 + 5 * random.normal());
    EXPECT_NEAR(z.median(), 100, 1);
    EXPECT_NEAR(z.z(120), 4, 0.6);
    EXPECT_NEAR(z.z(80), -4, 0.6);
}

TEST(RobustZ, IsMovedLittleByAFewNumbersFarOut) {
    core::Random random{7, 0};
    RobustZ z{0.001};
    for (int i = 0; i < 5'000; ++i) z.learn(i % 20 == 0 ? 1e9 : 100 + 5 * random.normal());
    EXPECT_NEAR(z.median(), 100, 2);
    EXPECT_GT(z.z(150), 6);
}

TEST(RobustZ, FollowsAUsualThatChanges) {
    core::Random random{7, 0};
    RobustZ z{0.001};
    for (int i = 0; i < 1'000; ++i) z.learn(100 + 5 * random.normal());
    for (int i = 0; i < 3'000; ++i) z.learn(200 + 5 * random.normal());
    EXPECT_NEAR(z.median(), 200, 3);
}

}  // namespace
}  // namespace nightjar::threat
