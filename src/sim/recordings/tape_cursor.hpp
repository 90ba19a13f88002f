#pragma once
/// A recorded market lived through twice: as it happened at the exchange, and as we heard of it.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "core/model/tape.hpp"
#include "sim/models/latency.hpp"
#include "sim/ring.hpp"

#include <limits>

namespace nightjar::sim {

/// One instrument's tape, and how its numbers and clocks become ours.
struct TapeStream {
    core::InstrumentId instrument{};
    core::TapeSource* source{};      ///< outlives who reads it
    bool rates{};                    ///< nothing but marks and funding, beside bars
    std::int64_t ticks_per_unit{1};  ///< above 0 multiplies, below 0 divides by its magnitude
    std::int64_t lots_per_unit{1};   ///< likewise
    core::Duration clock_offset{};   ///< of the exchange's clock against the recorder's: taken off
    LatencyModel feed_latency{};     ///< to us, where the tape has no times of receipt
    std::uint64_t seed{};            ///< of its chance
    core::Time until{std::numeric_limits<std::int64_t>::max()};  ///< of receipt; rows from there on
                                                                 ///< are not seen
};

/// Error: OffTick, where prices or quantities of that many decimals fit no tick or lot. A price
/// that lies on no tick ends the tape; marks are rounded down to one.
core::Result<TapeStream> tape_stream(const core::Instrument& instrument, core::TapeSource& source);
/// Of marks, which are rounded down to a tick, and funding; any other row ends the tape.
core::Result<TapeStream> rate_stream(const core::Instrument& instrument, core::TapeSource& source);

/// One thread. Rows come from the tape in the order of receipt. The exchange lives through them in
/// the order of its own time, which a message can miss by `reorder_window` at most: one that took
/// longer to arrive happens at the exchange when its turn has passed. Nothing happens there later
/// than we hear of it, whatever the clocks say.
class TapeCursor {
public:
    static constexpr core::Duration reorder_window = core::seconds(2);
    static constexpr core::Time never{std::numeric_limits<std::int64_t>::max()};

    explicit TapeCursor(const TapeStream& stream, core::VenueId venue);

    /// When the next event happens at the exchange, and when we hear of the next.
    [[nodiscard]] core::Time happens() const {
        return order_.empty() ? never : events_[index(order_.front())].stamp.exch;
    }
    [[nodiscard]] core::Time heard() const {
        return events_.empty() ? never : events_.front().stamp.recv;
    }
    /// Take that event. Until the next call the first one is good.
    const core::Event& happen();
    void hear(core::Event& event);

    [[nodiscard]] core::VenueId venue() const { return venue_; }
    [[nodiscard]] std::uint64_t rows() const { return stream_.source->info().rows; }
    /// What ended the tape before its end.
    [[nodiscard]] const core::Status& status() const { return status_; }

private:
    [[nodiscard]] std::size_t index(std::uint64_t row) const { return row - heard_; }
    void read_ahead();
    bool read_block();
    [[nodiscard]] bool off_tick(const core::TapeRow& row) const;
    void take(const core::TapeRow& row);
    [[nodiscard]] core::Event::Body body(const core::TapeRow& row);
    [[nodiscard]] core::Price price(const core::TapeRow& row) const {
        return {stream_.ticks_per_unit > 0 ? row.price * stream_.ticks_per_unit
                                           : row.price / -stream_.ticks_per_unit};
    }
    [[nodiscard]] core::Qty qty(const core::TapeRow& row) const {
        return {stream_.lots_per_unit > 0 ? row.qty * stream_.lots_per_unit
                                          : row.qty / -stream_.lots_per_unit};
    }

    TapeStream stream_;
    core::Random chance_;
    core::VenueId venue_;
    Ring<core::Event> events_;   // read, not yet heard of; they have happened or will
    Ring<std::uint64_t> order_;  // their numbers, those that have not yet happened, by time
    core::Quote quote_;          // its first half waits for the second
    std::uint64_t read_{};       // events, in all
    std::uint64_t heard_{};      // likewise
    core::Time read_until_;      // receipt of the last
    core::Time happened_;        // time of the last
    bool ended_{};
    core::Status status_;
};

}  // namespace nightjar::sim
