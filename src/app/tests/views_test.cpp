/// orders, fills, positions, balances, decisions: the tables of a session, from outside.

#include "app/table_text.hpp"
#include "app/tests/fixtures.hpp"
#include "backtest/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace nightjar::app {
namespace {

using store::ViewKind;
using tests::Program;
using Json = nlohmann::json;

class ViewsTest : public ::testing::Test {
public:
    /// A backtest that trades often; what it reports is kept.
    ViewsTest() {
        std::ofstream bars{nightjar.file("bars.csv")};
        bars << "timestamp,open,high,low,close,volume\n";
        for (int i = 0; i < 400; ++i) {
            const int price = 1'000 + (i * i * 7) % 13 * 5 + (i / 10) % 2 * 40;
            bars << 1'600'000'000 + 60 * i << ',' << price << ',' << price + 1 << ',' << price - 1
                 << ',' << price << ",5\n";
        }
        bars.close();
        report = Json::parse(nightjar("backtest --data " + nightjar.file("bars.csv").string() +
                                      " --strategy sma_cross --set fast=2 --set slow=5 --json")
                                 .out);
    }
    [[nodiscard]] Json json(const std::string& arguments) const {
        return Json::parse(nightjar(arguments + " --json").out);
    }
    [[nodiscard]] std::filesystem::path session() const {
        return nightjar.file("data") / "sessions" / report["session"].get<std::string>();
    }

    Program nightjar;
    Json report;
};

TEST_F(ViewsTest, FillsAreThoseOfTheReport) {
    auto fills = json("fills last");
    for (auto& fill : fills) fill.erase("trade_id");
    ASSERT_GT(fills.size(), 50U);
    EXPECT_EQ(fills, report["fills"]);
    EXPECT_EQ(json("orders").size(), report["summary"]["orders"]);
    EXPECT_EQ(json("orders")[0]["average_price"], report["fills"][0]["price"]);
}

TEST_F(ViewsTest, TheFileIsMadeAgainWhereItIsMissingOrBroken) {
    const auto before = nightjar("fills --csv").out;
    const auto file = session() / "views.sqlite";
    ASSERT_TRUE(std::filesystem::remove(file));
    EXPECT_EQ(nightjar("fills --csv").out, before);
    std::ofstream{file} << "nonsense";
    EXPECT_EQ(nightjar("fills --csv 2>&1").out, before);
}

TEST_F(ViewsTest, TheTerminalShowsTheNewestFiftyAndSaysSo) {
    const auto text = nightjar("fills").out;
    EXPECT_EQ(std::ranges::count(text, '\n'), 52) << "a heading, the rows and the note";
    EXPECT_NE(text.find("the newest 50 of " + std::to_string(report["fills"].size())),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("2020-09-13T"), std::string::npos) << "times as people read them";
    EXPECT_EQ(json("fills --last 3").size(), 3U);
    EXPECT_EQ(json("fills --last 3")[2]["time_ns"], report["fills"].back()["time_ns"]);
}

TEST_F(ViewsTest, CsvHasAHeaderAndAllRows) {
    const auto text = nightjar("fills --csv").out;
    EXPECT_TRUE(text.starts_with("time_ns,venue,instrument,side,price,qty,")) << text;
    EXPECT_EQ(std::ranges::count(text, '\n'),
              static_cast<std::ptrdiff_t>(report["fills"].size()) + 1);
}

TEST_F(ViewsTest, PositionsAreWhatTheFillsLeave) {
    std::int64_t held = 0;
    for (const auto& fill : report["fills"]) held += fill["side"] == "buy" ? 1 : -1;
    const auto positions = json("positions");
    ASSERT_EQ(positions.size(), 1U);
    EXPECT_EQ(positions[0]["qty"], std::to_string(held));
    EXPECT_EQ(positions[0]["strategy"], "sma_cross");
}

TEST_F(ViewsTest, WrongCallsNameTheNearest) {
    const auto strategy = nightjar("fills --strategy sma_crss 2>&1");
    EXPECT_EQ(strategy.code, 2);
    EXPECT_NE(strategy.out.find("did you mean \"sma_cross\""), std::string::npos) << strategy.out;
    const auto instrument = nightjar("decisions --instrument BTCUSD 2>&1");
    EXPECT_EQ(instrument.code, 2);
    EXPECT_NE(instrument.out.find("did you mean \"BTCUSDT\""), std::string::npos);
    const auto session = nightjar("orders nowhere 2>&1");
    EXPECT_EQ(session.code, 2);
    EXPECT_NE(session.out.find("\"nowhere\""), std::string::npos) << session.out;
    EXPECT_EQ(nightjar("orders --csv --json 2>&1").code, 2);
    EXPECT_EQ(nightjar("orders --last 0 2>&1").code, 2);
    EXPECT_NE(nightjar("balances --help").out.find("example: nightjar balances"),
              std::string::npos);
    EXPECT_NE(nightjar("balances").out.find("no balances"), std::string::npos);
    EXPECT_EQ(json("balances"), Json::array());
}

TEST(Views, PositionsAreTheEnginesToTheLastUnit) {
    const store::Scratch scratch;
    const auto bars = backtest::tests::walk(2'000, 3);
    auto registries = backtest::tests::builtins();
    auto made =
        backtest::Backtest::make(backtest::tests::settings(bars, scratch / "ledger"), registries);
    ASSERT_TRUE(made) << made.error().text();
    (*made)->run([](std::uint64_t, std::uint64_t) {});
    ASSERT_TRUE((*made)->finish());
    const auto& engine = (*made)->engine();
    const auto views = *store::Views::open(scratch / "ledger", scratch / "views.sqlite");
    EXPECT_GT(views.table("crosses")->matching, 0U);
    EXPECT_GT(views.table("fills")->matching, 0U);
    const auto positions = *views.table("positions");
    ASSERT_GE(positions.rows.size(), 2U);
    const auto& instrument = engine.catalog()[{0}];
    for (const auto& row : positions.rows) {
        const auto owner = *row[0] == "trend"  ? core::StrategyId{0}
                           : *row[0] == "fade" ? core::StrategyId{1}
                                               : core::house;
        const auto& position = engine.books().strategy(owner).account.position({0});
        EXPECT_EQ(*row[3], core::format_qty(position.qty, instrument)) << *row[0];
        EXPECT_EQ(*row[4], to_string(position.basis)) << *row[0];
        EXPECT_EQ(*row[5], to_string(position.realized)) << *row[0];
    }
}

TEST(TableText, QuotesWhatCsvMustQuote) {
    const store::ViewRows rows{{{"name", ViewKind::Text}, {"yes, or no", ViewKind::Flag}},
                               {{"plain", "1"},
                                {"a,b", "0"},
                                {"say \"it\"", std::nullopt},
                                {"two\nlines", "1"},
                                {std::nullopt, "0"}},
                               5};
    EXPECT_EQ(to_csv(rows),
              "name,\"yes, or no\"\r\nplain,true\r\n\"a,b\",false\r\n\"say \"\"it\"\"\",\r\n"
              "\"two\nlines\",true\r\n,false\r\n");
}

TEST(TableText, AlignsColumnsAndLeavesEmptyOnesOut) {
    const store::ViewRows rows{
        {{"time_ns", ViewKind::Time},
         {"empty", ViewKind::Text},
         {"qty", ViewKind::Decimal},
         {"name", ViewKind::Text}},
        {{"0", std::nullopt, "1.5", "é"}, {"1000000000", std::nullopt, "-12.25", "long"}},
        2};
    EXPECT_EQ(to_text(rows),
              "time                     qty  name\n"
              "1970-01-01T00:00:00Z     1.5  é\n"
              "1970-01-01T00:00:01Z  -12.25  long\n");
}

TEST(TableText, JsonKeepsDecimalsExact) {
    const store::ViewRows rows{{{"qty", ViewKind::Decimal},
                                {"id", ViewKind::Integer},
                                {"exposure", ViewKind::Real},
                                {"votes", ViewKind::Json}},
                               {{"0.10000000000000000001", "1099511627778", "0.1", "[{\"a\":1}]"},
                                {std::nullopt, std::nullopt, std::nullopt, "broken"}},
                               2};
    EXPECT_EQ(Json::parse(to_json(rows)),
              Json::parse(R"([{"qty":"0.10000000000000000001","id":1099511627778,"exposure":0.1,
                               "votes":[{"a":1}]},
                              {"qty":null,"id":null,"exposure":null,"votes":null}])"));
}

}  // namespace
}  // namespace nightjar::app
