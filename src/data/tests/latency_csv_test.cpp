#include "data/latency_csv.hpp"

#include "data/errc.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace nightjar::data {
namespace {

namespace fs = std::filesystem;
using core::microseconds;

struct LatencyCsv : ::testing::Test {
    LatencyCsv() {
        auto name = (fs::temp_directory_path() / "nightjar-latency-XXXXXX").string();
        folder = ::mkdtemp(name.data());
    }
    ~LatencyCsv() override { fs::remove_all(folder); }
    LatencyCsv(const LatencyCsv&) = delete;
    LatencyCsv& operator=(const LatencyCsv&) = delete;

    [[nodiscard]] core::Result<LatencyTable> read(const char* text) const {
        std::ofstream{folder / "table.csv"} << text;
        return read_latencies(folder / "table.csv");
    }

    fs::path folder;
};

TEST_F(LatencyCsv, ReadsEachColumnInItsUnitAndSortsIt) {
    const auto table =
        read("time,order_us,report_ms,note\n1,300,0.25,a\n2,100.5,1,b\n3,200,0.5,c\n");
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_EQ(table->orders,
              (std::vector{core::nanoseconds(100'500), microseconds(200), microseconds(300)}));
    EXPECT_EQ(table->reports.front(), microseconds(250));
    EXPECT_TRUE(table->feed.empty());
    EXPECT_EQ(table->sha256.size(), 64U);
}

TEST_F(LatencyCsv, ItsQuantilesAreMeasurements) {
    const auto table = read("feed_ns\n1\n2\n3\n4\n5\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(quantile(table->feed, 0).ns, 1);
    EXPECT_EQ(quantile(table->feed, 0.5).ns, 3);
    EXPECT_EQ(quantile(table->feed, 0.99).ns, 4);
    EXPECT_EQ(quantile(table->feed, 1).ns, 5);
}

TEST_F(LatencyCsv, WhatIsNoTableOfLatenciesIsRefusedWithItsLine) {
    EXPECT_EQ(read("time,price\n1,2\n").error().code, Errc::NoColumn);
    EXPECT_EQ(read("order_us\n").error().code, Errc::Empty);
    for (const char* row : {"-1", "fast", "0.0001", "1,2", "9e30"}) {
        const auto table = read(fmt::format("order_us\n5\n{}\n", row).c_str());
        ASSERT_FALSE(table) << row;
        EXPECT_EQ(table.error().code, Errc::BadRow) << row;
        EXPECT_NE(table.error().text().find("3: "), std::string::npos) << table.error().text();
    }
}

}  // namespace
}  // namespace nightjar::data
