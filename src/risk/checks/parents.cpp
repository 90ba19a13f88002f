/// R24 and R29: no more leaves than was decided, and what only reduces turns nothing round.

#include "risk/checks/builtins.hpp"

#include <algorithm>
#include <array>

namespace nightjar::risk {

namespace {

using core::OrderRequest;
using core::Refusal;
using core::Rule;
using core::Unit;

/// R24, of SEC 15c3-5 and what Knight Capital lacked: an independent count, at the gate, of what
/// has been sent for each parent and has not come back. It is never more than the parent is for.
/// Remembers the last 2,048 parents: those at work are among them.
class Conservation final : public Check {
public:
    Rule rule() const override { return Rule::Conservation; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto* parent = view.parent;
        const bool its_own = parent != nullptr && parent->id == order.parent &&
                             parent->instrument == order.instrument && parent->side == order.side;
        const auto most = its_own ? parent->qty : core::Qty{};
        const auto sent = sent_for(order.parent) + order.qty;
        if (sent <= most) return std::nullopt;
        return Refusal{rule(), Unit::Lots, most.raw, sent.raw, of_order(order)};
    }
    void approved(const OrderRequest& order, const View&) override {
        auto& entry = parents_[order.parent.value % most_parents];
        if (entry.parent != order.parent) entry = {order.parent, {}};
        entry.sent += order.qty;
    }
    void heard(const OrderRequest& order, const core::OrderUpdate& update,
               const View& view) override {
        const auto* known = view.orders->find(order.id);
        if (known != nullptr && is_terminal(update.state)) add(order.parent, -known->open());
    }
    /// One that comes after the end has been counted as given back.
    void filled(const OrderRequest& order, const core::Fill& fill, const View& view) override {
        const auto* known = view.orders->find(order.id);
        const bool late = known != nullptr && is_terminal(known->state) &&
                          known->state != core::OrderState::Filled;
        if (late) add(order.parent, fill.qty);
    }

private:
    struct Sent {
        core::ParentId parent;
        core::Qty sent;
    };
    static constexpr std::size_t most_parents = 2'048;

    [[nodiscard]] core::Qty sent_for(core::ParentId id) const {
        const auto& entry = parents_[id.value % most_parents];
        return entry.parent == id ? entry.sent : core::Qty{};
    }
    void add(core::ParentId id, core::Qty change) {
        auto& entry = parents_[id.value % most_parents];
        if (entry.parent == id) entry.sent += change;
    }

    std::array<Sent, most_parents> parents_{};
};

/// R29: an order that is marked as reducing, for more than there is to reduce.
class WouldFlip final : public Check {
public:
    Rule rule() const override { return Rule::WouldFlip; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (!order.reduce_only) return std::nullopt;
        const auto part = reducing_part(order, view);
        if (order.qty <= part) return std::nullopt;
        return Refusal{rule(), Unit::Lots, part.raw, order.qty.raw, of_instrument(order)};
    }
};

}  // namespace

void register_parent_checks(core::Registry<Check>& registry) {
    add<Conservation>(registry, "conservation", "R24: no more is sent for a parent than it is for");
    add<WouldFlip>(registry, "would_flip",
                   "R29: what only reduces does not turn the position round");
}

}  // namespace nightjar::risk
