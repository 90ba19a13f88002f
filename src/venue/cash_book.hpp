#pragma once
/// What our fills and funding left at a venue, in the venue's own terms of balances and positions.

#include "core/model/event.hpp"
#include "portfolio/account.hpp"
#include "venue/reconcile.hpp"

#include <deque>

namespace nightjar::venue {

/// One thread. A balance has the base of spot in it, and of perpetuals what was realised: cash plus
/// what is paid for the position. The last 4,096 changes are remembered by their times.
class CashBook {
public:
    static constexpr std::size_t remembered_changes = 4'096;

    CashBook(const core::Catalog& catalog, core::VenueId venue);

    /// Of a life before.
    void adopt(const portfolio::Account& books);
    void book(core::InstrumentId instrument, core::Time at, const core::Fill& fill);
    void book(core::Time at, const core::Balance& balance);

    [[nodiscard]] core::Qty position(core::InstrumentId instrument) const {
        return books_.position(instrument).qty;
    }
    /// All that is held, and of that apart what the venue did since then.
    [[nodiscard]] OwnCash view(core::Time since) const;
    /// Of the venue's instruments: what they are traded and settled in.
    [[nodiscard]] const std::vector<core::AssetId>& assets() const { return assets_; }

private:
    [[nodiscard]] core::Money held(core::AssetId asset) const;
    void remember(core::Time at, core::AssetId asset, core::Money change);

    const core::Catalog* catalog_;
    core::VenueId venue_;
    std::vector<core::AssetId> assets_;
    portfolio::Account books_;
    CashHeld doubt_;
    std::deque<CashChange> changes_;
};

}  // namespace nightjar::venue
