#include "ops/standing_watch.hpp"

#include <fmt/format.h>

#include <utility>

namespace nightjar::ops {

using core::Time;
using notify::Message;
using notify::Severity;
using notify::Topic;

std::vector<Message> StandingWatch::look(const engine::Snapshot& snapshot, core::KillLevel recorded,
                                         Time now) {
    std::vector<Message> found;
    for (const auto& line : snapshot.venues) look_at(line, now, found);
    // A ledger that cannot be written raises the level, and cannot say so.
    constexpr auto surely = core::seconds(3);
    const auto level = snapshot.kill_level;
    if (level <= recorded || level != unrecorded_) {
        unrecorded_ = level > recorded ? level : core::KillLevel::None;
        unrecorded_since_ = now;
        if (level <= recorded) told_ = core::KillLevel::None;
    } else if (now - unrecorded_since_ >= surely && std::exchange(told_, level) != level) {
        found.push_back({Severity::Alarm, Topic::KillLevel, now,
                         fmt::format("kill level {}, and the ledger does not say why: it cannot be "
                                     "written; look at the disk",
                                     name(level))});
    }
    return found;
}

void StandingWatch::look_at(const engine::VenueLine& line, Time now, std::vector<Message>& found) {
    auto& venue = venues_[line.name];
    const auto say = [&](Severity severity, std::string text) {
        found.push_back({severity, Topic::Reconciliation, now, std::move(text)});
    };
    if (line.state == "live") {
        venue.away = false;
        if (std::exchange(venue.told_away, false))
            say(Severity::Info, fmt::format("{}: orders may leave again", line.name));
    } else {
        if (!std::exchange(venue.away, true)) venue.away_since = now;
        if (now - venue.away_since >= patience && !std::exchange(venue.told_away, true))
            say(Severity::Warning,
                fmt::format("{}: {} for {} s; no order leaves for it", line.name,
                            line.state == "syncing" ? "not reconciled" : "not reached",
                            (now - venue.away_since).ns / 1'000'000'000));
    }
    const auto before = std::exchange(venue.quarantined, line.quarantined);
    if (line.quarantined > before)
        say(Severity::Alarm,
            fmt::format("{}: {} {} from what the venue says, which no order or fill explains; what "
                        "is concerned is not traded. Look at the session's log.txt",
                        line.name, line.quarantined,
                        line.quarantined == 1 ? "instrument or asset differs"
                                              : "instruments or assets differ"));
    else if (before > 0 && line.quarantined == 0)
        say(Severity::Info, fmt::format("{}: ours and the venue's agree again", line.name));
}

}  // namespace nightjar::ops
