/// R24 and R29: no more leaves than was decided, and what only reduces turns nothing round.

#include "risk/checks/builtins.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace nightjar::risk {

namespace {

using core::OrderRequest;
using core::Refusal;
using core::Rule;
using core::Unit;

/// R24, of SEC 15c3-5 and what Knight Capital lacked: an independent count, at the gate, of what
/// has been sent for each parent and has not come back. It is never more than the parent is for.
/// Remembers 2,048 parents, of eight that would share a place those that sent last. Of a parent
/// that is older than this process it begins with what the order table knows.
class Conservation final : public Check {
public:
    Rule rule() const override { return Rule::Conservation; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto* parent = view.parent;
        const bool its_own = parent != nullptr && parent->id == order.parent &&
                             parent->instrument == view.catalog->home(order.instrument) &&
                             parent->side == order.side;
        const auto most = its_own ? parent->qty : core::Qty{};
        if (!since_) since_ = view.now;
        if (its_own && parent->at < *since_ && find(order.parent) == nullptr)
            entry_of(order.parent).sent = view.orders->out_for(order.parent);
        const auto* known = find(order.parent);
        const auto sent = (known != nullptr ? known->sent : core::Qty{}) + order.qty;
        if (sent <= most) return std::nullopt;
        return Refusal{rule(), Unit::Lots, most.raw, sent.raw, of_order(order)};
    }
    void approved(const OrderRequest& order, const View&) override {
        auto& entry = entry_of(order.parent);
        entry.sent += order.qty;
        entry.used = ++uses_;
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
        std::uint64_t used{};
    };
    static constexpr std::size_t places = 256;
    using Place = std::array<Sent, 8>;

    [[nodiscard]] Place& place(core::ParentId id) { return parents_[id.value % places]; }
    [[nodiscard]] Sent* find(core::ParentId id) {
        const auto at = std::ranges::find(place(id), id, &Sent::parent);
        return at == place(id).end() ? nullptr : at;
    }
    Sent& entry_of(core::ParentId id) {
        if (auto* known = find(id)) return *known;
        auto& oldest = *std::ranges::min_element(place(id), {}, &Sent::used);
        oldest = {id, {}, ++uses_};
        return oldest;
    }
    void add(core::ParentId id, core::Qty change) {
        if (auto* known = find(id)) known->sent += change;
    }

    std::array<Place, places> parents_{};
    std::uint64_t uses_{};
    std::optional<core::Time> since_;  // of the first order
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
