/// A paper session from outside: it trades, stops cleanly, survives being killed, goes on, and
/// replays.

#include "app/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

namespace nightjar::app {
namespace {

using tests::Program;
using Json = nlohmann::json;

class SessionTest : public ::testing::Test {
public:
    /// The demonstration, on any port, deciding every second so that there is something to lose.
    SessionTest() {
        std::ifstream demo{std::string{NIGHTJAR_SOURCE_DIR} + "/config/demo.toml"};
        std::string text{std::istreambuf_iterator<char>{demo}, {}};
        const auto change = [&text](const std::string& from, const std::string& to) {
            for (auto at = text.find(from); at != std::string::npos;
                 at = text.find(from, at + to.size()))
                text.replace(at, from.size(), to);
        };
        change("port = 8420", "port = 0");
        change("timeframe = \"5s\"", "timeframe = \"1s\"");
        change("fast = 6", "fast = 2");
        change("slow = 24", "slow = 3");
        change("length = 12", "length = 2");
        change("length = 14", "length = 2");
        change("enter = 0.15", "enter = 0.05");
        change("decide_every = \"2s\"", "decide_every = \"200ms\"");
        change("min_hold = \"10s\"", "min_hold = \"0s\"");
        std::ofstream{nightjar.file("demo.toml")} << text;
    }

    [[nodiscard]] pid_t run(const std::string& arguments) const {
        return nightjar.start("run " + arguments);
    }

    Program nightjar;
};

TEST_F(SessionTest, TradesStopsCleanlyOnCtrlCAndReplaysByteForByte) {
    const auto child = run(nightjar.file("demo.toml").string());
    const auto status = nightjar.wait_for_fills(5);
    ASSERT_FALSE(status.is_null()) << nightjar.output();
    EXPECT_EQ(status["mode"], "paper");
    const int code = Program::end(child, SIGINT);
    ASSERT_TRUE(WIFEXITED(code)) << nightjar.output();
    EXPECT_EQ(WEXITSTATUS(code), 0) << nightjar.output();
    EXPECT_NE(nightjar.output().find("journal sha256"), std::string::npos) << nightjar.output();
    const auto replay = nightjar("replay last --json 2>&1");
    ASSERT_EQ(replay.code, 0) << replay.out;
    const auto proof = Json::parse(replay.out);
    EXPECT_EQ(proof["epochs"], 1);
    EXPECT_EQ(proof["surplus"], 0);
    EXPECT_NE(nightjar.output().find(proof["journal_sha256"].get<std::string>()),
              std::string::npos);
    EXPECT_EQ(nightjar("status 2>&1").code, 1) << "nobody answers any more";
}

TEST_F(SessionTest, StopsThroughTheSocketAndKeepsStrangersOut) {
    const auto child = run(nightjar.file("demo.toml").string());
    const auto status = nightjar.wait_for_fills(0);
    ASSERT_FALSE(status.is_null()) << nightjar.output();
    const auto folder = std::filesystem::path{status["folder"].get<std::string>()};
    EXPECT_EQ(std::filesystem::status(folder).permissions(), std::filesystem::perms::owner_all);
    EXPECT_EQ(std::filesystem::status(folder / "control.sock").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(nightjar("run --resume last 2>&1").code, 1) << "one process per session";
    ASSERT_EQ(nightjar("stop").code, 0);
    int code = 0;
    ::waitpid(child, &code, 0);
    EXPECT_EQ(WEXITSTATUS(code), 0) << nightjar.output();
}

TEST_F(SessionTest, IsPausedFlattenedAndArmedAgainByCommands) {
    const auto child = run(nightjar.file("demo.toml").string());
    ASSERT_FALSE(nightjar.wait_for_fills(3).is_null()) << nightjar.output();
    const auto level = [this](const std::string& command) {
        const auto outcome = nightjar("--json " + command + " 2>&1 </dev/null");
        EXPECT_EQ(outcome.code, 0) << outcome.out;
        return Json::parse(outcome.out)["kill_level"].get<std::string>();
    };
    EXPECT_EQ(level("pause"), "K1 reduce only");
    EXPECT_EQ(level("kill"), "K2 cancel and reduce only");
    const auto asked = nightjar("flatten 2>&1 </dev/null");
    EXPECT_EQ(asked.code, 2) << "not without a word";
    EXPECT_NE(asked.out.find("--yes"), std::string::npos) << asked.out;
    EXPECT_EQ(level("flatten --yes"), "K3 flatten");
    Json status;
    for (int i = 0; i < 300; ++i) {
        status = Json::parse(nightjar("status --json").out);
        if (status["positions"].empty()) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    EXPECT_TRUE(status["positions"].empty()) << status["positions"];
    const auto fills = status["fills"].get<std::uint64_t>();
    EXPECT_EQ(level("resume --yes"), "none");
    EXPECT_FALSE(nightjar.wait_for_fills(fills + 1).is_null()) << "it trades again";
    EXPECT_EQ(level("kill --halt"), "K4 halt");
    ASSERT_EQ(WEXITSTATUS(Program::end(child, SIGINT)), 0) << nightjar.output();
    const auto replay = nightjar("replay last 2>&1");
    EXPECT_EQ(replay.code, 0) << replay.out;
}

TEST_F(SessionTest, ItsLimitsAreTightenedAtOnceLoosenedOnAWordAndKeptOverARestart) {
    auto child = run(nightjar.file("demo.toml").string());
    ASSERT_FALSE(nightjar.wait_for_fills(1).is_null()) << nightjar.output();
    const auto limits = [this](const std::string& arguments) {
        return nightjar("limits " + arguments + " 2>&1 </dev/null");
    };
    const auto value = [this](const std::string& name) {
        for (const auto& limit : Json::parse(nightjar("--json limits").out))
            if (limit["name"] == name) return limit["value"].get<std::string>();
        return std::string{};
    };
    EXPECT_EQ(value("position.pct"), "20");
    EXPECT_EQ(limits("position.pct=12 rate.per_second=6").code, 0) << "both are tighter";
    EXPECT_EQ(value("position.pct"), "12");
    const auto asked = limits("position.pct=15 asset.pct=25");
    EXPECT_EQ(asked.code, 2) << asked.out;
    EXPECT_NE(asked.out.find("--yes"), std::string::npos) << asked.out;
    EXPECT_EQ(value("position.pct"), "12");
    EXPECT_EQ(value("asset.pct"), "25") << "the tighter one did not wait";
    EXPECT_EQ(limits("position.pct=15 --yes").code, 0);
    EXPECT_NE(limits("positon.pct=1").out.find("did you mean \"position.pct\""), std::string::npos);
    EXPECT_EQ(limits("position.pct=much").code, 2);
    EXPECT_EQ(limits("position.pct=200000 --yes").code, 2) << "out of its range";
    Program::end(child, SIGKILL);
    child = run("--resume last");
    ASSERT_FALSE(nightjar.wait_for_fills(0).is_null()) << nightjar.output();
    EXPECT_EQ(value("position.pct"), "15");
    EXPECT_EQ(value("rate.per_second"), "6");
    EXPECT_EQ(limits("--from " + nightjar.file("demo.toml").string() + " --yes").code, 0);
    EXPECT_EQ(value("position.pct"), "20");
    ASSERT_EQ(WEXITSTATUS(Program::end(child, SIGINT)), 0) << nightjar.output();
    const auto replay = nightjar("replay last 2>&1");
    EXPECT_EQ(replay.code, 0) << replay.out;
}

TEST_F(SessionTest, KilledAtAnyMomentItLosesNothingAcknowledgedAndGoesOn) {
    std::string arguments = nightjar.file("demo.toml").string();
    std::uint64_t acknowledged = 0;
    for (int life = 0; life < 4; ++life) {
        const auto child = run(arguments);
        const auto status = nightjar.wait_for_fills(acknowledged + 3);
        if (status.is_null()) {
            Program::end(child, SIGKILL);
            FAIL() << nightjar.output();
        }
        // A moment that the program does not choose.
        std::this_thread::sleep_for(std::chrono::milliseconds{37 * life});
        const auto last = nightjar("status --json 2>/dev/null");
        Program::end(child, SIGKILL);
        acknowledged = Json::parse(last.out)["fills"].get<std::uint64_t>();
        const auto told = Json::parse(nightjar("report last --json").out);
        ASSERT_GE(told["summary"]["fills"].get<std::uint64_t>(), acknowledged);
        arguments = "--resume last";
    }
    const auto child = run(arguments);
    const auto status = nightjar.wait_for_fills(acknowledged + 3);
    ASSERT_FALSE(status.is_null()) << nightjar.output();
    EXPECT_EQ(WEXITSTATUS(Program::end(child, SIGINT)), 0) << nightjar.output();
    const auto replay = nightjar("replay last --json 2>&1");
    ASSERT_EQ(replay.code, 0) << replay.out;
    EXPECT_EQ(Json::parse(replay.out)["epochs"], 5);
}

TEST_F(SessionTest, StoppedAndResumedItReplaysAsOneSession) {
    std::string arguments = nightjar.file("demo.toml").string();
    std::uint64_t fills = 0;
    for (int life = 0; life < 2; ++life) {
        const auto child = run(arguments);
        const auto status = nightjar.wait_for_fills(fills + 3);
        if (status.is_null()) {
            Program::end(child, SIGKILL);
            FAIL() << nightjar.output();
        }
        ASSERT_EQ(WEXITSTATUS(Program::end(child, SIGTERM)), 0) << nightjar.output();
        fills = Json::parse(nightjar("report last --json").out)["summary"]["fills"]
                    .get<std::uint64_t>();
        arguments = "--resume last";
    }
    const auto replay = nightjar("replay last --json 2>&1");
    ASSERT_EQ(replay.code, 0) << replay.out;
    EXPECT_EQ(Json::parse(replay.out)["epochs"], 2);
}

TEST_F(SessionTest, AChangedLedgerIsFoundOutByReplay) {
    const auto child = run(nightjar.file("demo.toml").string());
    const auto status = nightjar.wait_for_fills(2);
    ASSERT_FALSE(status.is_null()) << nightjar.output();
    Program::end(child, SIGINT);
    const auto log =
        std::filesystem::path{status["folder"].get<std::string>()} / "ledger" / "000001.log";
    std::fstream file{log, std::ios::in | std::ios::out | std::ios::binary};
    const auto middle = static_cast<std::streamoff>(std::filesystem::file_size(log) / 2);
    file.seekg(middle);
    const int byte = file.get();
    file.seekp(middle);
    file.put(static_cast<char>(byte ^ 1));
    file.close();
    EXPECT_EQ(nightjar("replay last 2>&1").code, 1);
}

}  // namespace
}  // namespace nightjar::app
