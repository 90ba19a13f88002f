/// What a backtest takes for granted, and what that is worth: the program from outside.

#include "app/tests/fixtures.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

namespace nightjar::app {
namespace {

using tests::Program;
using Json = nlohmann::json;

/// A hundred minutes up, from 100 to 201.
std::string rising_bars() {
    std::string text = "timestamp,open,high,low,close,volume\n";
    for (int i = 0; i < 100; ++i)
        text += fmt::format("{},{},{},{},{},5\n", 1'600'000'000 + 60 * i, 100 + i, 102 + i, 99 + i,
                            101 + i);
    return text;
}

struct Market {
    std::string currency{"USDT"};
    std::string venue{};
    std::string instrument{"base = \"BTC\"\nquote = \"USDT\"\ntick = \"0.01\""};
    std::string qty{"1"};
};

struct Assumptions : ::testing::Test {
    Program nightjar;

    [[nodiscard]] std::string call(const Market& market, const std::string& more) const {
        std::ofstream{nightjar.file("bars.csv")} << rising_bars();
        std::ofstream{nightjar.file("test.toml")} << fmt::format(
            "currency = \"{}\"\n"
            "[[venues]]\nname = \"sim\"\ncash = \"1000\"\n{}\n"
            "[[instruments]]\nvenue = \"sim\"\nsymbol = \"X\"\ndata = \"bars.csv\"\n{}\n"
            "[[strategies]]\nname = \"up\"\nkind = \"sma_cross\"\ninstruments = [\"sim:X\"]\n"
            "cash = \"1000\"\n[strategies.params]\nfast = 2\nslow = 5\n"
            "[[strategies.sizers]]\nkind = \"fixed\"\nqty = \"{}\"\n"
            "[risk]\noff = [\"collar\", \"position\", \"asset\", \"venue\", \"gross\", "
            "\"fat_finger\"]\n",
            market.currency, market.venue, market.instrument, market.qty);
        return fmt::format("backtest {} --data-root {} {}", nightjar.file("test.toml").string(),
                           nightjar.file("").string(), more);
    }
    [[nodiscard]] Json run(const Market& market, const std::string& more = "--json") const {
        const auto answer = nightjar(call(market, more) + " 2>&1");
        EXPECT_EQ(answer.code, 0) << answer.out;
        return Json::parse(answer.out);
    }
};

TEST_F(Assumptions, EachIsChangedByItselfAndTheSessionStaysWhatItWas) {
    const Market market{.venue = "taker_bps = 10\nslippage_bps = 100"};
    const auto plain = run(market);
    EXPECT_FALSE(plain.contains("what_if")) << "a program that asks for JSON must ask for it";
    const auto told = run(market, "--json --what-if");
    EXPECT_EQ(told["journal_sha256"], plain["journal_sha256"]);
    std::map<std::string, double> net;
    for (const auto& row : told["what_if"]) net[row["change"]] = row["net_pnl"].get<double>();
    EXPECT_DOUBLE_EQ(net.at(""), plain["summary"]["net_pnl"].get<double>());
    // Bought at 105: a slip of 1 % is 1.05, and the fee 10 bp of what was paid.
    EXPECT_NEAR(net.at("takers do not slip") - net.at(""), 1.05 * 1.001, 0.01);
    EXPECT_NEAR(net.at("no fees") - net.at(""), 0.106, 0.001);
    EXPECT_EQ(net.count("no funding"), 0U) << "spot pays none";
    EXPECT_EQ(net.count("resting orders fill at the first touch"), 1U);
    for (const auto& entry : std::filesystem::recursive_directory_iterator{nightjar.file("data")})
        EXPECT_NE(entry.path().filename(), "what-if") << "nothing is left of the other runs";
}

TEST_F(Assumptions, TheTableIsThereAgainInTheSessionsReport) {
    const auto answer = nightjar(call({}, ""));
    ASSERT_EQ(answer.code, 0);
    EXPECT_NE(answer.out.find("what the assumptions are worth"), std::string::npos) << answer.out;
    EXPECT_NE(nightjar("report last").out.find("no fees"), std::string::npos);
    EXPECT_EQ(nightjar(call({}, "--no-what-if")).out.find("no fees"), std::string::npos);
}

TEST_F(Assumptions, AnInversePerpetualEarnsInCoins) {
    const auto told = run({.currency = "BTC",
                           .venue = "taker_bps = 0\nslippage_bps = 0\nfunding_bps = 0",
                           .instrument = "base = \"BTC\"\nquote = \"USD\"\n"
                                         "kind = \"inverse_perpetual\"\ncontract = \"100\"",
                           .qty = "1000"});
    ASSERT_EQ(told["fills"].size(), 1U) << told.dump(1);
    EXPECT_EQ(told["fills"][0]["price"], "105");
    // 1,000 USD, bought at 105 and worth 200 at the end.
    EXPECT_NEAR(told["summary"]["net_pnl"].get<double>(), 1'000.0 / 105 - 1'000.0 / 200, 1e-9);
}

TEST_F(Assumptions, AnInstrumentThatIsNotSettledInTheSessionsCurrencyIsRefused) {
    const auto answer = nightjar(call(
        {.instrument = "base = \"BTC\"\nquote = \"USD\"\nkind = \"inverse_perpetual\""}, "2>&1"));
    EXPECT_EQ(answer.code, 2);
    EXPECT_NE(answer.out.find("settled in BTC"), std::string::npos) << answer.out;
}

TEST_F(Assumptions, RecordedFundingIsPaidBesideBarsAndNothingIsAssumedThen) {
    std::ofstream{nightjar.file("rates.csv")}
        << "calc_time,funding_interval_hours,last_funding_rate\n1600002000000,8,0.01\n";
    ASSERT_EQ(nightjar("data import --name rates " + nightjar.file("rates.csv").string()).code, 0);
    const std::string perpetual =
        "base = \"BTC\"\nquote = \"USDT\"\ntick = \"0.01\"\nkind = \"linear_perpetual\"\n";
    const auto told =
        run({.venue = "funding_bps = 100", .instrument = perpetual + "funding = \"rates\""},
            "--json --what-if");
    // At 13:00 the position of 1 is worth the close of the last bar, 133.
    EXPECT_NEAR(told["summary"]["funding"].get<double>(), -1.33, 1e-9);
    EXPECT_NE(told["assumptions"].dump().find("rates of rates"), std::string::npos);
    EXPECT_NE(told["what_if"].dump().find("no funding"), std::string::npos);
    const auto absent = nightjar(call({.instrument = perpetual + "funding = \"absent\""}, "2>&1"));
    EXPECT_EQ(absent.code, 1);
    EXPECT_NE(absent.out.find("absent"), std::string::npos) << absent.out;
}

TEST_F(Assumptions, MeasuredLatenciesAreNamedInTheReport) {
    std::ofstream{nightjar.file("latency.csv")} << "order_ms,report_ms\n1,2\n3,4\n5,60\n";
    const auto told = run({.venue = "latencies = \"latency.csv\""});
    EXPECT_NE(told["assumptions"].dump().find("3.000 ms in the middle"), std::string::npos)
        << told["assumptions"].dump(1);
    const auto missing = nightjar(call({.venue = "latencies = \"absent.csv\""}, "2>&1"));
    EXPECT_EQ(missing.code, 1);
    EXPECT_NE(missing.out.find("absent.csv"), std::string::npos) << missing.out;
}

}  // namespace
}  // namespace nightjar::app
