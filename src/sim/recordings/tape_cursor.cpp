#include "sim/recordings/tape_cursor.hpp"

#include "sim/errc.hpp"
#include "sim/recordings/scale.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::Event;
using core::TapeRow;
using core::Time;

core::Result<TapeStream> tape_stream(const core::Instrument& instrument, core::TapeSource& source) {
    const auto& info = source.info();
    NJ_TRY(scale, scale_to(instrument, info.price_decimals, info.qty_decimals));
    TapeStream stream;
    stream.instrument = instrument.id;
    stream.source = &source;
    stream.ticks_per_unit = scale.ticks_per_unit;
    stream.lots_per_unit = scale.lots_per_unit;
    return stream;
}

core::Result<TapeStream> rate_stream(const core::Instrument& instrument, core::TapeSource& source) {
    const auto decimals = source.info().price_decimals;
    const auto ticks = steps_in(core::whole(1), decimals, instrument.tick);
    if (!ticks)
        return core::fail(Errc::OffTick, "{}: marks of {} decimals do not fit the tick {}",
                          instrument.symbol, decimals, core::to_string(instrument.tick));
    TapeStream stream;
    stream.instrument = instrument.id;
    stream.source = &source;
    stream.rates = true;
    stream.ticks_per_unit = *ticks;
    return stream;
}

TapeCursor::TapeCursor(const TapeStream& stream, core::VenueId venue)
    : stream_{stream},
      chance_{stream.seed, stream.instrument.value},
      venue_{venue},
      read_until_{std::numeric_limits<std::int64_t>::min()},
      happened_{read_until_} {
    read_ahead();
}

/// The first in the exchange's order is known once nothing unread can have happened before it.
void TapeCursor::read_ahead() {
    while (!ended_ && (order_.empty() || read_until_ < happens() + reorder_window))
        ended_ = !read_block();
}

bool TapeCursor::read_block() {
    const auto rows = stream_.source->next();
    if (!rows) {
        status_ = std::unexpected{rows.error()};
        return false;
    }
    for (const auto& row : *rows) {
        if (stream_.rates && row.kind != TapeRow::Kind::Mark &&
            row.kind != TapeRow::Kind::Funding) {
            status_ = core::fail(Errc::NotRates,
                                 "a tape of funding holds trades or a book; name it as tape");
            return false;
        }
        if (off_tick(row)) {
            const auto decimals = stream_.source->info().price_decimals;
            status_ = core::fail(Errc::OffTick, "a price of {} is on no tick; set a tick that fits",
                                 core::format_decimal(row.price, decimals));
            return false;
        }
        take(row);
        if (read_until_ >= stream_.until) return false;
    }
    return !rows->empty();
}

/// Marks are averages, and lie anywhere; so do prices of nothing.
bool TapeCursor::off_tick(const TapeRow& row) const {
    const bool traded_at = row.kind == TapeRow::Kind::Trade || row.kind == TapeRow::Kind::Level ||
                           row.kind == TapeRow::Kind::Quote;
    return traded_at && stream_.ticks_per_unit < 0 && row.price % stream_.ticks_per_unit != 0;
}

Event::Body TapeCursor::body(const TapeRow& row) {
    switch (row.kind) {
        case TapeRow::Kind::Trade: return core::Trade{price(row), qty(row), row.side, {row.id}};
        case TapeRow::Kind::Level:
            return core::BookDelta{core::BookDelta::Action::Set, row.side, price(row), qty(row),
                                   row.last};
        case TapeRow::Kind::Clear:
            return core::BookDelta{core::BookDelta::Action::Clear, row.side, {}, {}, row.last};
        case TapeRow::Kind::Quote:
            quote_.ask = price(row);
            quote_.ask_qty = qty(row);
            return quote_;
        case TapeRow::Kind::Mark: return core::Mark{price(row)};
        case TapeRow::Kind::Funding: return core::Funding{{row.qty}};
        case TapeRow::Kind::Gap: break;
    }
    return core::Gap{static_cast<std::uint64_t>(row.qty)};
}

void TapeCursor::take(const TapeRow& row) {
    if (row.kind == TapeRow::Kind::Quote && row.side == core::Side::Buy && !row.last) {
        quote_.bid = price(row);
        quote_.bid_qty = qty(row);
        return;
    }
    const bool received = stream_.source->info().received;
    Event event;
    event.stamp.exch = Time{row.exch_ns} - stream_.clock_offset;
    event.stamp.recv =
        received ? Time{row.recv_ns} : event.stamp.exch + stream_.feed_latency.draw(chance_);
    if (event.stamp.recv >= stream_.until) {
        read_until_ = stream_.until;
        return;
    }
    event.stamp.recv = std::max(event.stamp.recv, read_until_);
    event.stamp.exch = std::clamp(event.stamp.exch, happened_, event.stamp.recv);
    event.stamp.seq = ++read_;
    event.instrument = stream_.instrument;
    event.venue = venue_;
    event.body = body(row);
    read_until_ = event.stamp.recv;
    events_.push(event);
    order_.push(read_ - 1);
    for (auto at = order_.size() - 1; at > 0; --at) {
        auto& before = order_[at - 1];
        if (events_[index(before)].stamp.exch <= event.stamp.exch) break;
        std::swap(before, order_[at]);
    }
}

const Event& TapeCursor::happen() {
    const auto row = order_.front();
    order_.pop();
    happened_ = events_[index(row)].stamp.exch;
    read_ahead();
    return events_[index(row)];
}

void TapeCursor::hear(Event& event) {
    event = events_.front();
    events_.pop();
    ++heard_;
}

}  // namespace nightjar::sim
