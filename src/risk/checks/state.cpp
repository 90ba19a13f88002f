/// R27 and R28: the state that the node itself is in.

#include "risk/checks/builtins.hpp"

namespace nightjar::risk {

namespace {

using core::KillLevel;
using core::OrderRequest;
using core::Refusal;
using core::Rule;
using core::Unit;

/// R27: from K1 on only what reduces, at K4 nothing.
class KillLevelCheck final : public Check {
public:
    Rule rule() const override { return Rule::KillLevel; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto level = view.kill->level();
        if (level == KillLevel::None) return std::nullopt;
        if (level < KillLevel::Halt && reduces(order, view)) return std::nullopt;
        return Refusal{rule(), Unit::Count, 0, static_cast<int>(level), of_account()};
    }
};

/// R28: nothing new while the books and the venues have not been brought together.
class Reconciling final : public Check {
public:
    Rule rule() const override { return Rule::Reconciling; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (!view.reconciling) return std::nullopt;
        return Refusal{rule(), Unit::Count, 0, 1, {core::Scope::Kind::Venue, order.venue.value}};
    }
};

}  // namespace

void register_state_checks(core::Registry<Check>& registry) {
    add<KillLevelCheck>(registry, "kill_level", "R27: what the kill level still allows");
    add<Reconciling>(registry, "reconciling", "R28: books and venues are brought together");
}

}  // namespace nightjar::risk
