/// Threads, queues and ends, with notifiers that do as they are told.

#include "notify/dispatcher.hpp"

#include "notify/errc.hpp"
#include "notify/tests/http_stub.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace nightjar::notify {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

/// Keeps what it is given; while `down` it fails, and while `stuck` it takes its whole patience.
struct Desk {
    tests::Arrivals<Letter> came;
    std::atomic<bool> down{false};
    std::atomic<bool> stuck{false};
    std::atomic<int> attempts{0};
};

class ToDesk final : public Notifier {
public:
    explicit ToDesk(Desk& desk) : desk_{&desk} {}
    core::Status send(const Letter& letter, core::Duration patience) override {
        const bool stuck = desk_->stuck;
        const bool away = stuck || desk_->down;
        ++desk_->attempts;
        if (stuck) std::this_thread::sleep_for(std::chrono::nanoseconds{patience.ns});
        if (away) return core::fail(Errc::Unreachable, "away");
        desk_->came.put(letter);
        return {};
    }

private:
    Desk* desk_;
};

struct Dispatching : ::testing::Test {
    tests::TestClock clock;
    Desk one;
    Desk other;
    std::mutex saying;
    std::string said;
    Dispatcher dispatcher{clock, "s", [this](const std::string& text) {
                              const std::lock_guard lock{saying};
                              said += text + "\n";
                          }};

    Dispatching() {
        dispatcher.add("one", {}, std::make_unique<ToDesk>(one));
        dispatcher.add("other", {.wanted = {Topic::KillLevel}}, std::make_unique<ToDesk>(other));
    }
    [[nodiscard]] Message alarm(std::string text = "K2") const {
        return {Severity::Alarm, Topic::KillLevel, clock.now(), std::move(text)};
    }
    [[nodiscard]] Message refusal(int number) const {
        return {Severity::Warning, Topic::Refusals, clock.now(), fmt::format("no {}", number)};
    }
    static std::chrono::milliseconds since(SteadyClock::time_point then) {
        return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - then);
    }
};

TEST_F(Dispatching, TellsEachWhatItWants) {
    dispatcher.tell(alarm());
    EXPECT_EQ(one.came.next()->text, "Nightjar s: K2");
    EXPECT_EQ(other.came.next()->text, "Nightjar s: K2");
    dispatcher.tell(refusal(1));
    EXPECT_EQ(one.came.next()->text, "Nightjar s: no 1");
    EXPECT_EQ(other.came.size(), 0U);
}

TEST_F(Dispatching, AStormIsOneLetterAndHoldsNobodyUp) {
    const auto began = SteadyClock::now();
    for (int i = 0; i < 10'000; ++i) dispatcher.tell(refusal(i));
    EXPECT_LT(since(began), 1s);
    EXPECT_EQ(one.came.next()->count, 10'000U);
    EXPECT_EQ(one.came.size(), 0U);
}

TEST_F(Dispatching, OneThatHangsKeepsNoOtherWaiting) {
    one.stuck = true;
    dispatcher.tell(alarm());
    const auto began = SteadyClock::now();
    EXPECT_TRUE(other.came.next());
    dispatcher.tell(alarm("K3"));
    EXPECT_TRUE(other.came.next());
    EXPECT_LT(since(began), 3s);
    one.stuck = false;
}

TEST_F(Dispatching, OneThatWasDownGetsItLaterAndTheLogSaysSoOnce) {
    one.down = true;
    dispatcher.tell(alarm());
    EXPECT_TRUE(other.came.next());
    while (one.attempts < 2) std::this_thread::yield();
    one.down = false;
    EXPECT_EQ(one.came.next()->text, "Nightjar s: K2");
    dispatcher.stop();
    EXPECT_EQ(said,
              "notifier one: cannot be reached, and is tried again: away\n"
              "notifier one: letters are taken again\n");
    const auto figures = dispatcher.deliveries();
    EXPECT_EQ(figures[0].notifier, "one");
    EXPECT_EQ(figures[0].letters, 1U);
    EXPECT_GE(figures[0].failures, 2U);
    EXPECT_EQ(figures[0].undelivered, 0U);
}

TEST_F(Dispatching, AtTheEndWhatWaitsIsSent) {
    dispatcher.tell(refusal(1));  // would wait for more of its kind
    dispatcher.stop();
    EXPECT_EQ(one.came.size(), 1U);
    EXPECT_EQ(dispatcher.deliveries()[0].letters, 1U);
}

TEST_F(Dispatching, TheEndDoesNotWaitLongForOneThatHangsAndCountsWhatIsLost) {
    one.stuck = true;
    dispatcher.tell(alarm());
    dispatcher.tell(refusal(1));
    while (one.attempts < 1) std::this_thread::yield();
    const auto began = SteadyClock::now();
    dispatcher.stop(core::milliseconds(200));
    EXPECT_LT(since(began), 7s);
    EXPECT_EQ(dispatcher.deliveries()[0].undelivered, 2U);
    EXPECT_EQ(dispatcher.deliveries()[0].waiting, 0U);
    EXPECT_NE(said.find("notifier one: "), std::string::npos) << said;
}

TEST(DispatchingOverHttp, AServerThatAnswersNothingEndsCleanly) {
    const tests::TestClock clock;
    tests::HttpStub stub;
    stub.answer(0);
    const auto transport = *net::SocketTransport::start(clock);
    core::Registries registries;
    register_builtins(registries);
    std::string said;
    {
        Dispatcher dispatcher{clock, "s", [&](const std::string& text) { said += text; }};
        dispatcher.add("hook", {},
                       *registries.of<Notifier>().make("webhook", {{"url", stub.address()}},
                                                       Means{transport.get(), {}}));
        dispatcher.tell({Severity::Alarm, Topic::KillLevel, clock.now(), "K2"});
        ASSERT_TRUE(stub.came.next());
        dispatcher.stop(core::milliseconds(100));
        EXPECT_EQ(dispatcher.deliveries().front().undelivered, 1U);
    }
    EXPECT_NE(said.find("given up"), std::string::npos) << said;
}

}  // namespace
}  // namespace nightjar::notify
