#pragma once
/// What a person orders of a running node, on its way through the node's socket.

#include "app/command.hpp"
#include "engine/engine.hpp"

#include <optional>
#include <string>

namespace nightjar::app {

struct ManualWish {
    std::string strategy;    ///< empty: the only one that takes orders
    std::string instrument;  ///< "venue:SYMBOL"
    core::Side side{};
    double qty{};    ///< in base, or contracts
    double limit{};  ///< quote per base; 0: none
    std::string terms;
    std::string by;
};

/// A line for the socket. Error: BadCall, for a text with a tab or a line's end in it.
core::Result<std::string> to_question(const ManualWish& wish);
std::string to_question(const core::ManualCancel& wish);

/// What the line means to that engine; absent: it is another question. Errors: those of
/// Engine::check, and names and numbers that mean nothing there.
std::optional<core::Result<core::Event::Body>> read_manual(std::string_view question,
                                                           const engine::Engine& engine,
                                                           std::uint16_t ticket);

}  // namespace nightjar::app
