#pragma once
/// History as a feed: market data and the simulated venues' reports, merged in the order in which
/// we would have known them.

#include "core/model/bars.hpp"
#include "core/model/instrument.hpp"
#include "core/model/ports.hpp"
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
/// close can take part in the next open; ties go by venue, then stream.
class Replay final : public core::Feed {
public:
    /// `venues` by VenueId; both must outlive the replay.
    Replay(const core::Catalog& catalog, std::span<const BarStream> streams,
           std::vector<sim::SimVenue*> venues);

    [[nodiscard]] Next next(core::Event& event) override;

    [[nodiscard]] std::uint64_t bars_done() const { return bars_done_; }
    [[nodiscard]] std::uint64_t bars_total() const { return bars_total_; }

private:
    struct Cursor {
        BarStream stream;
        core::VenueId venue;
        std::size_t index{};
        bool closes{};   // what comes next: the bar's close, else its open
        core::Time due;  // when
    };
    [[nodiscard]] Cursor* earliest();
    [[nodiscard]] bool take_report(core::Time until, core::Event& event);
    void open_bar(Cursor& cursor);
    void close_bar(Cursor& cursor, core::Event& event);
    static void schedule(Cursor& cursor);

    std::vector<Cursor> cursors_;  // those that are not at their end, in order of venue and stream
    std::vector<sim::SimVenue*> venues_;
    std::uint64_t bars_done_{};
    std::uint64_t bars_total_{};
};

}  // namespace nightjar::backtest
