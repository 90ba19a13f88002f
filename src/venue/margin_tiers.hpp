#pragma once
/// A venue's tiers as those of an instrument.

#include "venue/margin_said.hpp"

#include <vector>

namespace nightjar::venue {

/// 1 / leverage, rounded up to 1e-6. Error: BadField, where it is not above 0.
[[nodiscard]] core::Result<core::Decimal> rate_of_leverage(std::string_view field,
                                                           core::Decimal leverage);

/// Those of one instrument, in any order.
class TierList {
public:
    /// `contract`: Instrument::contract.
    explicit TierList(core::Money contract) : contract_{contract} {}

    /// Error: BadField; OutOfRange, for more than are held.
    [[nodiscard]] core::Status add(const MarginTierSaid& said);
    [[nodiscard]] bool empty() const { return tiers_.empty(); }
    /// Error: OutOfRange, where they contradict each other.
    [[nodiscard]] core::Result<core::MarginTiers> finish();

private:
    core::Money contract_;
    core::MarginTiers::By by_{};
    std::vector<core::MarginTier> tiers_;
};

}  // namespace nightjar::venue
