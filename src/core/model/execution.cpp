#include "core/model/execution.hpp"

namespace nightjar::core {

std::string_view name(ParentState state) {
    switch (state) {
        case ParentState::New: return "new";
        case ParentState::Working: return "working";
        case ParentState::Paused: return "paused";
        case ParentState::Done: return "done";
        case ParentState::Cancelled: return "cancelled";
        case ParentState::Failed: return "failed";
    }
    return "?";
}

std::string_view name(EndReason reason) {
    switch (reason) {
        case EndReason::None: return "";
        case EndReason::Filled: return "filled";
        case EndReason::Superseded: return "something else is wanted";
        case EndReason::Deadline: return "its time was over";
        case EndReason::Carried: return "its time was over, the rest is carried on";
        case EndReason::Late: return "not filled within time and grace";
        case EndReason::Refused: return "its children were refused";
        case EndReason::Risk: return "kill level";
        case EndReason::Dust: return "the rest is too small to trade";
        case EndReason::Unfilled: return "its order ended with lots left";
        case EndReason::Withdrawn: return "a person withdrew it";
    }
    return "?";
}

}  // namespace nightjar::core
