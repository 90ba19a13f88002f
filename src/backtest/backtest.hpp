#pragma once
/// History through the engine: the same assembly as live, with a replay for a feed and simulated
/// venues.

#include "backtest/replay.hpp"
#include "core/model/mailbox.hpp"
#include "engine/engine.hpp"
#include "store/ledger.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace nightjar::backtest {

struct VenueSettings {
    sim::MatchingConfig matching;
    sim::SimVenue::Latency latency;
};

struct Settings {
    engine::Config engine;
    std::vector<VenueSettings> venues;   ///< by VenueId
    std::vector<BarStream> streams;      ///< the views must outlive the backtest
    std::vector<sim::TapeStream> tapes;  ///< likewise their sources
    std::uint64_t seed{1};
    std::filesystem::path ledger;  ///< directory, must not hold one yet
    core::Mailbox* opinions{};     ///< of models, stamped; outlives the backtest
};

/// One thread; use once: make, run, finish.
class Backtest {
public:
    static core::Result<std::unique_ptr<Backtest>> make(Settings settings,
                                                        core::Registries& registries);

    /// Runs to the end. `progress` is called now and then with the bars and rows of tapes done and
    /// in all.
    void run(const std::function<void(std::uint64_t, std::uint64_t)>& progress);
    /// Closes the engine and seals the ledger; gives journal_sha256.
    core::Result<std::string> finish();

    [[nodiscard]] const engine::Engine& engine() const { return *engine_; }

private:
    explicit Backtest(core::Catalog catalog) : catalog_{std::move(catalog)} {}

    core::Catalog catalog_;  // the exchange's own; the engine has its copy
    std::unique_ptr<store::Ledger> ledger_;
    std::vector<std::unique_ptr<sim::Matching>> exchanges_;
    std::vector<std::unique_ptr<sim::SimVenue>> venues_;
    std::unique_ptr<engine::Engine> engine_;
    std::unique_ptr<Replay> replay_;
    core::Mailbox* opinions_{};
};

}  // namespace nightjar::backtest
