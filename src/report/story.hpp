#pragma once
/// A session as its ledger tells it.

#include "core/model/record.hpp"
#include "report/statistics.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::report {

struct ToldFill {
    core::Time at;  ///< exchange time
    core::InstrumentId instrument;
    core::VenueId venue;
    core::Fill fill;
    std::vector<core::FillShare> shares;
};

/// One account's curve: a strategy's, or the total's.
struct Curve {
    std::vector<EquityPoint> points;
    core::Money first;
    core::Money last;
    std::int64_t max_drawdown_ppb{};
};

struct Story {
    core::SessionOpened opening;
    std::vector<core::Instrument> instruments;
    std::vector<core::StrategyDefined> strategies;
    std::vector<core::SeriesNamed> series;
    std::vector<ToldFill> fills;
    std::map<std::uint16_t, Curve> curves;  ///< by StrategyId, and EquitySampled::total
    std::vector<core::InstrumentClosed> holdings;
    core::Money funding;
    core::KillLevel kill_level{};
    std::uint64_t orders{};
    std::uint64_t refusals{};
    std::optional<core::SessionClosed> closing;  ///< absent: it runs, or it crashed

    [[nodiscard]] const Curve& total() const;
    [[nodiscard]] std::string strategy_name(core::StrategyId id) const;
    [[nodiscard]] std::string instrument_name(core::InstrumentId id) const;
};

/// Reads the whole ledger. A record that does not decode is an error with its number.
core::Result<Story> read_story(const std::filesystem::path& ledger);

}  // namespace nightjar::report
