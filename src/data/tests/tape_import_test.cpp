#include "data/tape_import.hpp"

#include "data/errc.hpp"
#include "data/tests/tapes.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace nightjar::data {
namespace {

using core::Side;
using core::TapeRow;
using Kind = TapeRow::Kind;
using testing::Contains;
using testing::HasSubstr;

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t t0 = 1'700'000'000'000 * ms;

/// A line of a recording: received `at` ms after t0, by a clock that is 50 ms behind.
std::string line(std::int64_t at, std::string_view json) {
    return fmt::format("{} {}\n", t0 + at * ms, json);
}

std::string depth(std::int64_t at, int first, int last, std::string_view bids,
                  std::string_view asks) {
    return fmt::format(R"({{"e":"depthUpdate","E":{},"s":"ABC","U":{},"u":{},"b":[{}],"a":[{}]}})",
                       t0 / ms + at, first, last, bids, asks);
}

std::string trade(std::int64_t at, int id) {
    return fmt::format(
        R"({{"e":"trade","E":{0},"s":"ABC","t":{1},"p":"10.05","q":"2","T":{0},"m":true}})",
        t0 / ms + at, id);
}

constexpr std::string_view snapshot =
    R"({"lastUpdateId":105,"bids":[["10.0","1"]],"asks":[["10.1","2"]]})";

TapeRow row(std::int64_t exch, std::int64_t recv, TapeRow rest) {
    rest.exch_ns = t0 + exch * ms;
    rest.recv_ns = t0 + recv * ms;
    return rest;
}

TEST(TapeImport, JoinsChangesAndTheirSnapshotByTheVenuesRule) {
    TapeFolder folder;
    const auto import =
        folder.import_texts({line(0, depth(50, 90, 103, R"(["9.0","1"])", "")) +
                             line(10, depth(60, 104, 107, R"(["10.0","3"])", R"(["10.2","0.5"])")) +
                             line(20, snapshot) + line(30, trade(75, 7)) +
                             line(40, depth(90, 108, 109, "", R"(["10.1","0"])"))});
    ASSERT_TRUE(import) << import.error().text();
    const auto level = [](std::int64_t price, std::int64_t qty, std::uint64_t id, Side side,
                          bool last) {
        return TapeRow{
            .price = price, .qty = qty, .id = id, .kind = Kind::Level, .side = side, .last = last};
    };
    // At 10.05 and 0.5 the finest decimals are 2 and 1. The snapshot names no time: it has that of
    // the message before; the change that waited for it is known only with it.
    const Rows expected{
        row(60, 20, {.id = 105, .kind = Kind::Clear, .last = false}),
        row(60, 20, level(1000, 10, 105, Side::Buy, false)),
        row(60, 20, level(1010, 20, 105, Side::Sell, true)),
        row(60, 20, level(1000, 30, 107, Side::Buy, false)),
        row(60, 20, level(1020, 5, 107, Side::Sell, true)),
        row(75, 30, {.price = 1005, .qty = 20, .id = 7, .side = Side::Sell}),
        row(90, 40, level(1010, 0, 109, Side::Sell, true)),
    };
    EXPECT_EQ(folder.rows(), expected);
    EXPECT_THAT(import->notes, Contains(HasSubstr("2 of 3 changes applied after 1 snapshot, 1 "
                                                  "older than it, 0 gaps")));
    EXPECT_EQ(import->report.clock_behind, core::milliseconds(50));
    EXPECT_EQ(import->report.info.price_decimals, 2);
    EXPECT_EQ(import->report.info.qty_decimals, 1);
}

TEST(TapeImport, MarksAGapAndStartsAgainAtTheNextSnapshot) {
    TapeFolder folder;
    const auto import = folder.import_texts(
        {line(0, snapshot) + line(10, depth(60, 106, 107, R"(["10.0","3"])", "")) +
         line(20, depth(70, 110, 111, R"(["9.9","1"])", "")) +
         line(30, R"({"lastUpdateId":112,"bids":[["9.8","1"]],"asks":[["10.1","2"]]})") +
         line(40, depth(90, 112, 113, R"(["9.9","4"])", ""))});
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(import->report.gaps, 1U);
    EXPECT_EQ(import->report.lost, 2U);
    EXPECT_EQ(import->report.snapshots, 2U);
    EXPECT_EQ(import->report.book_messages, 2U);
    const auto rows = folder.rows();
    ASSERT_GT(rows.size(), 4U);
    EXPECT_EQ(rows[4].kind, Kind::Gap);
    EXPECT_EQ(rows[4].qty, 2);
    EXPECT_EQ(rows[5].kind, Kind::Clear);
}

TEST(TapeImport, MergesFilesByTimeWithASnapshotThatHasNone) {
    TapeFolder folder;
    const auto import = folder.import_texts(
        {"[" + depth(1000, 100, 104, R"(["9.5","1"])", "") + ",\n" +
             depth(2000, 105, 106, R"(["10.0","5"])", "") + "]",
         fmt::format("[{}, {}]", trade(500, 1), trade(1500, 2)), std::string{snapshot}});
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_FALSE(import->report.info.received);
    const auto rows = folder.rows();
    ASSERT_EQ(rows.size(), 6U);
    EXPECT_EQ(rows[0], row(500, 500, {.price = 1005, .qty = 2, .id = 1, .side = Side::Sell}));
    EXPECT_EQ(rows[1].id, 2U);
    EXPECT_EQ(rows[2], row(2000, 2000, {.id = 105, .kind = Kind::Clear, .last = false}));
    EXPECT_EQ(rows[5].qty, 5);
}

TEST(TapeImport, MakesQuotesOfBestPricesOnlyWhereThereIsNoBook) {
    constexpr std::string_view top = R"({"u":107,"s":"ABC","b":"10.0","B":"3","a":"10.1","A":"2"})";
    const auto alone = line(0, trade(50, 1)) + line(10, top);
    TapeFolder folder;
    ASSERT_TRUE(folder.import_texts({alone}));
    const auto rows = folder.rows();
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1], row(50, 10,
                           {.price = 1000,
                            .qty = 3,
                            .id = 107,
                            .kind = Kind::Quote,
                            .side = Side::Buy,
                            .last = false}));
    EXPECT_EQ(
        rows[2],
        row(50, 10, {.price = 1010, .qty = 2, .id = 107, .kind = Kind::Quote, .side = Side::Sell}));

    const auto book = line(20, snapshot) + line(30, depth(80, 106, 107, R"(["10.0","3"])", "")) +
                      line(40, depth(90, 108, 108, R"(["10.0","4"])", ""));
    const auto import = folder.import_texts({alone + book});
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(import->report.quotes, 0U);
    EXPECT_EQ(import->report.tops_compared, 2U);
    EXPECT_EQ(import->report.tops_different, 1U);  // nothing told of update 108
}

TEST(TapeImport, LeavesOutABestPriceThatNobodyOffers) {
    TapeFolder folder;
    const auto import = folder.import_texts(
        {line(0, trade(50, 1)) +
         line(10, R"({"u":107,"s":"ABC","b":"0.00000000","B":"0.00000000","a":"10.1","A":"2"})")});
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(folder.rows().size(), 1U);
    EXPECT_THAT(import->notes, Contains("1 messages that a tape does not hold"));
}

TEST(TapeImport, ReadsTradesOfAnArchiveWithAndWithoutHeaderInMsAndUs) {
    const Rows expected{row(0, 0, {.price = 105, .qty = 2, .id = 7, .side = Side::Buy}),
                        row(1, 1, {.price = 120, .qty = 30, .id = 8, .side = Side::Sell})};
    for (const std::string text :
         {"7,1.05000000,0.2,0.21,1700000000000,False,True\n"
          "8,1.20000000,3.0,3.60,1700000000001000,True,True\n",
          "7,1.05,0.2,100,101,1700000000000,False\n8,1.2,3,102,102,1700000000001,True\n",
          "id,price,qty,quote_qty,time,is_buyer_maker\n"
          "7,1.05,0.2,0.21,1700000000000,false\n8,1.2,3,3.6,1700000000001,true\n",
          "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
          "7,1.05,0.2,100,101,1700000000000,false\n8,1.2,3,102,102,1700000000001,true\n",
          "time_seconds;price;size;side;trade_id\n"
          "1700000000;1.05;0.2;buy;7\n1700000000.001;1.2;3;Sell;8\n"}) {
        TapeFolder folder;
        const auto import = folder.import_texts({text});
        ASSERT_TRUE(import) << import.error().text();
        EXPECT_EQ(folder.rows(), expected) << text;
    }
}

TEST(TapeImport, ReadsBestPricesInColumnsOfTheirOwnAndJoined) {
    const Rows expected{
        row(1, 1, {.price = 105, .qty = 2, .kind = Kind::Quote, .last = false}),
        row(1, 1, {.price = 110, .qty = 15, .kind = Kind::Quote, .side = Side::Sell})};
    for (const std::string text :
         {"time_seconds,bid_price_bid_size,ask_price_ask_size\n1700000000.001,1.05_0.2,1.1_1.5\n",
          "time,bid_price,bid_qty,ask_price,ask_qty\n1700000000001,1.05,0.2,1.10,1.5\n"}) {
        TapeFolder folder;
        ASSERT_TRUE(folder.import_texts({text}));
        EXPECT_EQ(folder.rows(), expected) << text;
    }
}

TEST(TapeImport, ReadsEventsAsTheMessagesThatTheyCameFrom) {
    TapeFolder folder;
    const std::string events =
        "local_ts_ns,exch_ts_ms,ev,first_id,last_id,side,price,qty\n"
        "1700000000000000000,1700000000050,S,105,105,b,10.0,1\n"
        "1700000000000000000,1700000000050,S,105,105,a,10.1,2\n"
        "1700000000010000000,1700000000060,D,104,107,b,10.0,3\n"
        "1700000000010000000,1700000000060,D,104,107,a,10.2,0.5\n"
        "1700000000010000000,1700000000060,B,107,107,b,10.0,3\n"
        "1700000000010000000,1700000000060,B,107,107,a,10.1,2\n"
        "1700000000020000000,1700000000070,T,7,7,s,10.05,2\n";
    const auto import = folder.import_texts({events});
    ASSERT_TRUE(import) << import.error().text();
    const auto rows = folder.rows();
    ASSERT_EQ(rows.size(), 6U);
    EXPECT_TRUE(rows[2].last);
    EXPECT_FALSE(rows[3].last);
    EXPECT_TRUE(rows[4].last);
    EXPECT_EQ(rows[5], row(70, 20, {.price = 1005, .qty = 20, .id = 7, .side = Side::Sell}));
    EXPECT_EQ(import->report.tops_compared, 1U);
    EXPECT_EQ(import->report.tops_different, 0U);
    EXPECT_THAT(import->notes, Contains(HasSubstr("does not say whether messages are missing")));
}

TEST(TapeImport, LiftsATimeOfReceiptThatGoesBackAndSaysSo) {
    TapeFolder folder;
    const auto import =
        folder.import_texts({line(10, trade(1, 1)) + line(5, trade(2, 2)) + line(20, trade(3, 3))});
    ASSERT_TRUE(import);
    EXPECT_EQ(folder.rows()[1].recv_ns, t0 + 10 * ms);
    EXPECT_THAT(import->notes, Contains(HasSubstr("went back 1 times, by 5ms")));
}

TEST(TapeImport, NamesFileLineFieldAndValueOfWhatIsBroken) {
    const auto good = line(0, trade(0, 1));
    constexpr std::string_view csv = "time,price,qty,is_buyer_maker\n1700000000000,1,1,true\n";
    const auto events = [](std::string_view more) {
        return fmt::format("local_ts_ns,exch_ts_ms,ev,first_id,last_id,side,price,qty\n{}", more);
    };
    struct Case {
        std::string text;
        std::string_view error;
    };
    for (const auto& [text, error] : {
             Case{good + "x\n", "a:2: time of receipt: x: no time"},
             Case{good + line(1, "{}{"), "a:2: no JSON"},
             Case{good + line(1, R"({"e":"trade","T":1})"), "a:2: t: not there"},
             Case{good + line(1, R"({"e":"trade","T":1,"t":2,"p":"-1","q":"1","m":true})"),
                  "a:2: p: -1: a price is above 0"},
             Case{good + line(1, R"({"e":"trade","s":"XYZ","T":1,"t":2,"p":"1","q":"1","m":true})"),
                  "a:2: symbol: XYZ: the recording began with ABC"},
             Case{good +
                      line(1, R"({"e":"trade","T":5000000000000,"t":2,"p":"1","q":"1","m":true})"),
                  "a:2: time: 2128-06-11T08:53:20Z: not between 1970 and 2100"},
             Case{"[" + trade(0, 1) + ",\n" + trade(1, 2), "a:2: the list does not end"},
             Case{"[" + trade(0, 1) + ", 5]", "a:1: no JSON"},
             Case{R"([{"result":null}])", "a: no trades, no best prices"},
             Case{depth(0, 1, 2, "", ""), "a: no trades, no best prices"},
             Case{fmt::format("{}x,1,1,true\n", csv), "a:3: time: x: no time"},
             Case{fmt::format("{}1700000000000,1.x,1,true\n", csv), "a:3: price: 1.x: not a"},
             Case{fmt::format("{}1700000000000,0,1,true\n", csv), "a:3: price: 0: not above 0"},
             Case{fmt::format("{}1700000000000,1,1,perhaps\n", csv), "a:3: is_buyer_maker: perh"},
             Case{fmt::format("{}1700000000000,1,1\n", csv), "a:3: 3 fields, not 4"},
             Case{events("1,1,X,1,1,b,1,1\n"), "a:2: ev: X: none of S, D, B, T"},
             Case{events("1,1,T,1,1,a,1,1\n"), "a:2: side: a: neither b nor s"},
             Case{events("1,1,D,-1,1,a,1,1\n"), "a:2: first_id: -1: not a whole number"},
             Case{events("1,1,B,1,1,b,1,1\n"), "a:2: ev: B: not followed by the other side"},
             Case{"open,high,low\n1,2,3\n", "a: neither messages nor trades"},
             Case{"", "a: neither messages nor trades"},
         }) {
        TapeFolder folder;
        EXPECT_THAT(folder.error_of({text}), testing::StartsWith(error)) << text;
    }
}

TEST(TapeImport, RefusesNumbersThatDoNotFitTogether) {
    TapeFolder folder;
    EXPECT_THAT(folder.error_of({"time,price,qty,side\n1700000000000,0.000000000001,1,buy\n"
                                 "1700000000000,123456789012,1,buy\n"}),
                HasSubstr("a:3: price: 123456789012: too large for the 12 decimals"));
}

TEST(TapeImport, RefusesFilesWithAndWithoutTimesOfReceiptTogether) {
    TapeFolder folder;
    EXPECT_THAT(folder.error_of({line(0, trade(0, 1)), trade(5, 2)}),
                HasSubstr("b:1: time of receipt: here, but not everywhere"));
}

TEST(TapeImport, TakesTheVenuesMessageOutOfALibrarysOwn) {
    TapeFolder folder;
    ASSERT_TRUE(folder.import_texts(
        {R"([{"info":{"a":7,"p":"1.5","q":"2","f":1,"l":1,"T":1700000000000,"m":true},"x":{}}])"}));
    EXPECT_EQ(folder.rows(), Rows{row(0, 0, {.price = 15, .qty = 2, .id = 7, .side = Side::Sell})});
}

}  // namespace
}  // namespace nightjar::data
