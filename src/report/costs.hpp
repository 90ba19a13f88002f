#pragma once
/// What trading cost, and what it would have made for nothing.

#include "report/prices.hpp"
#include "report/story.hpp"

#include <optional>
#include <span>

namespace nightjar::report {

/// What a fill lost against the price at which it was decided: signed lots x (its price - the close
/// of the last bar that was known when its order was decided). Spread, impact and the way of the
/// market until the fill are all in it; below 0 when waiting won. Absent without bars, for crosses
/// and for fills of no order.
std::optional<core::Money> slippage_of(const Story& story, std::span<const PriceLine> lines,
                                       const Booking& booking);

/// Always gross - slippage - fees + funding + other = net, to the last unit.
struct Costs {
    core::Money net;       ///< last equity - starting cash, as the ledger has both
    core::Money gross;     ///< had every fill been at the price of its decision, and free
    core::Money slippage;  ///< of the fills that could be measured
    core::Money fees;
    core::Money funding;  ///< received above 0
    core::Money other;    ///< deposits, liquidation fees, adjustments
    core::Money traded;   ///< notional
    std::uint64_t bookings{};
    std::uint64_t measured{};

    [[nodiscard]] core::Money all() const { return slippage + fees - funding; }
    /// Percent of what there was to lose; absent when that is not above 0.
    [[nodiscard]] std::optional<double> pct_of_gross() const;
};

/// Of one strategy, or of all (none).
Costs costs(const Story& story, std::span<const PriceLine> lines,
            std::optional<core::StrategyId> strategy = std::nullopt);

}  // namespace nightjar::report
