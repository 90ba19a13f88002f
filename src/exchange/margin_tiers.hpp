#pragma once
/// The margin tiers of a listing, as each venue's answers tell them.

#include "exchange/hall.hpp"

#include <string>
#include <vector>

namespace nightjar::exchange {

struct TierView {
    std::size_t number{};  ///< from 1
    core::Money from;      ///< notional
    core::Money up_to;
    std::int64_t leverage{};
    std::string initial;      ///< of the notional: "0.01"
    std::string maintenance;  ///< likewise
    core::Money deduction;
};
/// Of a perpetual: its own tiers, or one of its rates and its largest leverage.
std::vector<TierView> margin_tiers_of(const Hall& hall, const core::Instrument& instrument);

}  // namespace nightjar::exchange
