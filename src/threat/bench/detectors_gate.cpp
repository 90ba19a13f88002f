/// T-E7: no statistic allocates, and each takes two microseconds an event at most.

#include "core/bench/allocations.hpp"
#include "threat/tests/episodes.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <ctime>

namespace nightjar::threat {
namespace {

template <class D>
class DetectorGate : public ::testing::Test {};
using All =
    ::testing::Types<QuoteStuffing, SpoofPressure, tests::DayVpin, MomentumIgnition, tests::Tape>;
TYPED_TEST_SUITE(DetectorGate, All);

/// The book's part is in it too.
TYPED_TEST(DetectorGate, AllocatesNothingAndTakesLessThanTwoMicroseconds) {
    const auto tape = tests::eventful<tests::Tape>(9).detector.events;
    constexpr int runs = 100;
    double spent = 0;
    for (int run = 0; run < runs; ++run) {
        market::Book book;
        TypeParam detector;
        if constexpr (std::is_same_v<TypeParam, tests::Tape>) detector.events.reserve(tape.size());
        for (const auto& event : tape) {
            if (const auto* delta = std::get_if<core::BookDelta>(&event.body))
                (void)book.apply(*delta);
        }
        const auto before = core::allocations;
        const auto start = std::clock();
        for (const auto& event : tape) {
            if (const auto* delta = std::get_if<core::BookDelta>(&event.body))
                (void)book.apply(*delta);
            detector.on(event, book);
        }
        spent += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        EXPECT_EQ(core::allocations - before, 0U);
    }
    const double ns = spent * 1e9 / static_cast<double>(tape.size() * runs);
    this->RecordProperty("ns_per_event", std::to_string(ns));
    std::printf("%.0f ns per event\n", ns);
    EXPECT_LT(ns, 2'000);
}

}  // namespace
}  // namespace nightjar::threat
