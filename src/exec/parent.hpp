#pragma once
/// A parent order at work, and its children that are out.

#include "core/model/event.hpp"
#include "core/model/execution.hpp"
#include "core/model/instrument.hpp"
#include "exec/child_plan.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace nightjar::exec {

inline constexpr core::Time never{std::numeric_limits<std::int64_t>::max()};
/// A cancel that has brought no answer is sent again after it.
inline constexpr core::Duration ask_again = core::seconds(5);

/// A child that may still fill; one of which the venue did not say clearly is one of them.
struct Child {
    core::OrderId id;
    core::InstrumentId instrument;  ///< that it was sent to, of the parent's route
    core::Price price;              ///< in its ticks
    core::Qty left;
    core::Time at;
    bool resting{};
    bool beside{};  ///< it rests behind another one that rests
    bool cancelling{};
    core::Time asked_at{};  ///< for the cancel

    /// Its cancel was not sent, or has brought no answer.
    [[nodiscard]] bool may_ask(core::Time now) const {
        return !cancelling || now >= asked_at + ask_again;
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.id, s.instrument, s.price, s.left, s.at, s.resting, s.beside);
    }
};

/// What an algorithm keeps for one parent. It is made anew after a restart, out of the parent, the
/// seed and the market.
struct Work {
    bool begun{};
    core::Time begun_at;
    core::Wide volume_from{};  ///< of the others, when it began
    core::Qty credit;          ///< done before it began
    ChildPlan plan;
    std::optional<double> scheduled;  ///< part of it that was due when last asked
    ChildPlan behind;                 ///< the plan, as it was a slot ago
    core::Qty display;                ///< of the next child that rests
    core::Time refill_at;
    core::Time acted_at;
    std::optional<double> micro;  ///< where the price was, in ticks
    core::Time quiet_until;       ///< nothing is sent before
    bool asked_beside{};          ///< what was sent last is to stand behind what rests
    core::Time alone_until;       ///< no such is sent before
    core::Time wake;              ///< when to look again
    int refusals{};               ///< in a row
};

/// Always: filled + open + unsent = the parent's quantity, in lots.
struct Parent {
    static constexpr std::size_t most_children = 8;

    core::ParentOrder order;
    std::optional<core::StrategyId> style;  ///< whose algorithm works it; absent: at once
    core::Qty filled;
    core::Qty open;
    core::Wide worth{};  ///< of what filled: ticks times lots
    std::uint32_t sent{};
    core::ParentState state{core::ParentState::New};
    core::EndReason ends{};  ///< it is to end for that as soon as no child is out
    std::array<Child, most_children> slots{};
    std::uint8_t out{};
    Work work{};

    /// Below 0 where a fill came after its order had been given up.
    [[nodiscard]] core::Qty unsent() const { return order.qty - filled - open; }
    [[nodiscard]] std::span<const Child> children() const { return {slots.data(), out}; }
    [[nodiscard]] std::span<Child> children() { return {slots.data(), out}; }
    /// The one that waits for its turn; those beside it are extra.
    [[nodiscard]] const Child* resting() const {
        const auto all = children();
        const auto at = std::ranges::find_if(
            all, [](const Child& child) { return child.resting && !child.beside; });
        return at == all.end() ? nullptr : &*at;
    }
    [[nodiscard]] std::int64_t beside() const {
        return std::ranges::count_if(children(), &Child::beside);
    }
    [[nodiscard]] core::ParentEnded ended() const {
        return {order.id, order.instrument, state, ends, order.qty, filled, worth, sent};
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.order, s.style, s.filled, s.open, s.worth, s.sent, s.out);
        if (s.out > most_children) return a.refuse();
        for (std::size_t i = 0; i < s.out; ++i) a(s.slots[i]);
    }
};

/// A price in the ticks of another instrument of the route, never worse for that side.
core::Price converted(core::Price price, const core::Instrument& from, const core::Instrument& to,
                      core::Side side);

}  // namespace nightjar::exec
