/// Funding rates and mark prices of archives become rows of a tape.

#include "data/errc.hpp"
#include "data/tests/tapes.hpp"

#include <gmock/gmock.h>

namespace nightjar::data {
namespace {

using core::TapeRow;
using testing::Contains;
using testing::HasSubstr;

constexpr std::int64_t ms = core::milliseconds(1).ns;

const std::string archive =
    "calc_time,funding_interval_hours,last_funding_rate\n"
    "1719792000000,8,0.00009185\n"
    "1719820800004,8,-0.00010000\n";
const std::string klines =
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
    "taker_buy_quote_volume,ignore\n";

TEST(Funding, OfTheArchiveIsARowForEachSettlement) {
    TapeFolder folder;
    const auto import = folder.import_texts({archive});
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(import->report.fundings, 2U);
    const auto rows = folder.rows();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0], (TapeRow{.exch_ns = 1'719'792'000'000 * ms,
                                .recv_ns = 1'719'792'000'000 * ms,
                                .qty = 91'850'000,
                                .kind = TapeRow::Kind::Funding}));
    EXPECT_EQ(rows[1].exch_ns, 1'719'820'800'004 * ms);
    EXPECT_EQ(rows[1].qty, -100'000'000);
}

TEST(Funding, WithAMarkPriceTellsTheMarkFirst) {
    TapeFolder folder;
    const auto import = folder.import_texts(
        {"source,symbol,timestamp_ms,timestamp_utc,funding_rate,mark_price\n"
         "x,BTCUSDT,1720569600000,2024-07-10 00:00:00,9.225e-05,58026.14114894\n"
         "x,BTCUSDT,1720598400000,2024-07-10 08:00:00,0,\n"});
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_THAT(import->notes, Contains("market: BTCUSDT"));
    const auto rows = folder.rows();
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].kind, TapeRow::Kind::Mark);
    EXPECT_EQ(rows[0].price, 5'802'614'114'894);
    EXPECT_FALSE(rows[0].last);
    EXPECT_EQ(rows[1].kind, TapeRow::Kind::Funding);
    EXPECT_EQ(rows[1].qty, 92'250'000);
    EXPECT_EQ(rows[2].kind, TapeRow::Kind::Funding);
}

TEST(Funding, OfTwoMarketsDoesNotMix) {
    TapeFolder folder;
    const std::string head = "symbol,fundingTime,fundingRate\n";
    EXPECT_THAT(folder.error_of({head + "BTCUSDT,1720569600000,0.0001\n",
                                 head + "ETHUSDT,1720569600000,0.0001\n"}),
                HasSubstr("a tape holds one market"));
}

TEST(Funding, ThatCannotBeReadIsNamed) {
    TapeFolder folder;
    EXPECT_THAT(folder.error_of({archive + "1719849600000,8,many\n"}),
                HasSubstr("a:4: last_funding_rate: many: not a number"));
    EXPECT_THAT(folder.error_of({archive + "1719849600000,8,0.0000000000001\n"}),
                HasSubstr("a:4: funding rate: 0.0000000000001: more than 12 decimals"));
    EXPECT_THAT(folder.error_of({archive + "1719849600000,8\n"}),
                HasSubstr("a:4: 2 fields, not 3"));
}

TEST(MarkKlines, TellEachCloseAtItsTime) {
    const std::string row = "1719788400000,1.1,1.2,1.0,1.15,0,1719791999999,0,3600,0,0,0\n";
    for (const auto& text : {klines + row, row}) {
        TapeFolder folder;
        const auto import = folder.import_texts({text});
        ASSERT_TRUE(import) << import.error().text();
        EXPECT_EQ(import->report.marks, 1U);
        const auto rows = folder.rows();
        ASSERT_EQ(rows.size(), 1U);
        EXPECT_EQ(rows[0].kind, TapeRow::Kind::Mark);
        EXPECT_EQ(rows[0].exch_ns, 1'719'791'999'999 * ms);
        EXPECT_EQ(rows[0].price, 115);
    }
}

TEST(MarkKlines, AndFundingBecomeOneTape) {
    TapeFolder folder;
    const auto import = folder.import_texts(
        {archive, klines + "1719788400000,1.1,1.2,1.0,1.15,0,1719791999999,0,3600,0,0,0\n"});
    ASSERT_TRUE(import) << import.error().text();
    const auto rows = folder.rows();
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].kind, TapeRow::Kind::Mark);
    EXPECT_EQ(rows[1].kind, TapeRow::Kind::Funding);
}

TEST(MarkKlines, AreNoKlinesOfAMarketThatStoodStill) {
    const store::Scratch scratch;
    store::write_file(scratch / "a", klines + "1719788400000,1,1,1,1,0,1719791999999,0,0,0,0,0\n");
    EXPECT_FALSE(*is_recording(scratch / "a"));
}

TEST(MarkKlines, OfAnIndexAreRefused) {
    const store::Scratch scratch;
    const auto file = scratch / "indexPriceKlines/BTCUSDT-1h-2024-07.csv";
    std::filesystem::create_directories(file.parent_path());
    store::write_file(file, klines + "1719788400000,1,1,1,1,0,1719791999999,0,3600,0,0,0\n");
    const auto found = is_recording(file);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::MixedContent);
}

}  // namespace
}  // namespace nightjar::data
