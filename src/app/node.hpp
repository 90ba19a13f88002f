#pragma once
/// A session in real time: a marketplace, through the engine.

#include "app/checkpointer.hpp"
#include "app/control.hpp"
#include "app/marketplace.hpp"
#include "app/models.hpp"
#include "engine/command_feed.hpp"
#include "engine/live_clock.hpp"
#include "engine/live_loop.hpp"
#include "store/ledger.hpp"
#include "store/recording.hpp"

#include <memory>
#include <string>
#include <vector>

namespace nightjar::app {

/// Make, run once, finish. The thread that runs it is the engine's; `request_stop` is for any
/// thread and for signal handlers.
class Node {
public:
    /// A new session, or with `resume` the one that the folder holds: its books are recalled from
    /// the ledger. `clock` outlives it.
    /// `models` does too.
    static core::Result<std::unique_ptr<Node>> make(const Plan& plan, const SessionDir& session,
                                                    Models& models,
                                                    std::unique_ptr<Marketplace> market,
                                                    const core::Clock& clock, bool resume);

    void run();
    void request_stop() { commands_->request_stop(); }
    /// One thread beside the signal handlers. False: too many wait.
    [[nodiscard]] bool request(const core::Event::Body& said) { return commands_->request(said); }
    /// Fixed things of the engine, for any thread: its strategies, its catalog.
    [[nodiscard]] const engine::Engine& engine() const { return *engine_; }
    /// Seals the ledger; gives its head. The checkpoint then holds all of it.
    core::Result<std::string> finish();

    [[nodiscard]] const engine::SnapshotBox& snapshots() const { return box_; }
    /// What a resumed session came from.
    struct Recovered {
        std::uint64_t records{};
        std::uint64_t from_checkpoint{};
        std::uint64_t cut_bytes{};  ///< that a crash had left unfinished
        std::uint64_t ledger_bytes{};
    };
    [[nodiscard]] const Recovered& recovered() const { return recovered_; }

private:
    Node(std::unique_ptr<Marketplace> market, const core::Clock& clock, core::Registries parts)
        : clock_{&clock}, parts_{std::move(parts)}, market_{std::move(market)} {}
    core::Status open_logs(const SessionDir& session);
    /// Gives what the engine must hear first.
    core::Result<std::vector<core::Event>> begin(const SessionDir& session, bool resume);

    const core::Clock* clock_;
    core::Registries parts_;
    engine::Config config_;  // the market's; the engine has its copy
    std::unique_ptr<store::EventLog> inputs_;
    std::unique_ptr<store::Ledger> ledger_;
    std::unique_ptr<Marketplace> market_;
    std::unique_ptr<engine::Engine> engine_;
    std::unique_ptr<engine::CommandFeed> commands_;
    std::unique_ptr<store::RecordingFeed> feed_;
    engine::SnapshotBox box_;
    std::unique_ptr<Checkpointer> checkpointer_;
    Recovered recovered_;
};

}  // namespace nightjar::app
