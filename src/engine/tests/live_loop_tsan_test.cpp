#include "engine/live_loop.hpp"

#include "engine/command_feed.hpp"
#include "engine/live_clock.hpp"
#include "engine/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace nightjar::engine {
namespace {

/// A price every time it is asked, for ever.
class EndlessFeed final : public core::Feed {
public:
    explicit EndlessFeed(const core::Clock& clock) : clock_{&clock} {}
    Next next(core::Event& event) override {
        event = {};
        event.stamp = {clock_->now(), clock_->now(), ++count_};
        const auto price = static_cast<std::int64_t>(1'000 + count_ % 50);
        event.body = core::Quote{{price}, {1}, {price + 1}, {1}};
        return Next::Ready;
    }

private:
    const core::Clock* clock_;
    std::uint64_t count_{};
};

TEST(LiveLoop, RunsWhileOthersReadSnapshotsAndStopsWhenAskedFromAnotherThread) {
    const LiveClock clock;
    EndlessFeed prices{clock};
    tests::Kept journal;
    tests::Desk venue;
    core::Registries registries;
    risk::register_builtins(registries);
    auto engine = Engine::build(tests::one_instrument(), registries, {{&venue}, &journal});
    ASSERT_TRUE(engine) << engine.error().text();
    (*engine)->open();
    CommandFeed feed{prices, clock, **engine, {}};
    SnapshotBox box;
    std::thread reader{[&] {
        std::uint64_t seen = 0;
        while (seen < 1'000) {
            const auto snapshot = box.get();
            EXPECT_GE(snapshot->events, seen);
            seen = snapshot->events;
            std::this_thread::yield();
        }
        feed.request_stop();
    }};
    LiveLoop loop{**engine, feed, clock, box, [] { return std::vector<VenueLine>{}; }};
    loop.run([](core::Duration) { std::this_thread::yield(); });
    reader.join();
    EXPECT_GE(box.get()->events, 1'000U);
    EXPECT_GT(journal.records.size(), 3U);
}

TEST(LiveClock, NeverGoesBack) {
    const LiveClock clock;
    auto last = clock.now();
    for (int i = 0; i < 1'000; ++i) {
        const auto now = clock.now();
        EXPECT_GE(now, last);
        last = now;
    }
    EXPECT_GT(last, *core::parse_time("2024-01-01"));
}

}  // namespace
}  // namespace nightjar::engine
