#pragma once
/// Recordings that simulated exchanges play.

#include "app/plan.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "exchange/config.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace nightjar::app {

/// A tape of the store, looked through once.
struct Replay {
    std::string market;  ///< what the exchange lists of the base that it begins with
    std::filesystem::path folder;
    std::string tape;
    core::Time first;             ///< receipt of its first row
    core::Duration clock_behind;  ///< of the recorder's clock, as far as it shows
};

/// Errors: the store's; BadCall, for a tape that is empty or whose book is crossed.
core::Result<Replay> find_replay(const std::string& market, const std::filesystem::path& folder,
                                 const std::string& tape);

/// Of the instruments of that venue, by the recorder's clock as a backtest of the plan has it.
core::Result<std::vector<Replay>> find_replays(const Plan& plan, const std::string& venue,
                                               const std::filesystem::path& data_dir);

/// As long as it is there, so are the tapes that were made of files for it alone.
class ReplayFolder {
public:
    ReplayFolder() = default;
    ~ReplayFolder();
    ReplayFolder(const ReplayFolder&) = delete;
    ReplayFolder& operator=(const ReplayFolder&) = delete;

    /// Of a file as `nightjar data import` reads it. Errors: Io, and those of the import.
    core::Result<Replay> import(const std::string& market, const std::filesystem::path& file);

private:
    std::filesystem::path path_;
    std::size_t tapes_{};
};

/// Leaves of the exchange what is replayed. Error: BadCall, for a market that is not listed, or
/// whose steps do not fit the tape.
core::Status put_replays(std::span<const Replay> replays, exchange::HallConfig& plan);

/// By how much later they happen: from `earliest` on, and at the same place within `phase`, which
/// is at least a second, as when they were recorded.
core::Duration replayed_later(std::span<const Replay> replays, core::Time earliest,
                              core::Duration phase);

}  // namespace nightjar::app
