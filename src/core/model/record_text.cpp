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

std::string state_of(const StageChanged& changed) {
    using Cause = StageChanged::Cause;
    const auto stage = name(changed.stage);
    if (changed.cause == Cause::Person) return fmt::format("{}: by {}", stage, changed.by.name());
    if (changed.cause == Cause::Start || changed.cause == Cause::Loss)
        return fmt::format("{}: {}", stage, name(changed.cause));
    constexpr double micro = 1e-6;
    return fmt::format("{}: {}, after {} samples with an evidence of {:+.2f}", stage,
                       name(changed.cause), changed.samples,
                       micro * static_cast<double>(changed.evidence));
}

}  // namespace nightjar::core
