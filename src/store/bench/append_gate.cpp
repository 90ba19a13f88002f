/// Appending, once warm: no allocation, and no more time than a copy should take.

#include "core/bench/allocations.hpp"
#include "store/ledger.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>

namespace nightjar::store {
namespace {

constexpr int appends = 200'000;
constexpr std::array<std::byte, 100> body{};

TEST(AppendGate, DoesNotAllocateOverManySegments) {
    const Scratch scratch;
    const LedgerOptions options{.log = {.segment_bytes = 1 << 20}};
    const auto ledger = *Ledger::open(scratch / "ledger", options);
    const auto append = [&](int i) {
        ledger->append(core::RecordType::OrderApproved, core::Time{} + core::milliseconds(i), body);
        // As a market would: the other threads get their time.
        while (i % 4096 == 0 && ledger->log().synced_bytes() < ledger->log().bytes()) continue;
    };
    append(0);
    const auto before = core::allocations;
    for (int i = 1; i < appends; ++i) append(i);
    EXPECT_EQ(core::allocations - before, 0U);
    EXPECT_EQ(ledger->log().stalls(), 0U);
    EXPECT_TRUE(ledger->close());
}

TEST(AppendGate, TakesLessThanAMicrosecond) {
    const Scratch scratch;
    const auto ledger = *Ledger::open(scratch / "ledger");
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < appends; ++i)
        ledger->append(core::RecordType::OrderApproved, core::Time{} + core::milliseconds(i), body);
    const std::chrono::nanoseconds time = std::chrono::steady_clock::now() - start;
    RecordProperty("ns_per_append", std::to_string(time.count() / appends));
    EXPECT_LT(time.count() / appends, 1'000);
    EXPECT_TRUE(ledger->close());
}

}  // namespace
}  // namespace nightjar::store
