#pragma once
/// What trading cost, and what it would have made for nothing.

#include "report/prices.hpp"
#include "report/story.hpp"

#include <optional>
#include <span>

namespace nightjar::report {

/// What a fill lost against the market as its order's decision saw it: below 0 when it won.
struct Slippage {
    core::Money all;     ///< signed lots x (its price - the mid; of bars the close)
    core::Money spread;  ///< of it: half the spread, paid by a taker and earned by a maker; bars 0
    bool touch{};        ///< the spread was known

    /// What the market moved until the fill, by itself or by us.
    [[nodiscard]] core::Money impact() const { return all - spread; }
};
/// Absent where no history is at hand, for crosses and for fills of no order.
std::optional<Slippage> slippage_of(const Story& story, std::span<const PriceLine> lines,
                                    const Booking& booking);

/// Always gross - slippage - fees + funding + other = net, to the last unit.
struct Costs {
    core::Money net;       ///< last equity - starting cash, as the ledger has both
    core::Money gross;     ///< had every fill been at the price of its decision, and free
    core::Money slippage;  ///< of the fills that could be measured
    core::Money spread;    ///< of that, where the touch was known
    core::Money fees;
    core::Money funding;  ///< received above 0
    core::Money other;    ///< deposits, liquidation fees, adjustments
    core::Money traded;   ///< notional
    std::uint64_t bookings{};
    std::uint64_t measured{};
    std::uint64_t touched{};  ///< of them those with a known touch

    [[nodiscard]] core::Money all() const { return slippage + fees - funding; }
    /// Percent of what there was to lose; absent when that is not above 0.
    [[nodiscard]] std::optional<double> pct_of_gross() const;
};

/// Of one strategy, or of all (none).
Costs costs(const Story& story, std::span<const PriceLine> lines,
            std::optional<core::StrategyId> strategy = std::nullopt);

}  // namespace nightjar::report
