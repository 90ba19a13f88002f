#include "core/model/record_text.hpp"

#include <fmt/format.h>

namespace nightjar::core {

std::string cause_of(const KillLevelChanged& changed) {
    if (!changed.by.name().empty()) return fmt::format("by {}", changed.by.name());
    if (changed.cause.rule != Rule::None) return to_string(changed.cause);
    return changed.level == KillLevel::None ? "a new day" : "the ledger cannot be written";
}

std::string state_of(const BreakerChanged& changed) {
    if (changed.cause == BreakerChanged::Cause::None) return std::string{name(changed.state)};
    return fmt::format("{}, {}", name(changed.state), name(changed.cause));
}

}  // namespace nightjar::core
