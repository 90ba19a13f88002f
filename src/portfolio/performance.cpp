#include "portfolio/performance.hpp"

#include <algorithm>

namespace nightjar::portfolio {

std::int64_t Performance::max_drawdown_ppb() const {
    if (peak_.raw <= 0) return max_drawdown_ppb_;
    constexpr std::int64_t parts = 1'000'000'000;
    const auto fall = (peak_ - trough_).raw * parts / peak_.raw;
    return std::max(max_drawdown_ppb_, static_cast<std::int64_t>(fall));
}

}  // namespace nightjar::portfolio
