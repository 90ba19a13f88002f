/// Sessions at venues over their protocols, from outside: what is asked before, what is refused,
/// and that no secret is written down.

#include "app/tests/okx_session.hpp"

#include <set>

namespace nightjar::app {
namespace {

using Json = nlohmann::json;
using tests::ask;
using tests::key_id;
using tests::key_phrase;
using tests::key_secret;
using tests::OkxSession;
using tests::read;

TEST(Doctor, SaysWhatAVenueSaysOfKeyClockRulesFeesAndAccount) {
    const OkxSession session;
    const auto answer = session("--json doctor " + session.config());
    ASSERT_EQ(answer.code, 0) << answer.out;
    const auto json = Json::parse(answer.out).at(0);
    EXPECT_EQ(json["trade"], "yes");
    EXPECT_LT(std::abs(json["clock_ahead_ms"].get<int>()), 1'000);
    EXPECT_EQ(json["instruments"].at(0)["symbol"], "BTC-USDT-SWAP");
    EXPECT_EQ(json["instruments"].at(0)["tick"], "0.1");
    EXPECT_EQ(json["balances"]["USDT"], "100000");
    EXPECT_EQ(json["open_orders"], 0);
    EXPECT_EQ(json["fees"].size(), 1U);
    const auto words = session("doctor --config " + session.config());
    EXPECT_EQ(words.code, 0);
    EXPECT_NE(words.out.find("the key may trade: yes"), std::string::npos) << words.out;
}

TEST(Doctor, SaysWhatStandsInTheWayOfEachVenue) {
    OkxSession session;
    session.configure("http://127.0.0.1:1");
    const auto elsewhere = session("doctor " + session.config());
    EXPECT_EQ(elsewhere.code, 1);
    EXPECT_NE(elsewhere.out.find("in the way: key mine"), std::string::npos) << elsewhere.out;
    EXPECT_NE(elsewhere.out.find("1 thing stands in the way"), std::string::npos);
}

TEST(VenueSession, OfRealMoneyIsRefusedInWords) {
    OkxSession session;
    std::ofstream{session.config(), std::ios::trunc} << R"(currency = "USDT"
[[venues]]
name = "okx"
protocol = "okx"
environment = "production"
key = "mine"
[[instruments]]
venue = "okx"
symbol = "BTC-USDT"
[[strategies]]
name = "s"
kind = "ensemble"
instruments = ["okx:BTC-USDT"]
  [[strategies.signals]]
  kind = "rsi"
  [[strategies.sizers]]
  kind = "fixed"
  qty = 1
)";
    const auto refused = session("run " + session.config());
    EXPECT_EQ(refused.code, 2) << refused.out;
    EXPECT_NE(refused.out.find("real money is refused"), std::string::npos) << refused.out;
    EXPECT_FALSE(std::filesystem::exists(session.program.file("data") / "sessions"));
}

TEST(VenueSession, TradesAtAnotherServerAgreesWithItAndWritesNoSecretDown) {
    OkxSession session;
    const auto child =
        session.program.start("run " + session.config(),
                              "CREDENTIALS_DIRECTORY=" + session.program.file("given").string());
    const auto status = session.program.wait_for_fills(5);
    EXPECT_FALSE(status.is_null()) << session.program.output();
    const auto& venue = status["venues"].at(0);
    EXPECT_EQ(venue["state"], "live") << venue;
    EXPECT_EQ(venue["books"], venue["instruments"]) << venue;
    EXPECT_GT(venue["messages"], 0) << venue;
    const auto words = session.program("status").out;
    EXPECT_NE(words.find("live, 1 of 1 books in step, 0 gaps"), std::string::npos) << words;

    // One node for an account: a second is turned away, and leaves nothing behind.
    const auto second = session("run " + session.config());
    EXPECT_EQ(second.code, 1) << second.out;
    EXPECT_NE(second.out.find("another node trades with the key mine"), std::string::npos)
        << second.out;
    EXPECT_EQ(Json::parse(session.program("sessions --json").out).size(), 1U);

    const int code = tests::Program::end(child, SIGINT);
    ASSERT_EQ(WEXITSTATUS(code), 0) << session.program.output();

    // Our books and the exchange's.
    const auto theirs = ask(session.http, std::string{"/nightjar/account?key="} + key_id);
    const auto fills = Json::parse(session.program("fills --json").out);
    EXPECT_EQ(theirs["executions"].size(), fills.size());
    std::set<std::string> ours;
    for (const auto& order : Json::parse(session.program("orders --json").out))
        ours.insert(order["client_id"].get<std::string>());
    for (const auto& order : theirs["orders"]) {
        EXPECT_TRUE(ours.contains(order["client_id"].get<std::string>())) << order.dump();
        EXPECT_FALSE(order["open"].get<bool>()) << order.dump();
    }
    const auto replay = session.program("replay last --json 2>&1");
    EXPECT_EQ(replay.code, 0) << replay.out;

    std::size_t files = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(session.program.file("data"))) {
        if (!entry.is_regular_file()) continue;
        ++files;
        const auto bytes = read(entry.path());
        for (const auto* hidden : {key_secret, key_phrase, "correct horse"})
            EXPECT_EQ(bytes.find(hidden), std::string::npos) << entry.path();
    }
    EXPECT_GE(files, 6U);
    for (const auto* hidden : {key_secret, key_phrase, key_id})
        EXPECT_EQ(session.program.output().find(hidden), std::string::npos);
}

}  // namespace
}  // namespace nightjar::app
