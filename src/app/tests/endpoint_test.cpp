/// A model that a server has, from outside: listed, evaluated, and asked in backtests.

#include "app/tests/fixtures.hpp"
#include "app/tests/waves.hpp"
#include "infer/tests/played_endpoint.hpp"
#include "net/url.hpp"

#include <gtest/gtest.h>

namespace nightjar::app {
namespace {

namespace fs = std::filesystem;
using infer::tests::as_completion;
using infer::tests::PlayedEndpoint;
using tests::Outcome;
using tests::Program;
using Json = nlohmann::json;

constexpr std::string_view passphrase = "correct horse";
constexpr std::string_view secret = "sk-0123456789abcdef";

struct Endpoints : ::testing::Test {
    Endpoints() {
        fs::create_directories(nightjar.file("data") / "models");
        fs::create_directory(nightjar.file("given"));
        std::ofstream{nightjar.file("given") / "nightjar-keys"} << passphrase;
        std::ofstream{nightjar.file("bars.csv")} << tests::waves(300);
        write_card("");
    }
    void write_card(const std::string& key) const {
        Json card = Json::parse(R"({
            "name": "remote", "family": "endpoint", "cutoff": "2022-05-31",
            "tasks": [{"name": "patterns", "encoding": 1, "candles": 6, "before": "Candles: ",
                       "labels": [" none", " doji", " long", " spinning", " engulfing"]}]})");
        card["endpoint"] = {{"url", server.address()}, {"model", "some-model"}};
        if (!key.empty()) card["endpoint"]["key"] = key;
        std::ofstream{nightjar.file("data") / "models" / "remote.json"} << card;
    }
    /// With the passphrase of the key file, and what is typed.
    [[nodiscard]] Outcome run(const std::string& arguments, const std::string& typed = {}) const {
        return tests::shell(
            fmt::format("printf '{}' | env -u DBUS_SESSION_BUS_ADDRESS CREDENTIALS_DIRECTORY={} {} "
                        "2>{}",
                        typed, nightjar.file("given").string(), nightjar.command(arguments),
                        nightjar.file("errors").string()));
    }
    [[nodiscard]] Outcome evaluate() const {
        return run("model eval --model remote --json --limit 40 --data " +
                   nightjar.file("bars.csv").string());
    }
    [[nodiscard]] std::string errors() const {
        std::ifstream text{nightjar.file("errors")};
        return {std::istreambuf_iterator<char>{text}, {}};
    }
    void add_key(const std::string& host) const {
        const auto added = run("keys add mine --venue endpoint --id me --host " + host,
                               fmt::format("{}\\n{}\\n{}\\n", passphrase, passphrase, secret));
        ASSERT_EQ(added.code, 0) << added.out << errors();
    }
    void expect_no_secret_on_disk() const {
        for (const auto& entry : fs::recursive_directory_iterator{nightjar.file("data")}) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file{entry.path(), std::ios::binary};
            const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
            EXPECT_EQ(bytes.find(secret), std::string::npos) << entry.path();
        }
    }
    /// As the card has it.
    [[nodiscard]] std::string host() const {
        return net::Url::parse(server.address()).value().authority();
    }
    [[nodiscard]] std::string backtest() const {
        std::ofstream{nightjar.file("test.toml")}
            << "currency = \"USDT\"\n"
               "[[venues]]\nname = \"sim\"\ncash = \"100000\"\n"
               "[[instruments]]\nvenue = \"sim\"\nsymbol = \"X\"\ndata = \"bars.csv\"\n"
               "base = \"BTC\"\nquote = \"USDT\"\ntick = \"0.01\"\nlot = \"0.001\"\n"
               "[[strategies]]\nname = \"panel\"\nkind = \"ensemble\"\ninstruments = [\"sim:X\"]\n"
               "cash = \"100000\"\n[strategies.params]\nenter = 0.2\nexit = 0.05\n"
               "[[strategies.signals]]\nkind = \"model\"\nname = \"remote\"\ntask = \"patterns\"\n"
               "[[strategies.sizers]]\nkind = \"fixed_fraction\"\nfraction = 0.1\n";
        return fmt::format("backtest {} --data-root {} --json --no-what-if",
                           nightjar.file("test.toml").string(), nightjar.file("").string());
    }

    std::string says{as_completion({{" none", 0.125}, {" engulfing", 0.75}})};
    PlayedEndpoint server{[this](const net::WebRequest&) { return net::WebReply{.body = says}; }};
    Program nightjar;
};

TEST_F(Endpoints, AreListedAsWhatTheyAre) {
    const auto listed = Json::parse(run("model list --json").out);
    const auto& card = listed.front().at("name") == "remote" ? listed.front() : listed.back();
    EXPECT_EQ(card.at("name"), "remote");
    EXPECT_EQ(card.at("family"), "endpoint");
    EXPECT_EQ(card.at("file"), "");
    EXPECT_EQ(card.at("quant"), "");
    EXPECT_EQ(card.at("sha256").get<std::string>().size(), 64U);
    EXPECT_EQ(card.at("cutoff"), "2022-05-31");
    EXPECT_TRUE(server.came().empty()) << "nobody asked it";
}

TEST_F(Endpoints, AreEvaluatedAndToldCandlesAlone) {
    const auto told = evaluate();
    ASSERT_EQ(told.code, 0) << errors();
    const auto result = Json::parse(told.out);
    const auto n = result.at("n").get<std::size_t>();
    EXPECT_GT(n, 10U);
    EXPECT_EQ(result.at("abstained"), 0);
    const auto came = server.came();
    ASSERT_EQ(came.size(), n);
    for (const auto& request : came) {
        const auto prompt = Json::parse(request.body).at("prompt").get<std::string>();
        EXPECT_EQ(prompt.find("Candles: B"), 0U) << prompt;
        EXPECT_EQ(prompt.find_first_of("0123456789"), std::string::npos) << "no price, no date";
    }
}

TEST_F(Endpoints, ThatNameNoLabelAbstain) {
    says = as_completion({{" well", 0.75}, {" let", 0.125}});
    const auto told = evaluate();
    ASSERT_EQ(told.code, 0) << errors();
    const auto result = Json::parse(told.out);
    EXPECT_GT(result.at("n"), 10);
    EXPECT_EQ(result.at("abstained"), result.at("n"));
}

TEST_F(Endpoints, AreToldTheirKeyAndNobodyElseIs) {
    add_key(host());
    write_card("mine");
    const auto told = evaluate();
    ASSERT_EQ(told.code, 0) << errors();
    for (const auto& request : server.came())
        EXPECT_EQ(net::header(request.headers, "authorization"), "Bearer " + std::string{secret});
    EXPECT_EQ(told.out.find(secret), std::string::npos);
    EXPECT_EQ(errors().find(secret), std::string::npos);
    expect_no_secret_on_disk();
}

TEST_F(Endpoints, AreNotAskedWithAKeyOfAnotherHostOrNone) {
    write_card("mine");
    EXPECT_NE(evaluate().code, 0);
    EXPECT_NE(errors().find("not stored"), std::string::npos) << errors();
    add_key("api.example.com");
    EXPECT_NE(evaluate().code, 0);
    EXPECT_NE(errors().find("never goes to 127.0.0.1"), std::string::npos) << errors();
    EXPECT_TRUE(server.came().empty());
}

TEST_F(Endpoints, VoteInABacktestAndAreNotAskedTwice) {
    const auto first = run(backtest());
    ASSERT_EQ(first.code, 0) << errors();
    const auto asked = server.came().size();
    EXPECT_GT(asked, 10U);
    EXPECT_GT(Json::parse(first.out)["summary"]["fills"].get<int>(), 0);
    const auto second = run(backtest());
    EXPECT_EQ(Json::parse(second.out)["journal_sha256"], Json::parse(first.out)["journal_sha256"]);
    EXPECT_EQ(server.came().size(), asked);
}

/// The demonstration with one-second bars.
TEST_F(Endpoints, VoteInASessionThatReplaysWithoutThem) {
    add_key(host());
    write_card("mine");
    std::ifstream demo{std::string{NIGHTJAR_SOURCE_DIR} + "/config/demo.toml"};
    std::string text{std::istreambuf_iterator<char>{demo}, {}};
    for (const auto& [from, to] :
         {std::pair{"port = 8420", "port = 0"},
          {"kind = \"rsi\"\n",
           "kind = \"model\"\n  name = \"remote\"\n  task = \"patterns\"\n"
           "  when = \"bar\"\n\n  [[strategies.signals]]\n  kind = \"rsi\"\n"}}) {
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text.replace(at, std::string_view{from}.size(), to);
    }
    std::ofstream{nightjar.file("demo.toml")} << text;
    const auto child = nightjar.start(
        "run " + nightjar.file("demo.toml").string(),
        "-u DBUS_SESSION_BUS_ADDRESS CREDENTIALS_DIRECTORY=" + nightjar.file("given").string());
    for (int i = 0; i < 600 && server.came().size() < 4; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    ASSERT_EQ(WEXITSTATUS(Program::end(child, SIGINT)), 0) << nightjar.output();
    const auto asked = server.came();
    ASSERT_GE(asked.size(), 4U) << nightjar.output();
    EXPECT_EQ(net::header(asked.back().headers, "authorization"), "Bearer " + std::string{secret});
    const auto replay = nightjar("replay last --json 2>&1");
    EXPECT_EQ(replay.code, 0) << replay.out;
    EXPECT_EQ(server.came().size(), asked.size());
    expect_no_secret_on_disk();
}

}  // namespace
}  // namespace nightjar::app
