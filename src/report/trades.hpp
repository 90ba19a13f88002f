#pragma once
/// Round trips: what a strategy did with an instrument from flat until flat again.

#include "report/prices.hpp"
#include "report/story.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nightjar::report {

/// A booking that turns a position over ends one trade and begins the next, its cash and fee split
/// by lots; what rounding leaves belongs to the new one. Additions and part exits are of the same
/// trade. Funding belongs to the trade that is open.
struct Trade {
    core::StrategyId strategy;
    core::InstrumentId instrument;
    core::Side side{};  ///< of the entry
    core::Time opened;
    std::optional<core::Time> closed;
    core::Qty qty;   ///< the most that was held
    core::Qty left;  ///< signed; 0 once closed
    core::Qty entered;
    core::Qty exited;
    core::Money entry_cash;  ///< of all fills that added, as notional above 0
    core::Money exit_cash;
    core::Money value;  ///< of what is left, at the last price; below 0 for a short
    core::Money fees;
    core::Money funding;
    core::Money slippage;  ///< of fills with a known price of decision: see costs.hpp
    std::uint32_t fills{};
    std::optional<std::size_t> entry_target;  ///< of Story::targets
    std::optional<std::size_t> exit_target;

    /// Price differences only; the last price stands in for the exit of what is left.
    [[nodiscard]] core::Money gross() const {
        const auto bought_for_less = exit_cash + magnitude(value) - entry_cash;
        return side == core::Side::Buy ? bought_for_less : -bought_for_less;
    }
    [[nodiscard]] core::Money profit() const { return gross() - fees + funding; }
};

/// In the order of their entries.
std::vector<Trade> round_trips(const Story& story, std::span<const PriceLine> lines);

/// A quotient for people: cash per base, cut after two digits more than a tick has.
std::string average_price(core::Money cash, core::Qty qty, const core::Instrument& instrument);

}  // namespace nightjar::report
