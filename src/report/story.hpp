#pragma once
/// A session as its ledger tells it.

#include "core/model/execution.hpp"
#include "core/model/parent_measured.hpp"
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

/// What changed one strategy's account, in the order of the ledger: its part of a fill, one side of
/// a cross, or money that came without either.
struct Booking {
    core::Time at;
    core::StrategyId strategy;
    core::InstrumentId instrument;
    core::OrderId order;  ///< 0: none of ours
    core::Price price;
    core::Qty qty;  ///< signed; 0: no trade
    core::Money cash;
    core::Money fee;  ///< in the session's currency; in base: at the fill's price
    core::Money funding;
    core::Money other;             ///< deposits, liquidation fees, adjustments
    std::size_t targets_before{};  ///< of Story::targets: those that this can have come from
    core::Liquidity liquidity{};   ///< of fills
};

struct ToldTarget {
    core::Time at;
    core::StrategyId strategy;
    core::InstrumentId instrument;
    double exposure{};
    core::Qty qty;
    std::vector<core::Vote> votes;
};

struct ToldOrder {
    core::Time at;  ///< of the decision
    std::size_t targets_before{};
    core::ParentId parent{};
};

/// A parent that has ended, with what it cost.
struct ToldParent {
    core::ParentMeasured measured;
    std::vector<core::Allocation> shares;
    std::string algorithm;               ///< "immediate" where none worked it over time
    std::optional<core::EndReason> end;  ///< absent: its only child was its end
    std::vector<std::size_t> fills;      ///< of Story::fills, in their order
};

/// A kill level, a breaker or a stage that changed, in words.
struct ToldRisk {
    core::Time at;
    std::string text;
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
    std::vector<Booking> bookings;
    std::vector<ToldTarget> targets;  ///< as set; those refused are counted only
    std::map<std::pair<core::StrategyId, core::InstrumentId>, std::vector<std::size_t>> targets_of;
    std::map<core::OrderId, ToldOrder> order_of;
    std::map<std::uint16_t, Curve> curves;  ///< by StrategyId, and EquitySampled::total
    std::vector<ToldParent> parents;        ///< those that were measured, by their ends
    std::vector<core::InstrumentClosed> holdings;
    std::map<core::ParentId, ToldParent> open_parents;
    core::Money funding;
    core::KillLevel kill_level{};
    std::vector<ToldRisk> risk;
    std::uint64_t orders{};
    std::uint64_t refusals{};
    std::map<core::Rule, std::uint64_t> refused_by;
    std::optional<core::SessionClosed> closing;  ///< absent: it runs, or it crashed

    [[nodiscard]] const Curve& total() const;
    [[nodiscard]] std::string strategy_name(core::StrategyId id) const;
    [[nodiscard]] std::string instrument_name(core::InstrumentId id) const;
    [[nodiscard]] std::string scope_name(core::Scope scope) const;
    /// The currency of all equity: the quote of all instruments.
    [[nodiscard]] std::string currency() const;
    /// The last decision of a strategy on an instrument that a booking can have come from.
    [[nodiscard]] std::optional<std::size_t> target_of(const Booking& booking) const;
};

/// What came in base at what it is worth at that price.
core::Money in_currency(core::Money amount, core::AssetId asset, const core::Instrument& instrument,
                        core::Price price);

/// Reads the whole ledger. A record that does not decode is an error with its number.
core::Result<Story> read_story(const std::filesystem::path& ledger);

}  // namespace nightjar::report
