#include "sim/recordings/tape_cursor.hpp"

#include "sim/errc.hpp"
#include "sim/tests/tapes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::sim {
namespace {

using core::TapeRow;
using core::Time;
using tests::MemoryTape;

TapeRow trade(std::int64_t exch, std::int64_t recv, std::uint64_t id) {
    return {exch, recv, 100, 1, id, TapeRow::Kind::Trade, core::Side::Buy, true};
}

std::uint64_t id_of(const core::Event& event) { return std::get<core::Trade>(event.body).id.value; }

/// Lives through a tape as a replay does: the exchange first.
struct Life {
    std::vector<std::uint64_t> happened;
    std::vector<std::uint64_t> heard;
    std::vector<Time> times;

    explicit Life(TapeCursor cursor) {
        core::Event event;
        while (cursor.heard() != TapeCursor::never) {
            if (cursor.happens() <= cursor.heard()) {
                const auto& now = cursor.happen();
                happened.push_back(id_of(now));
                times.push_back(now.stamp.exch);
            } else {
                cursor.hear(event);
                heard.push_back(id_of(event));
                EXPECT_LE(event.stamp.exch, event.stamp.recv);
            }
        }
        EXPECT_EQ(cursor.happens(), TapeCursor::never);
        EXPECT_TRUE(cursor.status());
    }
};

TEST(TapeCursor, HappensInTheExchangesOrderAndIsHeardInOurs) {
    MemoryTape tape{{trade(100, 200, 1), trade(90, 210, 2), trade(150, 220, 3), trade(95, 230, 4)}};
    const Life life{TapeCursor{{.source = &tape}, {0}}};
    EXPECT_EQ(life.happened, (std::vector<std::uint64_t>{2, 4, 1, 3}));
    EXPECT_EQ(life.heard, (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST(TapeCursor, AClockThatIsBehindDoesNotMakeUsHearOfTheFuture) {
    // The recorder's clock is 1000 behind: receipt seems to come before the event.
    MemoryTape tape{{trade(2'000, 1'100, 1), trade(2'050, 1'160, 2)}};
    const Life off{TapeCursor{{.source = &tape}, {0}}};
    EXPECT_EQ(off.times, (std::vector<Time>{{1'100}, {1'160}})) << "not later than it was heard of";
    MemoryTape again{{trade(2'000, 1'100, 1), trade(2'050, 1'160, 2)}};
    const Life right{TapeCursor{{.source = &again, .clock_offset = core::nanoseconds(1'000)}, {0}}};
    EXPECT_EQ(right.times, (std::vector<Time>{{1'000}, {1'050}}));
}

TEST(TapeCursor, EndsBeforeTheFirstRowThatIsTooLate) {
    MemoryTape tape{{trade(10, 20, 1), trade(15, 30, 2), trade(25, 31, 3)}, 2};
    const Life life{TapeCursor{{.source = &tape, .until = {30}}, {0}}};
    EXPECT_EQ(life.heard, (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(life.happened, life.heard);
}

TEST(TapeCursor, JoinsTheTwoHalvesOfAQuote) {
    MemoryTape tape{{{5, 9, 100, 7, 1, TapeRow::Kind::Quote, core::Side::Buy, false},
                     {5, 9, 101, 8, 1, TapeRow::Kind::Quote, core::Side::Sell, true}}};
    TapeCursor cursor{{.source = &tape, .ticks_per_unit = 10, .lots_per_unit = -2}, {0}};
    const auto quote = std::get<core::Quote>(cursor.happen().body);
    EXPECT_EQ(quote.bid, core::Price{1'000});
    EXPECT_EQ(quote.bid_qty, core::Qty{3});
    EXPECT_EQ(quote.ask, core::Price{1'010});
    EXPECT_EQ(quote.ask_qty, core::Qty{4});
    EXPECT_EQ(cursor.happens(), TapeCursor::never);
}

TEST(TapeCursor, WithoutTimesOfReceiptTheyAreDrawnAndNothingOvertakes) {
    std::vector<TapeRow> rows;
    for (int i = 0; i < 1'000; ++i) rows.push_back(trade(i * 1'000, i * 1'000, 1));
    const auto heard = [&](std::uint64_t seed) {
        MemoryTape tape{rows, 7, false};
        TapeStream stream{.source = &tape, .seed = seed};
        stream.feed_latency = LatencyModel{{core::nanoseconds(100), core::nanoseconds(5'000)}};
        TapeCursor cursor{stream, {0}};
        std::vector<std::int64_t> times;
        core::Event event;
        while (cursor.heard() != TapeCursor::never) {
            if (cursor.happens() <= cursor.heard())
                cursor.happen();
            else
                cursor.hear(event), times.push_back(event.stamp.recv.ns);
        }
        return times;
    };
    const auto first = heard(1);
    EXPECT_EQ(first, heard(1));
    EXPECT_NE(first, heard(2));
    EXPECT_TRUE(std::ranges::is_sorted(first));
    for (std::size_t i = 0; i < first.size(); ++i) {
        const auto late = first[i] - rows[i].exch_ns;
        EXPECT_TRUE(late >= 100 && late <= 5'000) << late;
    }
}

core::Instrument whole_dollars() {
    core::Instrument btc;
    btc.symbol = "BTC";
    btc.tick = btc.lot = core::whole(1);
    NJ_CHECK(btc.prepare().has_value(), "a plain instrument");
    return btc;
}

TEST(RateStream, RoundsMarksDownToATickAndRefusesAnythingThatTrades) {
    MemoryTape rates{{{8, 8, 10'099, 0, 0, TapeRow::Kind::Mark, core::Side::Buy, true},
                      {8, 8, 0, 100, 0, TapeRow::Kind::Funding, core::Side::Buy, true}}};
    TapeCursor cursor{*rate_stream(whole_dollars(), rates), {0}};
    EXPECT_EQ(std::get<core::Mark>(cursor.happen().body).price, core::Price{100});
    EXPECT_EQ(std::get<core::Funding>(cursor.happen().body).rate.raw, 100);
    EXPECT_TRUE(cursor.status());

    MemoryTape trades{{trade(1, 2, 3)}};
    const TapeCursor refused{*rate_stream(whole_dollars(), trades), {0}};
    ASSERT_FALSE(refused.status());
    EXPECT_EQ(refused.status().error().code, Errc::NotRates);
}

TEST(TapeStream, TakesPricesFinerThanATickAsLongAsEachLiesOnOne) {
    MemoryTape good{{{8, 8, 1'050, 3, 0, TapeRow::Kind::Level, core::Side::Buy, true},
                     {8, 8, 1'049, 0, 0, TapeRow::Kind::Mark, core::Side::Buy, true}}};
    auto btc = whole_dollars();
    btc.tick = core::parse_money("0.5").value();
    NJ_CHECK(btc.prepare().has_value(), "half dollars");
    TapeCursor cursor{*tape_stream(btc, good), {0}};
    EXPECT_EQ(std::get<core::BookDelta>(cursor.happen().body).price, core::Price{21});
    EXPECT_EQ(std::get<core::Mark>(cursor.happen().body).price, core::Price{20}) << "rounded down";
    EXPECT_TRUE(cursor.status());

    MemoryTape bad{{trade(1, 2, 3), {8, 8, 1'051, 3, 0, TapeRow::Kind::Trade, {}, true}}};
    const TapeCursor refused{*tape_stream(btc, bad), {0}};
    ASSERT_FALSE(refused.status());
    EXPECT_EQ(refused.status().error().code, Errc::OffTick);
    EXPECT_NE(refused.status().error().text().find("10.51"), std::string::npos)
        << refused.status().error().text();
}

RC_GTEST_PROP(TapeCursor, EverythingHappensOnceInOrderAndBeforeItIsHeardOf, ()) {
    const auto gaps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 400));
    std::vector<TapeRow> rows;
    std::int64_t recv = core::days(1).ns;
    for (const auto gap : gaps) {
        recv += gap * 1'000'000;
        const auto latency = *rc::gen::inRange(-50, 1'900) * std::int64_t{1'000'000};
        rows.push_back(trade(recv - latency, recv, rows.size()));
    }
    MemoryTape tape{rows, *rc::gen::inRange<std::size_t>(1, 20)};
    const Life life{TapeCursor{{.source = &tape}, {0}}};
    RC_ASSERT(life.heard.size() == rows.size());
    RC_ASSERT(std::ranges::is_sorted(life.heard));
    RC_ASSERT(std::ranges::is_sorted(life.times));
    // Nothing takes longer than the window: the order is exactly that of the exchange's clock.
    auto expected = rows;
    std::ranges::sort(expected, {}, [](const TapeRow& row) {
        return std::pair{std::min(row.exch_ns, row.recv_ns), row.id};
    });
    RC_ASSERT(life.happened.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) RC_ASSERT(life.happened[i] == expected[i].id);
}

}  // namespace
}  // namespace nightjar::sim
