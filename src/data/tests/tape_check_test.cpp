#include "data/tape_check.hpp"

#include <gtest/gtest.h>

namespace nightjar::data {
namespace {

using core::Side;
using core::TapeRow;
using Kind = TapeRow::Kind;

constexpr std::int64_t ms = 1'000'000;

TapeReport report_of(const std::vector<TapeRow>& rows, bool received = false) {
    core::TapeInfo info;
    info.received = received;
    TapeCheck check{info};
    check.add(rows);
    return check.report();
}

TapeRow trade(std::int64_t exch_ms, std::int64_t recv_ms, std::uint64_t id = 0) {
    return {.exch_ns = exch_ms * ms, .recv_ns = recv_ms * ms, .price = 10, .qty = 1, .id = id};
}

TapeRow level(Side side, std::int64_t price, std::int64_t qty, std::uint64_t id, bool last = true) {
    return {.price = price, .qty = qty, .id = id, .kind = Kind::Level, .side = side, .last = last};
}

/// A book of 10 to 12.
std::vector<TapeRow> book() {
    return {{.id = 1, .kind = Kind::Clear, .last = false},
            level(Side::Buy, 10, 1, 1, false),
            level(Side::Sell, 12, 1, 1)};
}

TEST(TapeCheck, CountsWhatThereIs) {
    auto rows = book();
    rows.push_back(level(Side::Buy, 9, 1, 2));
    rows.push_back(trade(0, 0));
    rows.push_back({.price = 9, .kind = Kind::Quote, .last = false});
    rows.push_back({.price = 10, .kind = Kind::Quote, .side = Side::Sell});
    rows.push_back({.kind = Kind::Mark});
    rows.push_back({.qty = 3, .kind = Kind::Gap});
    const auto report = report_of(rows);
    EXPECT_EQ(report.info.rows, rows.size());
    EXPECT_EQ(report.snapshots, 1U);
    EXPECT_EQ(report.book_messages, 1U);
    EXPECT_EQ(report.trades, 1U);
    EXPECT_EQ(report.quotes, 1U);
    EXPECT_EQ(report.marks, 1U);
    EXPECT_EQ(report.gaps, 1U);
    EXPECT_EQ(report.lost, 3U);
    EXPECT_TRUE(report.usable());
}

TEST(TapeCheck, CountsStatesInWhichTheBookIsCrossed) {
    auto rows = book();
    rows.push_back(level(Side::Buy, 12, 1, 2, false));  // not yet a state
    rows.push_back(level(Side::Sell, 12, 0, 2, false));
    rows.push_back(level(Side::Sell, 13, 1, 2));
    EXPECT_EQ(report_of(rows).crossed, 0U);
    rows.push_back(level(Side::Buy, 13, 1, 3));
    rows.push_back(level(Side::Buy, 8, 1, 4));
    EXPECT_EQ(report_of(rows).crossed, 2U);
    EXPECT_FALSE(report_of(rows).usable());
}

TEST(TapeCheck, ExpectsNothingOfABookBetweenAGapAndASnapshot) {
    auto rows = book();
    rows.push_back({.kind = Kind::Gap});
    rows.push_back(level(Side::Buy, 13, 1, 3));
    EXPECT_EQ(report_of(rows).crossed, 0U);
}

TEST(TapeCheck, CountsTradeIdsThatAreMissing) {
    EXPECT_EQ(report_of({trade(0, 0, 5), trade(0, 0, 6), trade(0, 0, 9), trade(0, 0, 9)})
                  .missing_trade_ids,
              2U);
    EXPECT_EQ(report_of({trade(0, 0), trade(0, 0)}).missing_trade_ids, 0U);
}

TEST(TapeCheck, CountsMessagesThatAreEarlierThanTheLastAlike) {
    auto late = level(Side::Buy, 9, 1, 2);
    late.exch_ns = 3 * ms;
    EXPECT_EQ(report_of({trade(5, 5), late, trade(4, 6), trade(6, 7)}).disorder, 1U);
}

TEST(TapeCheck, EstimatesTheClockSoThatTheLeastLatencyIsNotNegative) {
    const auto report =
        report_of({trade(100, 40), trade(200, 145), trade(300, 247), trade(400, 350)}, true);
    EXPECT_EQ(report.negative_latencies, 4U);
    EXPECT_EQ(report.clock_behind, core::milliseconds(60));
    EXPECT_EQ(report.median_latency, core::milliseconds(7));
}

TEST(TapeCheck, LeavesAClockAloneThatShowsNoNegativeLatency) {
    const auto report = report_of({trade(100, 130), trade(200, 220), trade(300, 350)}, true);
    EXPECT_EQ(report.clock_behind, core::Duration{});
    EXPECT_EQ(report.median_latency, core::milliseconds(30));
    EXPECT_FALSE(report_of({trade(100, 130)}, false).median_latency);
}

TEST(TapeCheck, SeesClocksMoveApart) {
    constexpr std::int64_t minute = 60'000;
    const auto report = report_of({trade(0, 20), trade(10, 40), trade(minute, minute + 5),
                                   trade(2 * minute, 2 * minute + 35)},
                                  true);
    EXPECT_EQ(report.clock_drift, core::milliseconds(30));
}

TEST(TapeCheck, KeepsTheMedianWhenThereAreVeryManyMessages) {
    core::TapeInfo info;
    info.received = true;
    TapeCheck check{info};
    for (std::int64_t i = 0; i < 3'000'000; ++i) {
        const TapeRow row{.exch_ns = i, .recv_ns = i + i % 1001, .price = 1};
        check.add({&row, 1});
    }
    EXPECT_NEAR(static_cast<double>(check.report().median_latency->ns), 500, 5);
}

TEST(TapeCheck, ComparesEachStateWithTheBestPricesOfTheSameOrAnEarlierUpdate) {
    TapeCheck check{{}};
    check.add(book());
    check.add(TapeCheck::Top{2, 10, 1, 12, 1});
    check.add(TapeCheck::Top{4, 11, 1, 12, 1});
    const std::vector rows{level(Side::Buy, 9, 1, 3), level(Side::Buy, 11, 1, 5),
                           level(Side::Buy, 11, 2, 7)};
    check.add(rows);
    check.add(TapeCheck::Top{7, 11, 3, 12, 1});
    const auto report = check.report();
    EXPECT_EQ(report.tops_compared, 3U);
    EXPECT_EQ(report.tops_different, 1U);  // a quantity of 2, not 3
}

TEST(TapeCheck, ComparesNothingBeforeTheFirstBestPrice) {
    TapeCheck check{{}};
    check.add(book());
    const auto row = level(Side::Buy, 9, 1, 3);
    check.add({&row, 1});
    check.add(TapeCheck::Top{4, 10, 1, 12, 1});
    EXPECT_EQ(check.report().tops_compared, 0U);
}

}  // namespace
}  // namespace nightjar::data
