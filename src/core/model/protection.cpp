#include "core/model/protection.hpp"

namespace nightjar::core {

std::string_view name(ProtectionLeg leg) {
    switch (leg) {
        case ProtectionLeg::None: return "";
        case ProtectionLeg::Stop: return "stop";
        case ProtectionLeg::TakeProfit: return "take profit";
        case ProtectionLeg::Trailing: return "trailing stop";
    }
    return "?";
}

std::string_view name(ProtectionState state) {
    switch (state) {
        case ProtectionState::Off: return "off";
        case ProtectionState::Armed: return "armed";
        case ProtectionState::Closing: return "closing";
        case ProtectionState::Waiting: return "waiting";
    }
    return "?";
}

}  // namespace nightjar::core
