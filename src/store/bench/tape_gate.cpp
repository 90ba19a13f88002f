/// Reading a tape must never be what a replay waits for.

#include "store/tape_file.hpp"
#include "store/tests/scratch.hpp"
#include "store/tests/tape_rows.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace nightjar::store {
namespace {

constexpr std::size_t tape_rows = 4'000'000;

class TapeGate : public testing::Test {
protected:
    void SetUp() override {
        auto writer = *TapeWriter::create(scratch_ / "series", "a", {2, 3, true}, "");
        ASSERT_TRUE(writer.append(rows_of(tape_rows)));
        ASSERT_TRUE(writer.finish());
    }

    Scratch scratch_;
};

TEST_F(TapeGate, AtLeastTwentyMillionRowsPerCpuSecondOnABusyMachine) {
    auto tape = *TapeFile::open(scratch_ / "series", "a");
    std::int64_t sum = 0;
    const auto start = std::clock();
    for (auto rows = tape.next(); rows && !rows->empty(); rows = tape.next())
        for (const auto& row : *rows) sum += row.price;
    const double cpu_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    const auto rows_per_s = static_cast<double>(tape_rows) / cpu_s;
    RecordProperty("rows_per_cpu_second", std::to_string(rows_per_s));
    EXPECT_GT(sum, 0);
    EXPECT_GT(rows_per_s, 20e6);
}

}  // namespace
}  // namespace nightjar::store
