#pragma once
/// Approved parents become child orders.

#include "core/model/approved.hpp"
#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "core/model/order.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nightjar::exec {

enum class ParentState : std::uint8_t { Working, Done, Failed };

/// A parent at work. Always: filled + open + unsent = the parent's quantity, in lots.
struct Parent {
    core::ParentOrder order;
    core::Qty filled;
    core::Qty open;
    ParentState state{ParentState::Working};

    [[nodiscard]] core::Qty unsent() const { return order.qty - filled - open; }
};

/// Engine thread. Every parent ends as Done (all filled) or Failed (a child was refused, rejected
/// or cancelled with lots left): none is left behind. The one algorithm so far is immediate
/// execution: a single market order, or an immediate-or-cancel order at the parent's limit.
class Executor {
public:
    static constexpr std::size_t max_parents = 1024;

    explicit Executor(const core::Catalog& catalog);

    /// Takes the parent up; its first child, to be routed and reviewed.
    core::ChildIntent start(core::Approved<core::ParentOrder>&& parent);

    /// The child that `start` gave has left, or the part of it that risk let through.
    void sent(core::ParentId id, core::Qty qty);
    /// It could not leave, or it ended with lots left. Gives the parent when it has ended.
    std::optional<Parent> on_child_done(core::ParentId id, core::Qty returned);
    std::optional<Parent> on_fill(core::ParentId id, core::Qty qty);

    [[nodiscard]] std::span<const Parent> working() const { return parents_; }
    /// Null: it does not work any more.
    [[nodiscard]] const Parent* working(core::ParentId id) const;

private:
    Parent* find(core::ParentId id) { return const_cast<Parent*>(working(id)); }
    std::optional<Parent> finish(Parent& parent, ParentState state);

    std::vector<Parent> parents_;
};

/// The venue that a child goes to. Instruments live at one venue each, so there is no choice yet.
core::OrderRequest route(const core::ChildIntent& child, const core::Instrument& instrument,
                         core::OrderId id, core::Time now);

}  // namespace nightjar::exec
