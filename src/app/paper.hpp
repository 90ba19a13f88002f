#pragma once
/// A paper session: the simulated market in this process, in real time, through the engine.

#include "app/checkpointer.hpp"
#include "app/wiring.hpp"
#include "engine/command_feed.hpp"
#include "engine/live_clock.hpp"
#include "engine/live_loop.hpp"
#include "sim/world.hpp"
#include "sim/world_feed.hpp"
#include "store/ledger.hpp"
#include "store/recording.hpp"

#include <memory>
#include <string>
#include <vector>

namespace nightjar::app {

/// Make, run once, finish. The thread that runs it is the engine's; `request_stop` is for any
/// thread and for signal handlers.
class Paper {
public:
    /// A new session, or with `resume` the one that the folder holds: its books are recalled from
    /// the ledger, and its orders that were open are reported cancelled.
    static core::Result<std::unique_ptr<Paper>> make(const Plan& plan, const SessionDir& session,
                                                     core::Registries& registries, bool resume);

    void run();
    void request_stop() { commands_->request_stop(); }
    /// Seals the ledger; gives its head. The checkpoint then holds all of it.
    core::Result<std::string> finish();

    [[nodiscard]] const engine::SnapshotBox& snapshots() const { return box_; }
    /// What a resumed session came from.
    struct Recovered {
        std::uint64_t records{};
        std::uint64_t from_checkpoint{};
        std::uint64_t cut_bytes{};  ///< that a crash had left unfinished
    };
    [[nodiscard]] const Recovered& recovered() const { return recovered_; }

private:
    Paper() = default;
    core::Status open_logs(const SessionDir& session);
    core::Status begin(const engine::Config& config, core::Registries& registries,
                       const engine::Ports& ports, const SessionDir& session, bool resume);
    [[nodiscard]] std::vector<core::Event> first_events() const;

    core::Catalog catalog_;  // the market's own; the engine has its copy
    engine::LiveClock clock_;
    std::unique_ptr<store::EventLog> inputs_;
    std::unique_ptr<store::Ledger> ledger_;
    std::unique_ptr<sim::World> world_;
    std::vector<std::unique_ptr<sim::SimVenue>> venues_;
    std::unique_ptr<engine::Engine> engine_;
    std::unique_ptr<sim::WorldFeed> market_feed_;
    std::unique_ptr<engine::CommandFeed> commands_;
    std::unique_ptr<store::RecordingFeed> feed_;
    engine::SnapshotBox box_;
    std::unique_ptr<Checkpointer> checkpointer_;
    Recovered recovered_;
};

}  // namespace nightjar::app
