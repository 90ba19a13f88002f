#include "app/replay.hpp"

#include "app/errc.hpp"
#include "data/tape_check.hpp"
#include "data/tape_import.hpp"
#include "sim/recordings/tape_cursor.hpp"
#include "store/tape_file.hpp"

#include <fmt/ranges.h>
#include <stdlib.h>  // NOLINT: mkdtemp is POSIX

#include <algorithm>
#include <cerrno>
#include <ranges>

namespace nightjar::app {

using core::fail;
using core::Result;
using core::Status;

Result<Replay> find_replay(const std::string& market, const std::filesystem::path& folder,
                           const std::string& tape) {
    NJ_TRY(opened, store::TapeFile::open(folder, tape));
    NJ_TRY(report, data::check(opened));
    if (!report.usable())
        return fail(Errc::BadCall, "{}: {}: see `nightjar data check {}`", tape,
                    report.info.rows == 0 ? "it is empty" : "its book is crossed", tape);
    return Replay{market, folder, tape, opened.info().first, report.clock_behind};
}

Result<std::vector<Replay>> find_replays(const Plan& plan, const std::string& venue,
                                         const std::filesystem::path& data_dir) {
    std::vector<Replay> replays;
    for (const auto& instrument : plan.instruments) {
        if (instrument.venue != venue || instrument.tape.empty()) continue;
        auto found = find_replay(instrument.symbol, data_dir / "series", instrument.tape);
        if (!found) return std::unexpected{found.error().in(instrument.name())};
        if (found->clock_behind.ns > 0)
            found->clock_behind = found->clock_behind + plan.feed_latency;
        replays.push_back(*std::move(found));
    }
    return replays;
}

ReplayFolder::~ReplayFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

Result<Replay> ReplayFolder::import(const std::string& market, const std::filesystem::path& file) {
    if (path_.empty()) {
        auto name = (std::filesystem::temp_directory_path() / "nightjar-replay-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            return fail(Errc::Io, "{}: no folder can be made there: {}", name,
                        std::generic_category().message(errno));
        path_ = name;
    }
    const auto tape = fmt::format("replay-{}", ++tapes_);
    NJ_TRY(imported, data::import_tape({&file, 1}, path_, tape));
    (void)imported;
    return find_replay(market, path_, tape);
}

namespace {

const Replay* replay_of(std::span<const Replay> replays, const exchange::Listing& listing) {
    const auto found = std::ranges::find_if(
        replays, [&](const Replay& each) { return each.market.starts_with(listing.base); });
    return found == replays.end() ? nullptr : &*found;
}

/// All of it is read once: what does not fit is said before anybody trades.
Status put_replay(const Replay& replay, exchange::Listing& listing) {
    NJ_TRY(tape, store::TapeFile::open(replay.folder, replay.tape));
    NJ_TRY(stream, sim::tape_stream(listing.instrument, tape));
    sim::TapeCursor cursor{stream, {}};
    core::Event event;
    while (cursor.heard() != sim::TapeCursor::never) {
        while (cursor.happens() <= cursor.heard()) (void)cursor.happen();
        cursor.hear(event);
    }
    NJ_TRY(cursor.status());
    NJ_TRY(again, store::TapeFile::open(replay.folder, replay.tape));
    listing.recording = {std::make_shared<store::TapeFile>(std::move(again)), replay.clock_behind};
    return {};
}

}  // namespace

Status put_replays(std::span<const Replay> replays, exchange::HallConfig& plan) {
    if (replays.empty()) return {};
    for (const auto& replay : replays)
        if (std::ranges::none_of(plan.listings, [&](const exchange::Listing& listing) {
                return replay_of({&replay, 1}, listing) != nullptr;
            }))
            return fail(
                Errc::BadCall, "{} lists no {}; there are {}", plan.venue, replay.market,
                fmt::join(plan.listings | std::views::transform(&exchange::Listing::base), ", "));
    std::erase_if(plan.listings, [&](const exchange::Listing& listing) {
        return replay_of(replays, listing) == nullptr;
    });
    for (auto& listing : plan.listings) NJ_TRY(put_replay(*replay_of(replays, listing), listing));
    return {};
}

core::Duration replayed_later(std::span<const Replay> replays, core::Time earliest,
                              core::Duration phase) {
    const auto step = std::max(phase, core::seconds(1)).ns;
    const auto first = std::ranges::min(replays | std::views::transform(&Replay::first));
    return core::Duration{((earliest - first).ns + step - 1) / step * step};
}

}  // namespace nightjar::app
