#pragma once
/// Where a backtest's history comes from: files below the data root, and series and tapes of the
/// store.

#include "app/wiring.hpp"
#include "report/html.hpp"
#include "store/series_store.hpp"
#include "store/tape_file.hpp"

#include <filesystem>
#include <memory>

namespace nightjar::app {

/// Keeps what was read: the series point into it.
class Sources {
public:
    /// One series for each instrument of the plan, in their order. `folder` is the store's.
    core::Status load(const Plan& plan, const std::filesystem::path& folder);

    [[nodiscard]] const std::vector<Series>& series() const { return series_; }
    /// Sets the tapes to their beginning, for one more replay.
    void rewind();
    /// By instrument, for the report; tapes at their beginning.
    [[nodiscard]] report::Histories histories();
    /// What is missing or suspicious in them, one line each.
    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

private:
    void note(const Series& series, std::uint64_t count, std::string_view what);
    core::Status load_bars(const Plan& plan, const InstrumentPlan& wanted,
                           const std::filesystem::path& folder);
    core::Status load_tape(const InstrumentPlan& wanted, const std::filesystem::path& folder);
    core::Status load_funding(const InstrumentPlan& wanted, const std::filesystem::path& folder);

    std::vector<std::unique_ptr<core::BarColumns>> imported_;
    std::vector<std::unique_ptr<store::Series>> opened_;
    std::vector<std::unique_ptr<store::TapeFile>> tapes_;
    std::vector<Series> series_;
    std::vector<std::string> problems_;
};

}  // namespace nightjar::app
