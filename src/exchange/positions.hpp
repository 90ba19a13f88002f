#pragma once
/// A client's perpetuals and assets as venues show them.

#include "core/model/types.hpp"
#include "exchange/hall.hpp"

namespace nightjar::exchange {

struct PositionView {
    core::Qty qty;         ///< signed
    core::Money entry;     ///< average price
    core::Money notional;  ///< signed, at the mark
    core::Money unrealized;
    core::Money initial;  ///< margin of the position
    core::Money maintenance;
    core::Money liquidation;  ///< price at which the account would be closed by this position
    std::int32_t leverage{};  ///< alone; 0 where there is none
};

[[nodiscard]] PositionView position_of(const Hall& hall, const Client& client,
                                       core::InstrumentId id);
/// Of all positions.
[[nodiscard]] core::Money maintenance_of(const Hall& hall, const Client& client);

/// What so much of an asset is worth in the hall's currency; 0 where it has no price.
[[nodiscard]] core::Money worth(const Hall& hall, core::AssetId asset, core::Money amount);

}  // namespace nightjar::exchange
