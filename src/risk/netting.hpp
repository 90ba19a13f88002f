#pragma once
/// Many strategies' wishes become one change of position per instrument, and its fills become
/// theirs.

#include "core/model/approved.hpp"
#include "core/model/decision.hpp"
#include "core/model/order.hpp"
#include "portfolio/books.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nightjar::risk {

/// Lots that two strategies exchange with each other, once there is a price for it.
struct Cross {
    core::StrategyId buyer;
    core::StrategyId seller;
    core::Qty qty;
};

/// Engine thread. Per instrument at most one netted parent order works at a time; wishes that
/// come meanwhile wait for its end. Instruments here are homes: what a strategy holds of one is
/// what it holds of all that may be traded for it. Opposite changes cross inside first, pro rata,
/// and only the rest goes out.
class Netting {
public:
    Netting(const core::Catalog& catalog, std::size_t strategies);

    /// What a strategy is to hold from now on, approved. False when that is what it wished already.
    bool wish(core::StrategyId strategy, core::InstrumentId instrument, core::Qty qty);
    /// The strategy's wish is off: it keeps what it has until it says something new.
    void forget(core::StrategyId strategy, core::InstrumentId instrument);
    [[nodiscard]] std::optional<core::Qty> wished(core::StrategyId strategy,
                                                  core::InstrumentId instrument) const;

    /// Plans the change from what is held to what is wished. Crosses wait for `take_crosses`; the
    /// rest comes back as an approved parent. Absent: nothing to do, or something works already.
    [[nodiscard]] std::optional<core::Approved<core::ParentOrder>> plan(
        core::InstrumentId instrument, const portfolio::Books& books, core::ParentId id,
        core::Time now);
    /// A parent of one strategy alone: it is not netted, and any number may work. `change` is
    /// signed and not 0.
    [[nodiscard]] core::Approved<core::ParentOrder> plan_alone(const core::Allocation& change,
                                                               core::InstrumentId instrument,
                                                               std::optional<core::Price> limit,
                                                               const portfolio::Books& books,
                                                               core::ParentId id, core::Time now);
    /// What a working parent has left for each strategy, signed.
    [[nodiscard]] std::span<const core::Allocation> shares(core::InstrumentId instrument,
                                                           core::ParentId parent) const;

    /// A fill of a working parent: whole lots by what each share has left. A fill that no parent
    /// asked for is the house's.
    std::span<const core::Allocation> allot(core::InstrumentId instrument, core::ParentId parent,
                                            core::Qty signed_qty);
    /// A working parent ended, filled or not. What it did not get is off, unless wished anew or
    /// `keep`.
    void close(core::InstrumentId instrument, core::ParentId parent, bool keep = false);

    /// The netted parent that works there; absent: none does.
    [[nodiscard]] std::optional<core::ParentId> working(core::InstrumentId instrument) const {
        return slots_[instrument.value].parent;
    }
    /// The working parent brings what is wished by now: no strategy wants more or less than it has
    /// left for it.
    [[nodiscard]] bool still_wanted(core::InstrumentId instrument,
                                    const portfolio::Books& books) const;
    /// A netted parent of an earlier life is at work. Its strategies' wishes are what it leads to
    /// once `rewish` says so.
    void resume(core::InstrumentId instrument, core::ParentId parent,
                std::span<const core::Allocation> shares);
    void rewish(core::InstrumentId instrument, const portfolio::Books& books);

    /// Likewise one of a strategy alone; and those of them that `keep` does not name are over.
    void resume_alone(core::ParentId parent, const core::Allocation& left);
    template <class Keep>
    void keep_alone(Keep keep) {
        std::erase_if(alone_, [&](const Alone& one) { return !keep(one.parent); });
    }
    /// Whether a parent of a strategy alone works.
    [[nodiscard]] bool alone(core::ParentId parent) const;

    /// Of parents that work, what they have left.
    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        for (auto& slot : s.slots_) a(slot.parent, slot.left);
        a(s.alone_);
        if (s.alone_.size() > most_alone) a.refuse();
    }

    /// Crosses decided before `before`, to be booked now at a price; they are pending no more.
    std::span<const Cross> take_crosses(core::InstrumentId instrument, core::Time before);
    [[nodiscard]] bool crosses_pending(core::InstrumentId instrument) const {
        return !slots_[instrument.value].crosses.empty();
    }
    /// Signed lots that crosses are going to bring a strategy.
    [[nodiscard]] core::Qty crossing(core::StrategyId strategy,
                                     core::InstrumentId instrument) const;

private:
    struct Slot {
        std::vector<std::optional<core::Qty>> wishes;   // by strategy
        std::vector<std::optional<core::Qty>> planned;  // the wishes that the parent came of
        std::optional<core::ParentId> parent;
        std::vector<core::Allocation> left;  // of the parent, signed
        std::vector<Cross> crosses;
        core::Time crossed_at;
    };
    struct Alone {
        core::ParentId parent;
        core::Allocation left;

        template <class Archive, class Self>
        static void fields(Archive& a, Self& s) {
            a(s.parent, s.left);
        }
    };
    static constexpr std::size_t most_alone = 1024;

    void collect(const Slot& slot, core::InstrumentId instrument, const portfolio::Books& books);
    void cross(Slot& slot, core::Wide smaller);

    std::vector<Slot> slots_;
    std::vector<Alone> alone_;
    std::vector<core::Allocation> changes_;
    std::vector<core::Allocation> allotted_;
    std::vector<core::Wide> weights_;
    std::vector<core::Wide> parts_;
    std::vector<Cross> taken_;
};

}  // namespace nightjar::risk
