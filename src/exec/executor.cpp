#include "exec/executor.hpp"

#include <algorithm>

namespace nightjar::exec {

using core::ChildIntent;
using core::Qty;

Executor::Executor(const core::Catalog&) { parents_.reserve(max_parents); }

ChildIntent Executor::start(core::Approved<core::ParentOrder>&& parent) {
    NJ_CHECK(parents_.size() < max_parents, "more than {} parents at work", max_parents);
    parents_.push_back({.order = *parent, .filled = {}, .open = {}});
    const auto& order = parents_.back().order;
    ChildIntent child;
    child.parent = order.id;
    child.instrument = order.instrument;
    child.side = order.side;
    child.type = order.limit ? core::OrderType::Limit : core::OrderType::Market;
    child.tif = core::TimeInForce::Ioc;
    child.reduce_only = order.reduce_only;
    child.price = order.limit.value_or(core::Price{});
    child.qty = order.qty;
    return child;
}

const Parent* Executor::working(core::ParentId id) const {
    const auto at =
        std::ranges::find(parents_, id, [](const Parent& parent) { return parent.order.id; });
    return at == parents_.end() ? nullptr : &*at;
}

void Executor::sent(core::ParentId id, Qty qty) {
    auto* parent = find(id);
    NJ_CHECK(parent != nullptr && qty <= parent->unsent(), "a child of more than its parent");
    parent->open += qty;
}

std::optional<Parent> Executor::on_child_done(core::ParentId id, Qty returned) {
    auto* parent = find(id);
    if (parent == nullptr) return std::nullopt;
    parent->open -= std::min(returned, parent->open);
    if (parent->open.raw > 0) return std::nullopt;
    return finish(*parent, parent->unsent().raw == 0 ? ParentState::Done : ParentState::Failed);
}

std::optional<Parent> Executor::on_fill(core::ParentId id, Qty qty) {
    auto* parent = find(id);
    if (parent == nullptr) return std::nullopt;
    parent->open -= std::min(qty, parent->open);
    parent->filled += qty;
    if (parent->open.raw > 0) return std::nullopt;
    return finish(*parent, parent->unsent().raw == 0 ? ParentState::Done : ParentState::Failed);
}

std::optional<Parent> Executor::finish(Parent& parent, ParentState state) {
    parent.state = state;
    const Parent ended = parent;
    parents_.erase(parents_.begin() + (&parent - parents_.data()));
    return ended;
}

core::OrderRequest route(const ChildIntent& child, const core::Instrument& instrument,
                         core::OrderId id, core::Time now) {
    core::OrderRequest order;
    order.id = id;
    order.parent = child.parent;
    order.instrument = child.instrument;
    order.venue = instrument.venue;
    order.side = child.side;
    order.type = child.type;
    order.tif = child.tif;
    order.post_only = child.post_only;
    order.reduce_only = child.reduce_only;
    order.price = child.price;
    order.stop = child.stop;
    order.qty = child.qty;
    order.at = now;
    return order;
}

}  // namespace nightjar::exec
