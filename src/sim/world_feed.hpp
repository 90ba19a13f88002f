#pragma once
/// The simulated market as a feed: what its venues show and what they report to us, in the order in
/// which we would have known it.

#include "core/model/ports.hpp"
#include "sim/sim_venue.hpp"
#include "sim/world.hpp"

#include <vector>

namespace nightjar::sim {

/// One thread. Time is the clock's: the world is advanced to it whenever nothing is due, and each
/// request takes effect among the agents' at the time at which it arrives. A clock that is more
/// than `longest_stride` ahead of the world (the process stood still) makes it skip; then all
/// undelivered market data is lost and Gaps say so, but no report ever is.
class WorldFeed final : public core::Feed {
public:
    static constexpr core::Duration longest_stride = core::seconds(5);

    /// `venues` are accounts at the world's exchanges; all must outlive the feed.
    WorldFeed(World& world, std::vector<SimVenue*> venues, const core::Clock& clock)
        : world_{&world}, venues_{std::move(venues)}, clock_{&clock} {}

    /// Never waits and never ends; Idle when nothing is due yet.
    [[nodiscard]] Next next(core::Event& event) override;

private:
    [[nodiscard]] bool take_due(core::Event& event);
    void advance(core::Time now);
    [[nodiscard]] std::optional<core::Time> next_arrival() const;

    World* world_;
    std::vector<SimVenue*> venues_;
    const core::Clock* clock_;
};

}  // namespace nightjar::sim
