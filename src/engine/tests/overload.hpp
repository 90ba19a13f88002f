#pragma once
/// For tests: a recorded market, told at twice the rate of its busiest second.

#include "data/tests/tapes.hpp"
#include "engine/tests/watched.hpp"
#include "sim/recordings/tape_cursor.hpp"
#include "sim/tests/tapes.hpp"
#include "venue/market_queue.hpp"

#include <array>
#include <atomic>
#include <map>
#include <thread>

namespace nightjar::engine::tests {

/// Market data that the other thread brings, behind the venue's reports; and how late it came.
class QueueFeed final : public core::Feed {
public:
    QueueFeed(venue::MarketQueue& queue, WatchedVenue& desk, const LiveClock& clock)
        : queue_{&queue}, desk_{&desk}, clock_{&clock} {}
    [[nodiscard]] Next next(core::Event& event) override {
        if (!desk_->reports.empty()) {
            event = desk_->reports.front();
            desk_->reports.pop_front();
        } else if (const auto market = queue_->pop()) {
            event = *market;
            late.push_back((clock_->now() - event.stamp.recv).ns);
            backlog = std::max(backlog, pushed.load(std::memory_order_relaxed) - late.size());
        } else {
            return done.load(std::memory_order_acquire) ? drained() : Next::Idle;
        }
        last_ = std::max(last_, event.stamp.recv);
        event.stamp.recv = last_;
        return Next::Ready;
    }

    std::atomic<std::uint64_t> pushed{};
    std::atomic<bool> done{};
    std::vector<std::int64_t> late;  ///< ns, of each event of the market
    std::uint64_t backlog{};         ///< the most that waited

private:
    /// What was pushed before `done` was set is seen by now.
    Next drained() { return late.size() < pushed.load() ? Next::Idle : Next::End; }

    venue::MarketQueue* queue_;
    WatchedVenue* desk_;
    const LiveClock* clock_;
    core::Time last_;
};

inline constexpr std::int64_t load_seconds = 5;

/// A market to be told at twice the rate of its busiest second.
struct Load {
    std::string market;
    std::int64_t peak{};  ///< events
    std::vector<core::Event> events;
};

/// By the time of receipt, in any second that begins with a whole one.
inline std::int64_t busiest_second(std::span<const core::TapeRow> rows) {
    std::map<std::int64_t, std::int64_t> seconds;
    std::int64_t most = 0;
    for (const auto& row : rows)
        most = std::max(most, ++seconds[row.recv_ns / core::seconds(1).ns]);
    return most;
}

/// The first events of a tape, as many as there is time for.
inline std::vector<core::Event> events_of(const core::Instrument& instrument,
                                          core::TapeSource& source, std::int64_t peak) {
    sim::TapeCursor cursor{*sim::tape_stream(instrument, source), instrument.venue};
    std::vector<core::Event> events;
    const auto wanted = static_cast<std::size_t>(2 * peak * load_seconds);
    while (events.size() < wanted || !events.back().ends_message()) {
        while (cursor.happens() <= cursor.heard() && cursor.happens() != sim::TapeCursor::never)
            (void)cursor.happen();
        if (cursor.heard() == sim::TapeCursor::never) break;
        cursor.hear(events.emplace_back());
    }
    return events;
}

/// The recording, which is not part of the project; where it is missing, a made-up market at the
/// recording's rate.
inline Load load_of(const core::Instrument& instrument) {
    const auto file = std::filesystem::path{NIGHTJAR_SHARED_DATA} /
                      "l2events_binance-usdm_btcusdt_20240808.csv.gz";
    if (std::filesystem::exists(file)) {
        data::TapeFolder folder;
        NJ_CHECK(folder.import_files({file}).has_value(), "the recording cannot be read");
        const auto peak = busiest_second(folder.rows());
        auto tape = folder.tape();
        return {"recorded", peak, events_of(instrument, tape, peak)};
    }
    constexpr std::int64_t peak_of_recording = 10'676;
    sim::tests::MemoryTape tape{sim::tests::market_tape(5'000, 1)};
    return {"made up", peak_of_recording, events_of(instrument, tape, peak_of_recording)};
}

/// Pushes the events when they are due, message by message, with leaps of the mark price among
/// them. A thread of its own.
class Loader {
public:
    struct Leap {
        core::Duration after;
        int thousandths{};  ///< of the first price
        core::Time due{};
    };
    /// A fall of 3.5 % opens the instrument's breaker; the others lose a part of the equity.
    std::array<Leap, 3> leaps{
        {{core::seconds(2), 965}, {core::seconds(3), 900}, {core::seconds(4), 800}}};
    std::uint64_t full{};  ///< how often the queue had no room
    core::Duration took;

    Loader(const Load& load, venue::MarketQueue& queue, QueueFeed& feed, const LiveClock& clock)
        : load_{&load}, queue_{&queue}, feed_{&feed}, clock_{&clock} {}

    void run(core::Price first_price) {
        const auto start = clock_->now();
        const auto gap = core::seconds(1).ns / (2 * load_->peak);
        auto* leap = leaps.begin();
        std::vector<core::Event> message;
        for (std::size_t i = 0; i < load_->events.size(); ++i) {
            const auto due = start + core::nanoseconds(gap) * static_cast<std::int64_t>(i);
            message.push_back(load_->events[i]);
            if (!message.back().ends_message()) continue;
            if (leap != leaps.end() && due >= start + leap->after) {
                leap->due = due;
                message.push_back(load_->events[i]);
                message.back().body = core::Mark{{first_price.raw * leap->thousandths / 1'000}};
                ++leap;
            }
            for (auto& event : message) event.stamp = {due, due, i};
            while (clock_->now() < due) std::this_thread::yield();
            push(message);
            message.clear();
        }
        took = clock_->now() - start;
        feed_->done.store(true, std::memory_order_release);
    }

private:
    void push(std::span<const core::Event> events) {
        feed_->pushed.fetch_add(events.size());
        while (!queue_->push(events)) {
            ++full;
            std::this_thread::yield();
        }
    }

    const Load* load_;
    venue::MarketQueue* queue_;
    QueueFeed* feed_;
    const LiveClock* clock_;
};

}  // namespace nightjar::engine::tests
