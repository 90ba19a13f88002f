/// Changes of a deep book: none allocates once the book is warm, and each costs tens of
/// nanoseconds.

#include "market/book.hpp"

#include "core/base/random.hpp"
#include "core/bench/allocations.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

namespace nightjar::market {
namespace {

/// Half of the changes within 600 ticks of a touch that wanders, as a busy perpetual has them.
std::vector<core::BookDelta> deltas(std::size_t count) {
    core::Random random{3, 3};
    std::vector<core::BookDelta> all;
    std::int64_t mid = 600'000;
    for (std::size_t i = 0; i < count; ++i) {
        if (i % 200 == 0) mid += static_cast<std::int64_t>(random.below(21)) - 10;
        const auto side = random.below(2) == 0 ? core::Side::Buy : core::Side::Sell;
        const auto away = 1 + static_cast<std::int64_t>(std::abs(random.normal()) * 900);
        const auto qty =
            random.below(2) == 0 ? 0 : 1 + static_cast<std::int64_t>(random.below(999));
        all.push_back({core::BookDelta::Action::Set, side,
                       core::Price{mid - core::sign(side) * away}, core::Qty{qty}, i % 40 == 39});
    }
    return all;
}

TEST(BookGate, OnceWarmAChangeAllocatesNothingAndTakesLessThanATenthOfAMicrosecond) {
    const auto changes = deltas(2'000'000);
    Book book;
    for (std::size_t i = 0; i < 10'000; ++i) book.apply(changes[i]);
    const auto before = core::allocations;
    const auto start = std::clock();
    for (const auto& change : changes) book.apply(change);
    const double cpu_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_EQ(core::allocations - before, 0U);
    const double ns = cpu_s * 1e9 / static_cast<double>(changes.size());
    RecordProperty("ns_per_change", std::to_string(ns));
    std::printf("%.1f ns per change\n", ns);
    EXPECT_LT(ns, 100);
}

}  // namespace
}  // namespace nightjar::market
