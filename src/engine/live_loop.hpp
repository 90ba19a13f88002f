#pragma once
/// The engine at work in real time.

#include "core/model/ports.hpp"
#include "engine/engine.hpp"
#include "engine/snapshot.hpp"

#include <functional>

namespace nightjar::engine {

/// The engine's thread. Takes events from a feed until it ends; between events, a few times a
/// second, it puts a snapshot out for others to read.
class LiveLoop {
public:
    static constexpr core::Duration snapshot_every = core::milliseconds(250);
    static constexpr core::Duration curve_step = core::seconds(1);
    static constexpr std::size_t curve_points = 1'800;
    static constexpr core::Duration idle_wait = core::microseconds(500);

    /// `venues` says how they stand.
    LiveLoop(Engine& engine, core::Feed& feed, const core::Clock& clock, SnapshotBox& box,
             std::function<std::vector<VenueLine>()> venues)
        : engine_{&engine}, feed_{&feed}, clock_{&clock}, box_{&box}, venues_{std::move(venues)} {}

    /// Returns when the feed has ended and the engine is closed. `wait` sleeps for that long.
    void run(const std::function<void(core::Duration)>& wait);

private:
    void publish();

    Engine* engine_;
    core::Feed* feed_;
    const core::Clock* clock_;
    SnapshotBox* box_;
    std::function<std::vector<VenueLine>()> venues_;
    core::Time published_;
    std::uint64_t events_then_{};
    std::vector<double> curve_;
    core::Time next_point_;
};

}  // namespace nightjar::engine
