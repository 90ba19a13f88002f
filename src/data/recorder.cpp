#include "data/recorder.hpp"

#include <utility>

namespace nightjar::data {

using core::Result;
using core::Status;
using core::TapeRow;

/// As few decimals of the unit as write each step exactly.
Recorder::Scale Recorder::scale_of(core::Money step, core::Money unit) {
    constexpr int most = 18;
    for (int decimals = 0; decimals < most; ++decimals) {
        const auto scaled = step.raw * core::power_of_ten(decimals);
        if (scaled % unit.raw == 0) return {decimals, static_cast<std::int64_t>(scaled / unit.raw)};
    }
    return {most, 1};
}

Result<store::TapeWriter> Recorder::writer_of(const core::Instrument& instrument,
                                              const std::filesystem::path& root,
                                              const std::string& name) {
    return store::TapeWriter::create(root, name,
                                     {.price_decimals = price_scale(instrument).decimals,
                                      .qty_decimals = qty_scale(instrument).decimals,
                                      .received = true},
                                     "recorded from " + instrument.symbol);
}

Result<Recorder> Recorder::create(const core::Catalog& catalog, const std::filesystem::path& root,
                                  const std::vector<std::string>& names) {
    Recorder made;
    for (const auto& instrument : catalog.instruments()) {
        NJ_TRY(writer, writer_of(instrument, root, names[instrument.id.value]));
        made.tracks_.push_back({&instrument,
                                price_scale(instrument),
                                qty_scale(instrument),
                                std::move(writer),
                                {},
                                {}});
    }
    return made;
}

TapeRow Recorder::row_of(const Track& track, const core::BookDelta& delta,
                         const core::Stamp& stamp) {
    TapeRow row{.exch_ns = stamp.exch.ns, .recv_ns = stamp.recv.ns};
    row.kind = delta.action == core::BookDelta::Action::Clear ? TapeRow::Kind::Clear
                                                              : TapeRow::Kind::Level;
    row.side = delta.side;
    row.price = delta.price.raw * track.price.per_step;
    row.qty = delta.qty.raw * track.qty.per_step;
    row.last = delta.last;
    return row;
}

Status Recorder::add(const core::Event& event) {
    auto& track = tracks_[event.instrument.value];
    TapeRow row{.exch_ns = event.stamp.exch.ns, .recv_ns = event.stamp.recv.ns};
    if (const auto* delta = std::get_if<core::BookDelta>(&event.body)) {
        (void)track.book.apply(*delta);
        row = row_of(track, *delta, event.stamp);
    } else if (const auto* trade = std::get_if<core::Trade>(&event.body)) {
        row.kind = TapeRow::Kind::Trade;
        row.price = trade->price.raw * track.price.per_step;
        row.qty = trade->qty.raw * track.qty.per_step;
        row.side = trade->taker;
        row.id = trade->id.value;
    } else if (const auto* mark = std::get_if<core::Mark>(&event.body)) {
        row.kind = TapeRow::Kind::Mark;
        row.price = mark->price.raw * track.price.per_step;
    } else if (const auto* funding = std::get_if<core::Funding>(&event.body)) {
        row.kind = TapeRow::Kind::Funding;
        row.qty = static_cast<std::int64_t>(funding->rate.raw);
    } else if (const auto* gap = std::get_if<core::Gap>(&event.body)) {
        track.book.invalidate();
        row.kind = TapeRow::Kind::Gap;
        row.qty = static_cast<std::int64_t>(gap->lost);
    } else {
        return {};
    }
    track.last = event.stamp;
    return track.writer.append({&row, 1});
}

/// What is not known to be whole comes with the venue's next snapshot.
Status Recorder::write_book(Track& track) {
    if (!track.book.valid()) return {};
    std::vector<TapeRow> rows{
        row_of(track, {core::BookDelta::Action::Clear, {}, {}, {}, false}, track.last)};
    for (const auto side : {core::Side::Buy, core::Side::Sell})
        for (const auto& level : track.book.side(side))
            rows.push_back(
                row_of(track, {core::BookDelta::Action::Set, side, level.price, level.qty, false},
                       track.last));
    rows.back().last = true;
    return track.writer.append(rows);
}

Result<std::vector<core::TapeInfo>> Recorder::next(const std::filesystem::path& root,
                                                   const std::vector<std::string>& names) {
    NJ_TRY(finished, finish());
    for (std::size_t i = 0; i < tracks_.size(); ++i) {
        NJ_TRY(writer, writer_of(*tracks_[i].instrument, root, names[i]));
        tracks_[i].writer = std::move(writer);
        NJ_TRY(write_book(tracks_[i]));
    }
    return finished;
}

Result<std::vector<core::TapeInfo>> Recorder::finish() {
    std::vector<core::TapeInfo> finished;
    for (auto& track : tracks_) {
        NJ_TRY(info, track.writer.finish());
        finished.push_back(info);
    }
    return finished;
}

}  // namespace nightjar::data
