/// A node that stops being well, and what its watchdog makes of it, from outside.

#include "app/watchdog.hpp"

#include "app/tests/okx_session.hpp"

namespace nightjar::app {
namespace {

using Json = nlohmann::json;
using tests::OkxSession;

constexpr std::string_view maker = R"([[strategies]]
name = "maker"
kind = "quoter"
instruments = ["okx:BTC-USDT-SWAP"]
timeframe = "1m"
cash = "50000"
  [strategies.params]
  half_spread = 50
  lean = 0
  follow = 0
  size = 0.01
  max_position = 0.1
  step = 500
  [[strategies.sizers]]
  kind = "fixed"
  qty = "0.1"
)";

core::Time at(std::int64_t s) { return core::Time{} + core::seconds(s); }

TEST(Pulse, StopsOnceTheNodeHasSaidNothingNewForTooLong) {
    Pulse pulse{core::seconds(10), at(0)};
    pulse.hear("a", at(5));
    EXPECT_FALSE(pulse.stopped(at(15)));
    pulse.hear("a", at(14));  // the loop stands still, though somebody answers for it
    EXPECT_FALSE(pulse.stopped(at(15)));
    EXPECT_TRUE(pulse.stopped(at(16)));
    pulse.hear("b", at(16));
    EXPECT_FALSE(pulse.stopped(at(26)));
    pulse.hear(std::nullopt, at(20));
    EXPECT_TRUE(pulse.stopped(at(27)));
}

TEST(Pulse, OfANodeThatNeverAnsweredStopsToo) {
    const Pulse pulse{core::seconds(10), at(0)};
    EXPECT_FALSE(pulse.stopped(at(10)));
    EXPECT_TRUE(pulse.stopped(at(11)));
}

struct Watchdog : ::testing::Test {
    OkxSession session;
    std::string credentials = "CREDENTIALS_DIRECTORY=" + session.program.file("given").string();

    Watchdog() { session.configure(session.http, "", maker); }

    /// Of our account there.
    [[nodiscard]] std::size_t open_orders() const {
        const auto account =
            tests::ask(session.http, std::string{"/nightjar/account?key="} + tests::key_id);
        std::size_t open = 0;
        for (const auto& order : account["orders"]) open += order["open"].get<bool>() ? 1U : 0U;
        return open;
    }
    template <class Condition>
    [[nodiscard]] static bool comes(const Condition& condition) {
        for (int i = 0; i < 400; ++i) {
            if (condition()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
        }
        return false;
    }
};

TEST_F(Watchdog, HaltsANodeThatHangsCancelsItsOrdersAndLeavesItHalted) {
    const auto node = session.program.start("run " + session.config(), credentials);
    ASSERT_TRUE(comes([&] { return open_orders() >= 2; })) << session.program.output();
    const auto dog = session.program.start("watchdog last --patience 5", credentials, "dog");
    const auto heard = [&] { return tests::read(session.program.file("dog")); };
    ASSERT_TRUE(comes([&] { return heard().contains("watching session"); })) << heard();
    std::this_thread::sleep_for(std::chrono::seconds{3});
    EXPECT_FALSE(heard().contains("ALARM")) << heard();
    EXPECT_GE(open_orders(), 1U);

    ::kill(node, SIGSTOP);
    int status = 0;
    ::waitpid(dog, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 1) << heard();
    EXPECT_NE(heard().find("has not proved"), std::string::npos) << heard();
    EXPECT_NE(heard().find("no order of the session is open"), std::string::npos) << heard();
    EXPECT_EQ(open_orders(), 0U);
    ::waitpid(node, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    EXPECT_EQ(heard().find(tests::key_secret), std::string::npos);

    // It goes on halted, until a person says so.
    const auto again = session.program.start("run --resume last", credentials);
    const auto level = [&]() -> int {
        const auto answer = session.program("status --json 2>/dev/null");
        return answer.code == 0 ? Json::parse(answer.out)["kill_level_number"].get<int>() : -1;
    };
    EXPECT_TRUE(comes([&] { return level() == 4; })) << session.program.output();
    EXPECT_EQ(open_orders(), 0U);
    EXPECT_EQ(session.program("resume --yes 2>&1").code, 0);
    EXPECT_EQ(level(), 0);
    EXPECT_TRUE(comes([&] { return open_orders() >= 1; })) << session.program.output();
    const int code = tests::Program::end(again, SIGINT);
    EXPECT_EQ(WEXITSTATUS(code), 0) << session.program.output();
}

TEST_F(Watchdog, LeavesWithASessionThatEndsInOrder) {
    const auto node = session.program.start("run " + session.config(), credentials);
    ASSERT_TRUE(comes([&] { return open_orders() >= 1; })) << session.program.output();
    const pid_t ender = ::fork();
    if (ender == 0) {
        std::this_thread::sleep_for(std::chrono::seconds{4});
        ::kill(node, SIGINT);
        ::_exit(0);
    }
    const auto watched = session("watchdog last --patience 20");
    EXPECT_EQ(watched.code, 0) << watched.out;
    EXPECT_NE(watched.out.find("the session has ended"), std::string::npos) << watched.out;
    int status = 0;
    ::waitpid(ender, &status, 0);
    ::waitpid(node, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    const auto nobody = session("watchdog last");
    EXPECT_EQ(nobody.code, 1);
    EXPECT_NE(nobody.out.find("does not run"), std::string::npos) << nobody.out;
}

}  // namespace
}  // namespace nightjar::app
