/// The exchange as a program of its own, and a third-party client against it.

#include "app/tests/served.hpp"
#include "exchange/venues.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <map>

namespace nightjar::app {
namespace {

using tests::read;
using tests::Served;
using tests::shell;

/// Where the client is installed, once for all tests; empty where that cannot be done here.
std::string client_folder() {
    if (shell("node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>&1").code !=
        0)
        return {};
    const std::filesystem::path sources{NIGHTJAR_SOURCE_DIR "/src/exchange/tests/ccxt"};
    const auto folder = std::filesystem::path{NIGHTJAR_BINARY}.parent_path() / "ccxt";
    std::filesystem::create_directories(folder);
    const int lock = ::open((folder / "lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    ::flock(lock, LOCK_EX);
    constexpr auto overwrite = std::filesystem::copy_options::overwrite_existing;
    const bool fresh = read(folder / "installed") != read(sources / "package-lock.json");
    for (const auto* name : {"package.json", "package-lock.json", "drill.mjs"})
        std::filesystem::copy_file(sources / name, folder / name, overwrite);
    bool there = true;
    if (fresh) {
        there = shell("cd '" + folder.string() +
                      "' && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1")
                    .code == 0;
        if (there)
            std::filesystem::copy_file(folder / "package-lock.json", folder / "installed",
                                       overwrite);
    }
    ::close(lock);
    return there ? folder.string() : std::string{};
}

/// A made-up account of a venue, as --account and the drill take it.
struct MadeUp {
    std::string option;
    std::string words;
};

MadeUp made_up(const std::string& venue, const tests::Program& program) {
    if (venue == "okx") return {venue + "=key:secret:phrase", "key secret phrase"};
    if (venue == "kraken")  // base64, as the venue's secrets are
        return {venue + "=key:c2VjcmV0IG9mIGtyYWtlbg==", "key c2VjcmV0IG9mIGtyYWtlbg=="};
    if (venue != "coinbase") return {venue + "=key:secret", "key secret"};
    const auto pem = program.file("key.pem").string();
    EXPECT_EQ(shell("openssl ecparam -name prime256v1 -genkey -noout -out '" + pem + "' 2>&1").code,
              0);
    const std::string name = "organizations/made/apiKeys/up";
    return {venue + "=" + name + ":@" + pem, name + " @" + pem};
}

struct ThirdParty : ::testing::TestWithParam<exchange::ServedVenue> {};

TEST_P(ThirdParty, DoesAllThatABotDoesAndItsNumbersAreTheExchangesOwn) {
    const auto folder = client_folder();
    if (folder.empty()) GTEST_SKIP() << "ccxt cannot be installed here: it needs node 20 and npm";
    const tests::Program program;
    const std::string venue{GetParam().name};
    const auto account = made_up(venue, program);
    const std::map<std::string, std::vector<std::string>> more{{"okx", {"okx", "okxswap"}},
                                                               {"bybit", {"bybit", "bybitlinear"}}};
    for (const auto& drill : more.contains(venue) ? more.at(venue) : std::vector{venue}) {
        Served served{{"--listen", venue + "=0", "--account", account.option, "--deposit",
                       "USDT=1000000", "--deposit", "USD=1000000", "--deposit", "BTC=10", "--seed",
                       "7"}};
        const auto ready = served.line();
        ASSERT_EQ(ready["venue"], venue);
        const auto done =
            shell(fmt::format("cd '{}' && timeout 120 node drill.mjs {} {} {} 2>&1", folder, drill,
                              ready["http"].get<std::string>(), account.words));
        EXPECT_EQ(done.code, 0) << done.out;
        EXPECT_EQ(served.stop(), 0);
        const auto counts = served.line();
        EXPECT_GT(counts["orders"], 4);  // two less where the client cannot cancel all at once
        EXPECT_GT(counts["executions"], 1);
    }
}

INSTANTIATE_TEST_SUITE_P(Exchange, ThirdParty, ::testing::ValuesIn(exchange::served_venues()),
                         [](const auto& venue) { return std::string{venue.param.name}; });

TEST(ExchangeCommand, AKeyIsTestedAtItsHostAndNowhereElse) {
    const tests::Program program;
    Served served{{"--listen", "binance=0", "--listen", "binanceusdm=0", "--account",
                   "binance=key:secret", "--deposit", "USDT=5000"}};
    const auto host =
        served.line()["http"].get<std::string>().substr(std::string{"http://"}.size());
    const auto other = served.line()["http"].get<std::string>();
    std::filesystem::create_directory(program.file("given"));
    std::ofstream{program.file("given") / "nightjar-keys"} << "correct horse";
    const auto with_credential = "CREDENTIALS_DIRECTORY=" + program.file("given").string() + " ";
    const auto add = [&](const std::string& name, const std::string& secret) {
        return shell("printf 'correct horse\\ncorrect horse\\n" + secret +
                     "\\n' | env -u DBUS_SESSION_BUS_ADDRESS " +
                     program.command("keys add " + name + " --venue binance --id key --host ") +
                     host + " 2>&1");
    };
    ASSERT_EQ(add("good", "secret").code, 0);
    const auto good = shell(with_credential + program.command("--json keys test good"));
    ASSERT_EQ(good.code, 0) << good.out;
    const auto found = nlohmann::json::parse(good.out);
    EXPECT_EQ(found["balances"]["USDT"], "5000");
    EXPECT_EQ(found["trade"], "yes");
    EXPECT_EQ(found["withdraw"], "no");
    EXPECT_EQ(found["faults"].size(), 0U);
    const auto elsewhere =
        shell(with_credential + program.command("keys test good --url " + other) + " 2>&1");
    EXPECT_EQ(elsewhere.code, 1);
    EXPECT_NE(elsewhere.out.find("never goes to"), std::string::npos);
}

TEST(ExchangeCommand, SaysWhatIsWrongWithTheCall) {
    const tests::Program program;
    const auto say = [&](const std::string& arguments) {
        const auto said = program("exchange " + arguments + " 2>&1");
        EXPECT_EQ(said.code, 2) << said.out;
        return said.out;
    };
    EXPECT_NE(say("--listen mtgox=9001").find("no such venue"), std::string::npos);
    EXPECT_NE(say("--listen binance").find("write binance=9001"), std::string::npos);
    EXPECT_NE(say("--listen binance=x").find("no port"), std::string::npos);
    EXPECT_NE(say("--listen binance=0 --account okx=a:b").find("not served"), std::string::npos);
    EXPECT_NE(say("--listen binance=0 --account binance=a").find("KEY:SECRET"), std::string::npos);
    EXPECT_NE(say("--listen binance=0 --fault explode").find("no such fault"), std::string::npos);
    EXPECT_NE(say("--listen binance=0 --deposit USDT").find("USDT=1000000"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::app
