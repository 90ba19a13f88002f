#pragma once
/// All accounts of a session: the real ones at the venues, and the virtual ones of the strategies
/// and the house, which always add up to them.

#include "core/model/decision.hpp"
#include "core/model/event.hpp"
#include "core/model/record.hpp"
#include "portfolio/account.hpp"
#include "portfolio/performance.hpp"

#include <span>
#include <vector>

namespace nightjar::portfolio {

/// Splits `whole` by the weights of `parts`: floors, then one unit each to the largest remainders,
/// ties to the lower index (Hamilton's method). Weights are above 0; the result sums to `whole`,
/// and no part gets more than its weight while whole <= sum of weights.
void split(core::Wide whole, std::span<const core::Wide> weights, std::span<core::Wide> parts);

/// A virtual account with its curve.
struct VirtualAccount {
    core::StrategyId owner;
    Account account;
    Performance performance;
};

/// Engine thread. Invariant after every call: for each asset and instrument, the virtual accounts
/// add up to the real ones.
class Books {
public:
    /// `cash[i]` is strategy i's start; the house starts with what `venue_cash` has beyond their
    /// sum.
    Books(const core::Catalog& catalog, core::AssetId currency,
          std::span<const core::Money> strategy_cash, std::span<const core::Money> venue_cash);

    /// Books a fill at its venue and on the strategies by their shares of the lots (signed like the
    /// fill, summing to it); cash and fee follow the lots. Gives the shares as booked.
    std::span<const core::FillShare> book(core::VenueId venue, core::InstrumentId id,
                                          const core::Fill& fill,
                                          std::span<const core::Allocation> lots);
    /// Moves lots from one strategy to another at a price; the real accounts do not change.
    core::Money cross(core::InstrumentId id, core::StrategyId buyer, core::StrategyId seller,
                      core::Qty qty, core::Price price);
    /// Cash without a fill. Funding is shared by the strategies' positions in the instrument, all
    /// else is the house's. Gives what each got.
    std::span<const core::FillShare> book(core::VenueId venue, core::InstrumentId id,
                                          const core::Balance& balance);
    /// One strategy's part of such a change, as a ledger tells it.
    void book_share(core::VenueId venue, core::AssetId asset, core::StrategyId strategy,
                    core::Money change);
    /// The curve of a strategy, the house or the total (`EquitySampled::total`) as a ledger left
    /// it.
    void restore(const core::EquitySampled& sample, core::Time at);
    void restore(const core::VenueEquitySampled& sample, core::Time at);
    /// All losses are counted anew from here on.
    void rearm() {
        total_.rearm();
        for (auto& owner : strategies_) owner.performance.rearm();
        for (auto& curve : venue_curves_) curve.rearm();
    }
    /// A new valuation price.
    void mark(core::InstrumentId id, core::Price price, core::Time now);
    /// Tells the curves of changes that came without a new price.
    void mark_all(core::Time now);

    [[nodiscard]] const Account& venue(core::VenueId id) const { return venues_[id.value]; }
    [[nodiscard]] const Performance& venue_curve(core::VenueId id) const {
        return venue_curves_[id.value];
    }
    [[nodiscard]] const VirtualAccount& strategy(core::StrategyId id) const {
        return id == core::house ? strategies_.back() : strategies_[id.value];
    }
    [[nodiscard]] std::size_t strategies() const { return strategies_.size() - 1; }
    [[nodiscard]] const Performance& total() const { return total_; }
    [[nodiscard]] core::Qty position(core::InstrumentId id) const;  ///< over all venues
    /// Of an instrument and of all that may be traded for it.
    [[nodiscard]] core::Qty held(core::InstrumentId home) const;
    [[nodiscard]] core::AssetId currency() const { return currency_; }
    /// False while something that is held has no price.
    [[nodiscard]] bool valued() const;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        for (auto& venue : s.venues_) a(venue);
        for (auto& curve : s.venue_curves_) a(curve);
        for (auto& owner : s.strategies_) a(owner.account, owner.performance);
        a(s.total_);
    }
    /// After `fields` has been read into fresh books.
    void revalue_all();

    /// Checks the invariant; for tests and for the end of a session.
    [[nodiscard]] bool balanced() const;

private:
    VirtualAccount& of(core::StrategyId id) {
        return id == core::house ? strategies_.back() : strategies_[id.value];
    }
    [[nodiscard]] core::Money equity() const;

    const core::Catalog* catalog_;
    core::AssetId currency_;
    std::vector<Account> venues_;
    std::vector<Performance> venue_curves_;
    std::vector<VirtualAccount> strategies_;  // the house is last
    Performance total_;
    std::vector<core::FillShare> shares_;
    std::vector<core::Wide> weights_;
    std::vector<core::Wide> parts_;
};

}  // namespace nightjar::portfolio
