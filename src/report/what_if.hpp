#pragma once
/// What a backtest would have come to had one of its assumptions been another.

#include "core/base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::report {

struct WhatIf {
    std::string change;  ///< in words; empty: nothing, as the session ran
    std::uint64_t fills{};
    double fees{};
    double net_pnl{};  ///< in the session's currency
    double max_drawdown_pct{};
};

/// As a session's folder keeps it. Error: Decode, for a text that is no such table.
std::string what_if_json(std::span<const WhatIf> rows);
core::Result<std::vector<WhatIf>> read_what_if(std::string_view json);

/// A table for the terminal: each row beside the first.
std::string what_if_text(std::span<const WhatIf> rows);

}  // namespace nightjar::report
