#include "backtest/replay.hpp"

#include "sim/errc.hpp"
#include "sim/recordings/scale.hpp"

#include <algorithm>

namespace nightjar::backtest {

using core::Event;
using core::Price;
using core::Qty;
using core::Time;
using sim::TapeCursor;
using sim::TapeStream;

core::Result<BarStream> bar_stream(const core::Instrument& instrument, const core::BarView& bars,
                                   core::Duration feed_latency) {
    NJ_TRY(scale, sim::scale_to(instrument, bars.price_decimals, bars.volume_decimals));
    if (scale.ticks_per_unit < 0)
        return core::fail(sim::Errc::OffTick,
                          "{}: the data has {} decimals, finer than the tick {}; set a tick that "
                          "fits it",
                          instrument.symbol, bars.price_decimals, core::to_string(instrument.tick));
    return BarStream{instrument.id, bars, scale.ticks_per_unit, scale.lots_per_unit, feed_latency};
}

Replay::Replay(const core::Catalog& catalog, std::span<const BarStream> streams,
               std::span<const TapeStream> tapes, std::vector<sim::SimVenue*> venues)
    : venues_{std::move(venues)}, has_tape_(venues_.size()) {
    for (std::size_t i = 0; i < venues_.size(); ++i) {
        const core::VenueId venue{static_cast<std::uint16_t>(i)};
        for (const auto& stream : streams) {
            if (catalog[stream.instrument].venue != venue || stream.bars.size() == 0) continue;
            total_ += stream.bars.size();
            bars_.push_back({stream, venue, 0, false, {}});
            schedule(bars_.back());
        }
        for (const auto& tape : tapes) {
            if (catalog[tape.instrument].venue != venue) continue;
            tapes_.emplace_back(tape, venue);
            total_ += tapes_.back().rows();
            has_tape_[i] = true;
        }
    }
}

void Replay::schedule(BarCursor& cursor) {
    const auto& stream = cursor.stream;
    cursor.due = Time{stream.bars.open_time_ns[cursor.index]} + stream.feed_latency;
    if (cursor.closes) cursor.due = cursor.due + stream.bars.timeframe;
}

Replay::BarCursor* Replay::earliest_bar() {
    BarCursor* best = nullptr;
    for (auto& cursor : bars_)
        if (best == nullptr || cursor.due < best->due ||
            (cursor.due == best->due && cursor.closes && !best->closes))
            best = &cursor;
    return best;
}

TapeCursor* Replay::earliest_heard() {
    TapeCursor* best = nullptr;
    for (auto& cursor : tapes_)
        if (best == nullptr || cursor.heard() < best->heard()) best = &cursor;
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

/// The exchanges with recorded books live on until the moment of what we hear next: until `limit`,
/// or until the first report that reaches us before it.
void Replay::live_until(Time limit) {
    for (;;) {
        auto until = limit;
        for (auto* venue : venues_)
            if (const auto* report = venue->next_report())
                until = std::min(until, report->stamp.recv);
        TapeCursor* tape = nullptr;
        for (auto& cursor : tapes_)
            if (tape == nullptr || cursor.happens() < tape->happens()) tape = &cursor;
        sim::SimVenue* called = nullptr;  // a request arrives there before anything else happens
        auto arrival = tape->happens();
        for (std::size_t i = 0; i < venues_.size(); ++i) {
            const auto next = has_tape_[i] ? venues_[i]->next_arrival() : std::nullopt;
            if (!next || *next >= arrival) continue;
            called = venues_[i];
            arrival = *next;
        }
        if (arrival > until || arrival == TapeCursor::never) return;
        if (called != nullptr)
            called->advance(arrival);
        else
            venues_[tape->venue().value]->on_recorded(tape->happen());
    }
}

core::Feed::Next Replay::next(Event& event) {
    for (;;) {
        auto* bar = earliest_bar();
        auto* tape = earliest_heard();
        const auto bar_due = bar != nullptr ? bar->due : TapeCursor::never;
        const auto heard = tape != nullptr ? tape->heard() : TapeCursor::never;
        const auto said = std::min(bar_due, heard);
        const bool over = said == TapeCursor::never;  // timers alone would go on for ever
        const auto until = over ? said : std::min(said, alarm_);
        if (!tapes_.empty()) live_until(until);
        if (take_report(until, event)) return Next::Ready;
        if (over) return Next::End;
        if (alarm_ <= said) {
            event = {};
            event.stamp = {alarm_, alarm_, 0};
            event.body = core::TimerFired{};
            alarm_ = TapeCursor::never;
            return Next::Ready;
        }
        if (heard <= bar_due) {
            tape->hear(event);
            ++done_;
            return Next::Ready;
        }
        if (!bar->closes) {
            open_bar(*bar);
            continue;
        }
        close_bar(*bar, event);
        return Next::Ready;
    }
}

core::Status Replay::status() const {
    for (const auto& tape : tapes_) NJ_TRY(tape.status());
    return {};
}

void Replay::open_bar(BarCursor& cursor) {
    auto& venue = *venues_[cursor.venue.value];
    const auto& stream = cursor.stream;
    if (venue.awaits(stream.instrument))
        venue.on_open(stream.instrument,
                      Price{stream.bars.open[cursor.index] * stream.ticks_per_unit}, cursor.due);
    cursor.closes = true;
    schedule(cursor);
}

void Replay::close_bar(BarCursor& cursor, Event& event) {
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
    event.stamp = {candle.open_time + candle.timeframe, cursor.due, ++done_};
    event.instrument = stream.instrument;
    event.venue = cursor.venue;
    event.body = candle;
    cursor.closes = false;
    if (++cursor.index < bars.size())
        schedule(cursor);
    else
        bars_.erase(bars_.begin() + (&cursor - bars_.data()));
}

}  // namespace nightjar::backtest
