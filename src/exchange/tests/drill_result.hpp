#pragma once
/// What sessions of the drill came to, and how it is shown.

#include "exchange/faults.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::exchange {

struct DrillResult {
    std::vector<std::string> wrong;  ///< empty: all is equal
    std::array<std::uint64_t, fault_kinds> struck{};
    std::uint64_t sessions{};
    std::uint64_t lost_on_the_way{};
    std::uint64_t cut_on_the_way{};
    std::uint64_t orders{};
    std::uint64_t fills{};
    std::uint64_t unknown{};
    std::uint64_t missed{};
    std::uint64_t refused_cancels{};  ///< which came after a fill, or another cancel
    std::uint64_t connections{};

    /// Without what was wrong.
    DrillResult& operator+=(const DrillResult& more);
};

/// A few lines for a person.
std::string table_of(std::string_view protocol, const DrillResult& sum);

}  // namespace nightjar::exchange
