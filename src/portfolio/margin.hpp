#pragma once
/// Margin of perpetuals, cross and isolated, and how far a liquidation is. Pure; amounts in the
/// settlement asset, rounded against the holder.
///
/// A position is liquidated when what stands for it is less than its maintenance margin at the
/// price of the moment. With cross margin all equity at the venue stands for all its cross
/// positions; with isolated margin what was set aside and the position's own profit. Sources:
/// - Binance USD-M, "How to calculate liquidation price of USDS-M futures contracts": at LP
///   WB - TMM1 + UPNL1 + cum + side * qty * (LP - entry) = qty * LP * MMR; isolated: TMM1, UPNL1 0,
///   WB the isolated wallet. COIN-M the same with qty / price.
/// - Bybit, "Maintenance margin (unified account)": value * MMR - mmDeduction, the same in form.
/// - OKX, "Isolated / cross-margin calculation": margin and profit against contracts * multiplier *
///   mark * MMR, with the rate of the tier that the number of contracts is in.
/// - Hyperliquid, "Margin tiers": value * MMR - deduction, MMR half of the initial rate at the
///   tier's largest leverage.
/// The fee of the closing order, which some venues add, is left to the distance that is demanded.

#include "portfolio/account.hpp"

namespace nightjar::portfolio {

/// A position as it is, or as it could come to be.
struct Secured {
    const core::Instrument* instrument{};
    core::Qty qty;         ///< signed
    core::Money notional;  ///< what it is worth at the price of now; 0 or more

    [[nodiscard]] core::Money initial() const { return instrument->initial_margin(notional, qty); }
};

/// What a move of its price by so many basis points against it costs, and what it must still have
/// behind it there. Not above 10 000.
core::Money wanted_after(const Secured& position, std::int64_t bps);

/// The largest such move, in whole basis points and at most 10 000, that leaves `security` enough;
/// 0 also where it is too little already. One position; see wanted_after for more.
std::int64_t liquidation_distance(const Secured& position, core::Money security);

/// An isolated position's own: what was set aside when it was opened, and what it has made since.
struct Isolated {
    core::Money set_aside;
    core::Money unrealized;

    [[nodiscard]] core::Money equity() const { return set_aside + unrealized; }
};
/// As far as the books alone know it: without funding and margin added later.
Isolated isolated_of(const core::Instrument& instrument, const Account& account);
/// The same once `worst` is held instead, at the price of now: what it grows by is set aside too;
/// what it turns round is closed first, and its profit or loss goes to the account.
Isolated isolated_at(const Secured& worst, const Account& account);

}  // namespace nightjar::portfolio
