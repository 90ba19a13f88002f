#pragma once
/// A recorded session once more, held against its ledger record by record.

#include "engine/engine.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace nightjar::backtest {

struct Reenactment {
    std::uint64_t events{};
    std::uint64_t records{};  ///< that came out equal, byte for byte
    std::uint32_t epochs{1};  ///< lives of the process
    std::uint64_t surplus{};  ///< records that a crash kept the session from writing
    std::string difference;   ///< empty: the ledger came out again as it is
};

/// Runs the recorded inputs through a new engine; where the session was resumed, through one that
/// is recalled from the ledger, as it was then. `config` must be the session's own.
core::Result<Reenactment> reenact(const engine::Config& config, core::Registries& registries,
                                  const std::filesystem::path& ledger,
                                  const std::filesystem::path& inputs);

}  // namespace nightjar::backtest
