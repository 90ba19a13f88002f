/// A live venue onto tapes, from outside.

#include "app/tests/served.hpp"

#include <fmt/format.h>

namespace nightjar::app {
namespace {

using Json = nlohmann::json;
using tests::Program;
using tests::Served;

struct Wish {
    const char* venue;  ///< as it is served
    const char* protocol;
    const char* symbol;
};

class Record : public ::testing::TestWithParam<Wish> {};

INSTANTIATE_TEST_SUITE_P(Venues, Record,
                         ::testing::Values(Wish{"binance", "binance", "BTCUSDT"},
                                           Wish{"binanceusdm", "binanceusdm", "ETHUSDT"},
                                           Wish{"okx", "okxswap", "BTC-USDT-SWAP"},
                                           Wish{"bybit", "bybitlinear", "BTCUSDT"},
                                           Wish{"kraken", "kraken", "BTC/USD"},
                                           Wish{"coinbase", "coinbase", "ETH-USD"}));

TEST_P(Record, WritesATapeThatIsWholeAndPlaysAgain) {
    const auto& wish = GetParam();
    const Program nightjar;
    const Served exchange{{"--listen", std::string{wish.venue} + "=0", "--seed", "7"}};
    const auto line = exchange.line();
    const auto recorded = nightjar(fmt::format(
        "data record {} --venue {} --rest {} --market {} --name heard --for 6s --json 2>&1",
        wish.symbol, wish.protocol, line["http"].get<std::string>(),
        line["ws"].get<std::string>()));
    ASSERT_EQ(recorded.code, 0) << recorded.out;
    const auto check = nightjar("data check heard --json 2>&1");
    ASSERT_EQ(check.code, 0) << check.out;
    const auto report = Json::parse(check.out);
    EXPECT_GT(report["trades"], 0) << check.out;
    EXPECT_GT(report["book_messages"], 5) << check.out;
    EXPECT_EQ(report["snapshots"], 1) << check.out;
    EXPECT_EQ(report["gaps"], 0) << check.out;
    EXPECT_EQ(report["crossed"], 0) << check.out;
    const std::string_view venue{wish.venue};
    if (venue.starts_with("binance") || venue == "okx") {  // others number all markets as one
        EXPECT_EQ(report["missing_trade_ids"], 0) << check.out;
    }
    EXPECT_EQ(report["disorder"], 0) << check.out;
    EXPECT_TRUE(report["received"]) << check.out;
}

TEST(RecordOf, AVenueThatSaysNothingLeavesNoTape) {
    const Program nightjar;
    const auto deaf = nightjar(
        "data record BTCUSDT --venue binance --rest http://127.0.0.1:9 --market ws://127.0.0.1:9 "
        "--for 1s 2>&1");
    EXPECT_NE(deaf.code, 0) << deaf.out;
    EXPECT_NE(deaf.out.find("127.0.0.1:9"), std::string::npos) << deaf.out;
    EXPECT_EQ(Json::parse(nightjar("data list --json").out), Json::array());
}

TEST(RecordOf, AProxyThatIsNoneIsNamed) {
    const Program nightjar;
    const auto refused =
        tests::shell("HTTPS_PROXY=socks5://proxy.example " +
                     nightjar.command("data record BTCUSDT --venue binance --for 1s 2>&1"));
    EXPECT_NE(refused.code, 0) << refused.out;
    EXPECT_NE(refused.out.find("HTTPS_PROXY"), std::string::npos) << refused.out;
}

TEST(RecordOf, ALongRecordingComesInPartsThatEachBeginWithABook) {
    const Program nightjar;
    const Served exchange{{"--listen", "binance=0", "--seed", "7"}};
    const auto line = exchange.line();
    const auto recorded = nightjar(fmt::format(
        "data record BTCUSDT --venue binance --rest {} --market {} --every 2s --for 7s --json 2>&1",
        line["http"].get<std::string>(), line["ws"].get<std::string>()));
    ASSERT_EQ(recorded.code, 0) << recorded.out;
    const auto tapes = Json::parse(nightjar("data list --json").out);
    ASSERT_GE(tapes.size(), 3U) << recorded.out;
    for (const auto& tape : tapes) {
        const auto report =
            Json::parse(nightjar("data check " + tape["name"].get<std::string>() + " --json").out);
        EXPECT_EQ(report["snapshots"], 1) << report;
        EXPECT_EQ(report["crossed"], 0) << report;
    }
}

}  // namespace
}  // namespace nightjar::app
