#include "core/base/random.hpp"
#include "core/base/spsc_queue.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace nightjar::core {
namespace {

TEST(SpscQueue, HandsOverEveryItemInOrderBetweenTwoThreads) {
    constexpr int many = 200'000;
    SpscQueue<int> queue{64};
    std::thread writer{[&queue] {
        for (int i = 0; i < many;)
            if (queue.push(i))
                ++i;
            else
                std::this_thread::yield();
    }};
    for (int expected = 0; expected < many;) {
        if (const auto item = queue.pop()) {
            ASSERT_EQ(*item, expected);
            ++expected;
        } else {
            std::this_thread::yield();
        }
    }
    writer.join();
    EXPECT_EQ(queue.size(), 0U);
}

TEST(SpscQueue, SaysWhenItIsFull) {
    SpscQueue<int> queue{3};
    EXPECT_EQ(queue.capacity(), 4U);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(queue.push(i));
    EXPECT_FALSE(queue.push(4));
    EXPECT_EQ(*queue.pop(), 0);
    EXPECT_TRUE(queue.push(4));
}

TEST(Random, TheSameKeyGivesTheSameNumbersAndAnotherStreamOthers) {
    Random a{1, 2};
    Random b{1, 2};
    Random c{1, 3};
    for (int i = 0; i < 100; ++i) {
        const auto x = a.next();
        EXPECT_EQ(x, b.next());
        EXPECT_NE(x, c.next());
    }
    b.seek(0);
    Random d{1, 2};
    EXPECT_EQ(b.next(), d.next());
}

TEST(Random, HasTheMomentsOfItsDistributions) {
    Random random{3, 4};
    constexpr int many = 200'000;
    double uniform = 0;
    double normal = 0;
    double squares = 0;
    double waits = 0;
    for (int i = 0; i < many; ++i) {
        uniform += random.uniform();
        const double z = random.normal();
        normal += z;
        squares += z * z;
        waits += random.exponential();
    }
    EXPECT_NEAR(uniform / many, 0.5, 0.005);
    EXPECT_NEAR(normal / many, 0, 0.01);
    EXPECT_NEAR(squares / many, 1, 0.02);
    EXPECT_NEAR(waits / many, 1, 0.01);
}

}  // namespace
}  // namespace nightjar::core
