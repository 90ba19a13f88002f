#include "core/model/record_text.hpp"

#include <fmt/format.h>

namespace nightjar::core {

std::string cause_of(const KillLevelChanged& changed) {
    if (!changed.by.view().empty()) return fmt::format("by {}", changed.by.view());
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
    if (changed.cause == Cause::Person) return fmt::format("{}: by {}", stage, changed.by.view());
    if (changed.cause == Cause::Start || changed.cause == Cause::Loss)
        return fmt::format("{}: {}", stage, name(changed.cause));
    constexpr double micro = 1e-6;
    return fmt::format("{}: {}, after {} samples with an evidence of {:+.2f}", stage,
                       name(changed.cause), changed.samples,
                       micro * static_cast<double>(changed.evidence));
}

std::string state_of(const ProtectionChanged& changed, const Instrument& instrument) {
    const std::string_view where = changed.resting ? "at the venue" : "here";
    if (changed.state == ProtectionState::Off) return "off";
    if (changed.state == ProtectionState::Waiting)
        return fmt::format("waiting for another wish: closed by its {}", name(changed.leg));
    if (changed.state == ProtectionState::Closing)
        return fmt::format("closing: {} at {}, {}", name(changed.leg),
                           format_price(changed.reached.value_or(Price{}), instrument), where);
    auto text = fmt::format("armed {}:", where);
    if (changed.stop)
        text += fmt::format(" {} {}", name(changed.leg), format_price(*changed.stop, instrument));
    if (changed.take_profit)
        text += fmt::format("{} take profit {}", changed.stop ? "," : "",
                            format_price(*changed.take_profit, instrument));
    return text;
}

}  // namespace nightjar::core
