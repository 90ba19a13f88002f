#pragma once
/// Approved parents become child orders.

#include "core/model/approved.hpp"
#include "core/model/instrument.hpp"
#include "exec/algorithm.hpp"
#include "exec/parent.hpp"
#include "exec/toxicity.hpp"
#include "risk/check.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nightjar::exec {

/// Engine thread; never allocates after construction. A parent is worked at once by a single order,
/// or by the algorithm of the strategy that has most of it. It holds always, of every parent:
///   filled + open + unsent is its quantity, and open + filled is never more, also while an order
///   is replaced: what takes the place of another leaves when that one has ended. Unknown is open.
///   No child is beyond the limit, none is less than the venue takes, none leaves after time and
///   grace. Each parent ends, with a reason.
/// Fills come here once each: the order table knows them apart.
class Executor {
public:
    static constexpr std::size_t max_parents = 1024;
    /// After so many in a row a parent fails.
    static constexpr int most_refusals = 20;

    /// Parents at work that have an algorithm of their own.
    static constexpr std::size_t max_own = 64;

    /// Algorithms by strategy; null, or none at all: at once. `any`: there may be parents with any
    /// algorithm of their own.
    explicit Executor(const core::Catalog& catalog,
                      std::vector<std::unique_ptr<Algorithm>> algorithms = {},
                      std::uint64_t seed = 1, bool any = false);

    /// Whose algorithm a parent of these shares is worked by: of who has most of it, the first of
    /// several. Absent: at once.
    [[nodiscard]] std::optional<core::StrategyId> style(
        std::span<const core::Allocation> shares) const;
    /// Takes the parent up; its only child, to be routed and reviewed.
    core::ChildIntent start(core::Approved<core::ParentOrder>&& parent);
    /// Takes a parent up that `next` is to be asked about.
    void take(const core::Approved<core::ParentOrder>& parent, core::StrategyId style) {
        resume(*parent, style);
    }
    /// One that was approved in an earlier life.
    void resume(const core::ParentOrder& order, core::StrategyId style);
    /// The parent, just taken up, is worked by an algorithm of its own instead. Allocates.
    void give(core::ParentId parent, const core::AlgoTerms& terms,
              std::unique_ptr<Algorithm> algorithm);
    [[nodiscard]] bool may_give() const { return own_.size() < max_own; }
    /// What the parent's own algorithm was made from; empty: it has none.
    [[nodiscard]] core::AlgoTerms terms(core::ParentId parent) const;
    /// After a state was read: makes the parents' own algorithms from their terms. False: one of
    /// them cannot be made.
    template <class Make>
    [[nodiscard]] bool remake(Make make) {
        for (auto& own : own_) {
            const auto* parent = working(own.parent);
            if (parent == nullptr) return false;
            own.algorithm = make(*parent->style, own.terms);
            if (own.algorithm == nullptr) return false;
        }
        return true;
    }
    /// What algorithms keep is made anew: the process has been away.
    void restart();

    // What became of children. Those that are worked at once end with their child.
    void sent(const core::OrderRequest& order);
    /// It did not leave. `final`: and will not later.
    std::optional<Parent> on_refused(core::ParentId id, core::Time now, bool final);
    std::optional<Parent> on_child_done(const core::OrderRequest& order, core::OrderState state,
                                        core::Time now);
    std::optional<Parent> on_fill(const core::OrderRequest& order, const core::Fill& fill,
                                  core::Time now);
    void cancelling(core::ParentId id, core::OrderId order, core::Time now);

    /// The parent is to end: its children are cancelled, and none follows.
    void stop(core::ParentId id, core::EndReason reason);
    void forget(core::ParentId id);

    void observe(const core::Event& event, const market::Market& market);
    [[nodiscard]] const Flow& flow(core::InstrumentId instrument) const {
        return flows_[instrument.value];
    }
    /// The time in which a parent of an algorithm is to be worked.
    [[nodiscard]] core::Duration window(const Parent& parent) const {
        return algorithm(parent).terms().over;
    }

    struct Step {
        enum class Kind : std::uint8_t { Rest, Send, Cancel, Ended };
        Kind kind{};
        core::ChildIntent child;  ///< to be sent
        core::OrderId order;      ///< to be cancelled
        risk::CancelReason why{};
    };
    /// A child that rests is not replaced sooner: what is shown can be traded with.
    static constexpr core::Duration least_rest = core::milliseconds(500);
    /// What to do next for a parent of an algorithm; to be asked until it rests or has ended. An
    /// ended one is still there, for `forget`. `may_send`: children may leave at all.
    Step next(core::ParentId id, const market::Market& market, core::Time now, bool may_send);
    /// When to ask without an event.
    [[nodiscard]] core::Time wake() const;
    /// Some parent has an algorithm.
    [[nodiscard]] bool busy() const { return styled_ > 0; }

    /// How many have ended, of both kinds.
    [[nodiscard]] std::uint64_t ended() const { return ended_; }
    [[nodiscard]] std::span<const Parent> working() const { return parents_; }
    /// Null: it does not work any more.
    [[nodiscard]] const Parent* working(core::ParentId id) const;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.parents_, s.own_);
        if constexpr (!std::is_const_v<Self>) {
            s.styled_ = s.parents_.size();
            for (const auto& parent : s.parents_)
                if (!s.fits(parent)) a.refuse();
        }
    }

private:
    struct Own {
        core::ParentId parent;
        core::AlgoTerms terms;
        std::unique_ptr<Algorithm> algorithm;

        template <class Archive, class Self>
        static void fields(Archive& a, Self& s) {
            a(s.parent, s.terms);
        }
    };

    Parent* find(core::ParentId id) { return const_cast<Parent*>(working(id)); }
    std::optional<Parent> finish_single(Parent& parent);
    [[nodiscard]] bool fits(const Parent& parent) const;
    [[nodiscard]] const Algorithm& algorithm(const Parent& parent) const {
        for (const auto& own : own_)
            if (own.parent == parent.order.id) return *own.algorithm;
        return *algorithms_[parent.style->value];
    }
    [[nodiscard]] Look look(const Parent& parent, const market::Market& market,
                            core::Time now) const;
    void settle(Parent& parent, const Look& look, bool may_send);
    void end(Parent& parent, core::EndReason reason);
    [[nodiscard]] Wish wish(Parent& parent, const Look& look);
    static Step cancel_of(const Child& child, risk::CancelReason why);
    /// `beside`: of those that rest behind another one only.
    [[nodiscard]] static const Child* to_cancel(const Parent& parent, core::Time now,
                                                bool beside = false);
    [[nodiscard]] Step realise(Parent& parent, const Wish& wish, const Look& look);
    [[nodiscard]] static core::ChildIntent taking(const core::ParentOrder& order, core::Qty qty);
    [[nodiscard]] static core::ChildIntent resting(const core::ParentOrder& order,
                                                   const Wish::Level& level);
    [[nodiscard]] Step send_taking(Parent& parent, const Wish& wish, const Look& look);
    [[nodiscard]] Step send_beside(Parent& parent, const Wish& wish, const Look& look);

    const core::Catalog* catalog_;
    std::vector<std::unique_ptr<Algorithm>> algorithms_;
    std::vector<Own> own_;
    std::uint64_t seed_;
    std::vector<Flow> flows_;           // by instrument
    std::vector<Toxicity> toxicities_;  // likewise; none where no algorithm sizes by it
    bool looks_{};                      // some algorithm goes by the book
    std::vector<Parent> parents_;
    std::size_t styled_{};
    std::uint64_t ended_{};
};

/// The order that a child becomes at the instrument that was chosen for it.
core::OrderRequest order_of(const core::ChildIntent& child, const core::Instrument& instrument,
                            core::OrderId id, core::Time now);

}  // namespace nightjar::exec
