#pragma once
/// What a person should know of a running node that is no record of its ledger.

#include "engine/snapshot.hpp"
#include "notify/message.hpp"

#include <map>
#include <string>
#include <vector>

namespace nightjar::ops {

/// One thread. Looks at snapshots, in their order.
class StandingWatch {
public:
    /// A venue that is away for so long is told of; streams that break are back within seconds.
    static constexpr core::Duration patience = core::minutes(1);

    /// `recorded` is the kill level that the ledger holds, read after the snapshot was taken.
    std::vector<notify::Message> look(const engine::Snapshot& snapshot, core::KillLevel recorded,
                                      core::Time now);

private:
    struct Venue {
        core::Time away_since;
        bool away{};
        bool told_away{};
        std::uint64_t quarantined{};
    };
    void look_at(const engine::VenueLine& line, core::Time now,
                 std::vector<notify::Message>& found);

    std::map<std::string, Venue> venues_;
    core::KillLevel unrecorded_{};
    core::KillLevel told_{};
    core::Time unrecorded_since_;
};

}  // namespace nightjar::ops
