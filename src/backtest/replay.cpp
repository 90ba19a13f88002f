#include "backtest/replay.hpp"

#include "backtest/errc.hpp"

#include <algorithm>
#include <limits>

namespace nightjar::backtest {

using core::Event;
using core::Price;
using core::Qty;
using core::Time;

core::Result<BarStream> bar_stream(const core::Instrument& instrument, const core::BarView& bars,
                                   core::Duration feed_latency) {
    const auto unit = [](int decimals) {
        return core::Money::one / core::power_of_ten(decimals);  // 1e-12 of quote or base
    };
    BarStream stream{instrument.id, bars, 1, 1, feed_latency};
    const auto price_unit = core::Wide{unit(bars.price_decimals)};
    if (price_unit % instrument.tick.raw != 0)
        return core::fail(Errc::OffTick,
                          "{}: the series has {} decimals, finer than the tick {}; set a tick that "
                          "fits it",
                          instrument.symbol, bars.price_decimals, core::to_string(instrument.tick));
    stream.ticks_per_unit = static_cast<std::int64_t>(price_unit / instrument.tick.raw);
    const auto volume_unit = core::Wide{unit(bars.volume_decimals)};
    stream.lots_per_unit = volume_unit >= instrument.lot.raw
                               ? static_cast<std::int64_t>(volume_unit / instrument.lot.raw)
                               : -static_cast<std::int64_t>(instrument.lot.raw / volume_unit);
    return stream;
}

Replay::Replay(const core::Catalog& catalog, std::span<const BarStream> streams,
               std::vector<sim::SimVenue*> venues)
    : venues_{std::move(venues)} {
    for (std::size_t venue = 0; venue < venues_.size(); ++venue)
        for (const auto& stream : streams) {
            if (catalog[stream.instrument].venue.value != venue || stream.bars.size() == 0)
                continue;
            bars_total_ += stream.bars.size();
            cursors_.push_back({stream, catalog[stream.instrument].venue, 0, false, {}});
            schedule(cursors_.back());
        }
}

void Replay::schedule(Cursor& cursor) {
    const auto& stream = cursor.stream;
    cursor.due = Time{stream.bars.open_time_ns[cursor.index]} + stream.feed_latency;
    if (cursor.closes) cursor.due = cursor.due + stream.bars.timeframe;
}

Replay::Cursor* Replay::earliest() {
    Cursor* best = nullptr;
    for (auto& cursor : cursors_)
        if (best == nullptr || cursor.due < best->due ||
            (cursor.due == best->due && cursor.closes && !best->closes))
            best = &cursor;
    return best;
}

bool Replay::take_report(Time until, Event& event) {
    sim::SimVenue* first = nullptr;
    for (auto* venue : venues_) {
        const auto* report = venue->next_report();
        if (report == nullptr || report->stamp.recv > until) continue;
        if (first == nullptr || report->stamp.recv < first->next_report()->stamp.recv)
            first = venue;
    }
    if (first == nullptr) return false;
    event = *first->next_report();
    first->pop_report();
    return true;
}

core::Feed::Next Replay::next(Event& event) {
    for (;;) {
        auto* cursor = earliest();
        const Time until =
            cursor != nullptr ? cursor->due : Time{std::numeric_limits<std::int64_t>::max()};
        if (take_report(until, event)) return Next::Ready;
        if (cursor == nullptr) return Next::End;
        if (!cursor->closes) {
            open_bar(*cursor);
            continue;
        }
        close_bar(*cursor, event);
        return Next::Ready;
    }
}

void Replay::open_bar(Cursor& cursor) {
    auto& venue = *venues_[cursor.venue.value];
    const auto& stream = cursor.stream;
    if (venue.awaits(stream.instrument))
        venue.on_open(stream.instrument,
                      Price{stream.bars.open[cursor.index] * stream.ticks_per_unit}, cursor.due);
    cursor.closes = true;
    schedule(cursor);
}

void Replay::close_bar(Cursor& cursor, Event& event) {
    const auto& stream = cursor.stream;
    const auto& bars = stream.bars;
    const auto i = cursor.index;
    const auto volume = bars.volume[i];
    const core::Candle candle{Time{bars.open_time_ns[i]},
                              bars.timeframe,
                              Price{bars.open[i] * stream.ticks_per_unit},
                              Price{bars.high[i] * stream.ticks_per_unit},
                              Price{bars.low[i] * stream.ticks_per_unit},
                              Price{bars.close[i] * stream.ticks_per_unit},
                              Qty{stream.lots_per_unit > 0 ? volume * stream.lots_per_unit
                                                           : volume / -stream.lots_per_unit}};
    venues_[cursor.venue.value]->on_bar(stream.instrument, candle);
    event.stamp = {candle.open_time + candle.timeframe, cursor.due, ++bars_done_};
    event.instrument = stream.instrument;
    event.venue = cursor.venue;
    event.body = candle;
    cursor.closes = false;
    if (++cursor.index < bars.size())
        schedule(cursor);
    else
        cursors_.erase(cursors_.begin() + (&cursor - cursors_.data()));
}

}  // namespace nightjar::backtest
