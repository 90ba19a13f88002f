/// An account for the orders of a person.

#include "strategy/builtins.hpp"

namespace nightjar::strategy {

namespace {

/// Decides nothing. Its cash and its sizers bound what a person may build up.
class Hand final : public Strategy {
public:
    [[nodiscard]] bool by_hand() const override { return true; }
};

}  // namespace

void register_hand(core::Registry<Strategy>& registry) {
    registry.add("hand",
                 {"decides nothing: works what a person orders with nightjar execute --node",
                  {},
                  [](const core::Params&, const Setup&) -> MadeStrategy {
                      return std::make_unique<Hand>();
                  }});
}

}  // namespace nightjar::strategy
