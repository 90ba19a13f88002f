#include "market/book.hpp"
#include "report/prices.hpp"

#include <algorithm>

namespace nightjar::report {

namespace {

using core::BookDelta;
using core::TapeRow;

/// A tape's rows become a book of the instrument's ticks.
class TapeBook {
public:
    TapeBook(const core::Instrument& instrument, const core::TapeInfo& info)
        : instrument_{&instrument}, decimals_{info.price_decimals} {}

    /// The touch, once a row completes a message after which the book may be read.
    std::optional<Touch> take(const TapeRow& row) {
        switch (row.kind) {
            case TapeRow::Kind::Level:
                return touch(book_.apply({BookDelta::Action::Set, row.side, ticks(row.price),
                                          core::Qty{row.qty}, row.last}));
            case TapeRow::Kind::Clear:
                return touch(book_.apply({BookDelta::Action::Clear, row.side, {}, {}, row.last}));
            case TapeRow::Kind::Quote:
                (row.side == core::Side::Buy ? quote_.bid : quote_.ask) = ticks(row.price);
                return row.last ? std::optional{quote_} : std::nullopt;
            case TapeRow::Kind::Gap: book_.invalidate(); break;
            default: break;
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] core::Price ticks(std::int64_t price) const {
        return in_ticks(price, decimals_, *instrument_);
    }
    [[nodiscard]] std::optional<Touch> touch(bool readable) const {
        if (!readable || !book_.valid()) return std::nullopt;
        const auto bid = book_.best_bid();
        const auto ask = book_.best_ask();
        if (!bid || !ask) return std::nullopt;
        return Touch{bid->price, ask->price};
    }

    const core::Instrument* instrument_;
    int decimals_;
    market::Book book_;
    Touch quote_;
};

struct Decided {
    core::Time at;
    core::OrderId order;
};

/// Those of the instrument's orders that were filled, in the order of their decisions.
std::vector<Decided> decisions(const Story& story, core::InstrumentId id) {
    std::vector<Decided> list;
    for (const auto& booking : story.bookings) {
        const auto order = story.order_of.find(booking.order);
        if (booking.instrument == id && order != story.order_of.end())
            list.push_back({order->second.at, booking.order});
    }
    std::ranges::sort(list, {}, [](const Decided& d) { return std::pair{d.at, d.order}; });
    return list;
}

}  // namespace

core::Result<PriceLine> PriceLine::of_tape(const Story& story, core::InstrumentId id,
                                           core::TapeSource& tape) {
    constexpr std::int64_t most_points = 50'000;
    const auto& info = tape.info();
    const core::Duration step{(info.last - info.first).ns / most_points};
    const auto wanted = decisions(story, id);
    TapeBook book{story.instruments[id.value], info};
    PriceLine line;
    std::optional<Touch> seen;
    auto next = wanted.begin();
    for (;;) {
        NJ_TRY(rows, tape.next());
        for (const auto& row : rows) {
            const core::Time now{info.received ? row.recv_ns : row.exch_ns};
            for (; next != wanted.end() && next->at < now; ++next)
                if (seen) line.touches_.emplace(next->order, *seen);
            const auto touch = book.take(row);
            if (!touch) continue;
            seen = touch;
            const core::Price mid{(touch->bid.raw + touch->ask.raw) / 2};
            auto& points = line.points_;
            if (points.empty() || (now - points.back().at >= step && points.back().price != mid))
                points.push_back({now, mid});
        }
        if (rows.empty()) break;
    }
    for (; next != wanted.end(); ++next)
        if (seen) line.touches_.emplace(next->order, *seen);
    return line;
}

}  // namespace nightjar::report
