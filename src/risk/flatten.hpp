#pragma once
/// K3: how positions are closed when nobody asks the strategies any more.

#include "core/model/instrument.hpp"
#include "market/market.hpp"

#include <optional>

namespace nightjar::risk {

/// No worse than this from the reference price.
inline constexpr std::int64_t flatten_collar_bps = 300;
/// Of what the book shows within the collar.
inline constexpr std::int64_t flatten_book_pct = 5;
inline constexpr core::Duration flatten_every = core::seconds(1);
/// After so long a person is called.
inline constexpr core::Duration flatten_patience = core::minutes(5);

/// The fewest of so many lots that the venue takes at that price; all where none are enough.
core::Qty least_lots(const core::Instrument& instrument, core::Qty lots, core::Price price);

struct Slice {
    core::Qty change;   ///< signed, against the position
    core::Price limit;  ///< of an immediate-or-cancel order
};

/// The next part of closing `held` (signed, not 0): what the book bears, but no less than the venue
/// takes, and all of it where the rest would be too small or where there are bars only. Absent
/// without a price, and while a book that was there is not valid.
std::optional<Slice> flatten_slice(const core::Instrument& instrument, core::Qty held,
                                   const market::InstrumentState& market);

}  // namespace nightjar::risk
