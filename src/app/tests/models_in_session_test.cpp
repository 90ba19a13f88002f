/// Language models in backtests and sessions, from outside.

#include "app/models.hpp"
#include "app/tests/fixtures.hpp"
#include "app/tests/waves.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace nightjar::app {
namespace {

namespace fs = std::filesystem;
using tests::Program;
using tests::waves;
using Json = nlohmann::json;

struct ModelsInBacktests : ::testing::Test {
    ModelsInBacktests() { std::ofstream{nightjar.file("bars.csv")} << waves(400); }

    [[nodiscard]] std::string config(const std::string& model) const {
        std::ofstream{nightjar.file("test.toml")} << fmt::format(
            "currency = \"USDT\"\n"
            "[[venues]]\nname = \"sim\"\ncash = \"100000\"\n"
            "[[instruments]]\nvenue = \"sim\"\nsymbol = \"X\"\ndata = \"bars.csv\"\n"
            "base = \"BTC\"\nquote = \"USDT\"\ntick = \"0.01\"\nlot = \"0.001\"\n"
            "[[strategies]]\nname = \"panel\"\nkind = \"ensemble\"\ninstruments = [\"sim:X\"]\n"
            "cash = \"100000\"\n[strategies.params]\nenter = 0.2\nexit = 0.05\n"
            "[[strategies.signals]]\nkind = \"ema_cross\"\nfast = 3\nslow = 9\n"
            "[[strategies.signals]]\nkind = \"model\"\nname = \"{}\"\ntask = \"patterns\"\n"
            "[[strategies.sizers]]\nkind = \"fixed_fraction\"\nfraction = 0.1\n",
            model);
        return fmt::format("{} --data-root {}", nightjar.file("test.toml").string(),
                           nightjar.file("").string());
    }
    [[nodiscard]] Json backtest(const std::string& more = {}) const {
        const auto answer = nightjar("backtest " + config("candles-phi") + " --json " + more);
        EXPECT_EQ(answer.code, 0) << answer.out;
        return Json::parse(answer.out);
    }
    [[nodiscard]] std::size_t answers() const {
        std::ifstream book{nightjar.file("data") / "answers.jsonl"};
        std::size_t lines = 0;
        for (std::string line; std::getline(book, line);) ++lines;
        return lines;
    }
    static bool says(const Json& report, const std::string& words) {
        return std::ranges::any_of(report["assumptions"], [&](const Json& line) {
            return line.get<std::string>().find(words) != std::string::npos;
        });
    }

    Program nightjar;
};

TEST_F(ModelsInBacktests, AreAskedOnceAndTheirAnswersGiveTheSameJournalAgain) {
    const auto first = backtest();
    const auto asked = answers();
    EXPECT_GT(asked, 20U);
    EXPECT_GT(first["summary"]["fills"].get<int>(), 0);
    const auto second = backtest();
    EXPECT_EQ(second["journal_sha256"], first["journal_sha256"]);
    EXPECT_EQ(answers(), asked) << "nothing was computed again";
}

TEST_F(ModelsInBacktests, AreToldApartByWhatTheyWereTaughtBefore) {
    EXPECT_TRUE(says(backtest(), "all of this comes later"));
    std::ofstream{nightjar.file("bars.csv")} << [] {
        auto text = waves(400);
        for (auto at = text.find("1667"); at != std::string::npos; at = text.find("\n1667", at))
            text[text.find('6', at)] = '5';  // 2019
        return text;
    }();
    const auto old = nightjar("backtest " + config("candles-phi") + " --json 2>&1");
    ASSERT_EQ(old.code, 0) << old.out;
    EXPECT_NE(old.out.find("CONTAMINATED: candles-phi"), std::string::npos) << old.out;
}

TEST_F(ModelsInBacktests, AreNotSaidToHaveSeenWhatIsNotThere) {
    Plan plan;
    plan.strategies.emplace_back().signals = {{"model", {{"name", "candles-phi"}}}};
    infer::ModelCard card;
    card.name = "candles-phi";
    card.cutoff = "2022-05-26";
    EXPECT_TRUE(contamination(plan, {}, {card}).empty());
}

TEST_F(ModelsInBacktests, AreLeftOutToSeeWhatTheyAreWorth) {
    const auto told = backtest("--what-if");
    bool without = false;
    for (const auto& row : told["what_if"]) without |= row["change"] == "no language models";
    EXPECT_TRUE(without) << told["what_if"];
}

TEST_F(ModelsInBacktests, AreRefusedWhereNobodyKnowsThem) {
    const auto told = nightjar("backtest " + config("candles-phj") + " 2>&1");
    EXPECT_NE(told.code, 0);
    EXPECT_NE(told.out.find("did you mean \"candles-phi\""), std::string::npos) << told.out;
}

TEST_F(ModelsInBacktests, AreMissedAndToldOfWhereTheirFilesAreDamaged) {
    const auto own = nightjar.file("data") / "models";
    fs::create_directories(own);
    const fs::path shipped = fs::path{NIGHTJAR_SOURCE_DIR} / "models";
    fs::copy_file(shipped / "candles-phi.json", own / "candles-phi.json");
    std::ofstream{own / "candles-phi.gguf"} << "this is no model";
    const auto told = nightjar("backtest " + config("candles-phi") + " --no-what-if 2>&1");
    EXPECT_EQ(told.code, 0) << "trading goes on without it";
    EXPECT_NE(told.out.find("candles-phi: "), std::string::npos) << told.out;
    EXPECT_EQ(answers(), 0U);
}

/// The demonstration with one-second bars, and a model that is asked at each.
struct ModelsInSessions : ::testing::Test {
    ModelsInSessions() {
        std::ifstream demo{std::string{NIGHTJAR_SOURCE_DIR} + "/config/demo.toml"};
        std::string text{std::istreambuf_iterator<char>{demo}, {}};
        const auto change = [&text](const std::string& from, const std::string& to) {
            const auto at = text.find(from);
            ASSERT_NE(at, std::string::npos) << from;
            text.replace(at, from.size(), to);
        };
        change("port = 8420", "port = 0");
        change("kind = \"rsi\"\n",
               "kind = \"model\"\n  name = \"candles-phi\"\n  task = \"patterns\"\n"
               "  when = \"bar\"\n\n  [[strategies.signals]]\n  kind = \"rsi\"\n");
        std::ofstream{nightjar.file("demo.toml")} << text;
    }
    /// Waits until the ledger holds so many answers that say something.
    [[nodiscard]] bool wait_for_answers(std::size_t wanted) const {
        for (int i = 0; i < 600; ++i) {
            std::size_t lines = 0;
            for (const auto& session : fs::directory_iterator{nightjar.file("data") / "sessions"}) {
                std::ifstream book{session.path() / "answers.jsonl"};
                for (std::string line; std::getline(book, line);) ++lines;
            }
            if (lines >= wanted) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
        }
        return false;
    }

    Program nightjar;
};

TEST_F(ModelsInSessions, AreHeardSurviveAKillAndReplayWithoutThem) {
    auto child = nightjar.start("run " + nightjar.file("demo.toml").string());
    ASSERT_FALSE(nightjar.wait_for_fills(0).is_null()) << nightjar.output();
    EXPECT_TRUE(wait_for_answers(3)) << nightjar.output();
    Program::end(child, SIGKILL);
    child = nightjar.start("run --resume last");
    ASSERT_FALSE(nightjar.wait_for_fills(0).is_null()) << nightjar.output();
    EXPECT_TRUE(wait_for_answers(8)) << nightjar.output();
    ASSERT_EQ(WEXITSTATUS(Program::end(child, SIGINT)), 0) << nightjar.output();
    const auto replay = nightjar("replay last --json 2>&1");
    ASSERT_EQ(replay.code, 0) << replay.out;
    EXPECT_EQ(Json::parse(replay.out)["epochs"], 2);
}

}  // namespace
}  // namespace nightjar::app
