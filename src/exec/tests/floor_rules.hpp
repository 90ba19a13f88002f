#pragma once
/// What is played on the floor, and what a schedule must hold.

#include "exec/parent.hpp"

#include <gtest/gtest.h>

#include <string>

namespace nightjar::exec::tests {

struct Style {
    std::string algo;
    core::ParamTexts settings;
};

/// What a venue does wrong, in chances of one.
struct Trouble {
    double refused{};  ///< by risk
    double rejected{};
    double unknown{};  ///< the answer does not come at once
    double duplicate{};
    double late_fill{};  ///< behind the end of its order
    double part{};       ///< only some of an immediate order fills
    double silence{};    ///< nothing may be sent for a while
    double restart{};
};

/// I4, of those that only take: never before the schedule by more than its band. How far behind one
/// may be is told without troubles, which hold it up. `late`: fills behind the end of their order.
inline void check_schedule(const Parent& parent, const Style& style, core::Qty late) {
    if (!parent.work.scheduled || style.settings.contains("patience")) return;
    const double due = *parent.work.scheduled * static_cast<double>(parent.order.qty.raw);
    constexpr std::int64_t smallest = 5;  // lots that the venue takes, and what goes with them
    const auto band = parent.work.plan.band().raw + 2 * smallest + late.raw;
    ASSERT_LE(static_cast<double>((parent.filled + parent.open).raw),
              due + static_cast<double>(band))
        << "I4";
}

}  // namespace nightjar::exec::tests
