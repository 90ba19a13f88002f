#pragma once
/// From a ledger on disk to an engine that stands where it ended.

#include "engine/engine.hpp"

#include <filesystem>

namespace nightjar::backtest {

/// Recalls the first `records` records (seals not counted) of a ledger. Gives how many there were.
core::Result<std::uint64_t> recall(engine::Engine& engine, const std::filesystem::path& ledger,
                                   std::uint64_t records);

struct Recovery {
    std::unique_ptr<engine::Engine> engine;
    std::uint64_t records{};          ///< of the ledger
    std::uint64_t from_checkpoint{};  ///< of them; 0: there was none, or none that fits
};

/// A new engine, brought to the end of the ledger: by the checkpoint, where one is there that fits,
/// and the records behind it; else by all records.
core::Result<Recovery> recover(const engine::Config& config, core::Registries& registries,
                               const engine::Ports& ports, const std::filesystem::path& ledger,
                               const std::filesystem::path& checkpoint);

/// Brings the checkpoint of a session up to its ledger. It is made from the ledger alone, so it may
/// be done while the session runs, by any one thread. Gives the records that it holds now.
core::Result<std::uint64_t> renew_checkpoint(const engine::Config& config,
                                             core::Registries& registries,
                                             const std::filesystem::path& ledger,
                                             const std::filesystem::path& checkpoint);

}  // namespace nightjar::backtest
