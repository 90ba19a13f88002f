#pragma once
/// History as a feed: market data and the simulated venues' reports, merged in the order in which
/// we would have known them.

#include "core/model/bars.hpp"
#include "core/model/instrument.hpp"
#include "core/model/ports.hpp"
#include "sim/recordings/tape_cursor.hpp"
#include "sim/sim_venue.hpp"

#include <span>
#include <vector>

namespace nightjar::backtest {

/// One instrument's bars. Factors turn the series' integers into ticks and lots.
struct BarStream {
    core::InstrumentId instrument;
    core::BarView bars;
    std::int64_t ticks_per_unit{1};
    std::int64_t lots_per_unit{1};  ///< above 0 multiplies, below 0 divides by its magnitude
    core::Duration feed_latency;    ///< a bar is known at its close + this
};

/// Makes a stream; refuses a series whose prices do not lie on the instrument's ticks.
core::Result<BarStream> bar_stream(const core::Instrument& instrument, const core::BarView& bars,
                                   core::Duration feed_latency);

/// One thread. Each bar happens twice: at its open the exchange may fill what waits for it, at its
/// close it becomes known. At one moment closes come before opens, so that what is decided at a
/// close can take part in the next open; ties go by venue, then stream. What tapes hold happens
/// twice too: at the exchange, in the order of its time, and to us when it is heard of. At one
/// moment the exchange comes first, then reports to us, timers, what tapes say, and bars.
class Replay final : public core::Feed {
public:
    /// `venues` by VenueId; both must outlive the replay. A venue has bars or tapes, as its
    /// exchange is configured.
    Replay(const core::Catalog& catalog, std::span<const BarStream> streams,
           std::span<const sim::TapeStream> tapes, std::vector<sim::SimVenue*> venues);

    [[nodiscard]] Next next(core::Event& event) override;
    /// The next TimerFired is due then; it comes before what the market says at that moment.
    void wake_at(core::Time time) { alarm_ = time; }

    /// Bars and rows of tapes.
    [[nodiscard]] std::uint64_t done() const { return done_; }
    [[nodiscard]] std::uint64_t total() const { return total_; }
    /// What ended a tape before its end.
    [[nodiscard]] core::Status status() const;

private:
    struct BarCursor {
        BarStream stream;
        core::VenueId venue;
        std::size_t index{};
        bool closes{};   // what comes next: the bar's close, else its open
        core::Time due;  // when
    };
    [[nodiscard]] BarCursor* earliest_bar();
    [[nodiscard]] sim::TapeCursor* earliest_heard();
    [[nodiscard]] bool take_report(core::Time until, core::Event& event);
    void live_until(core::Time limit);
    void open_bar(BarCursor& cursor);
    void close_bar(BarCursor& cursor, core::Event& event);
    static void schedule(BarCursor& cursor);

    std::vector<BarCursor> bars_;  // those that are not at their end, in order of venue and stream
    std::vector<sim::TapeCursor> tapes_;
    std::vector<sim::SimVenue*> venues_;
    std::vector<bool> has_tape_;  // by venue
    core::Time alarm_{sim::TapeCursor::never};
    std::uint64_t done_{};
    std::uint64_t total_{};
};

}  // namespace nightjar::backtest
