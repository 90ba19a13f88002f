#include "core/model/parent_measured.hpp"

namespace nightjar::core {

double ParentMeasured::vwap_slip() const {
    constexpr double bps = 1e4;
    if (market_vwap <= 0 || average <= 0) return 0;
    return static_cast<double>(sign(side)) * (average - market_vwap) / market_vwap * bps;
}

}  // namespace nightjar::core
