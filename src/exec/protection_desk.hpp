#pragma once
/// The protections of all strategies, and the orders that stand or go out for them.

#include "core/model/order.hpp"
#include "exec/parent.hpp"
#include "exec/protection.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nightjar::exec {

/// Engine thread; never allocates after construction. A seat for each strategy with terms and each
/// home of its instruments. For a seat there is one stop at a venue at most, which moves by
/// cancelling it and, once it is gone, placing another; and one order that closes for each
/// instrument of the route.
class ProtectionDesk {
public:
    /// How long a venue's stop may take to do what its level says before it is done here.
    static constexpr core::Duration patience = core::seconds(2);
    /// A stop at the venue follows the quantity after this time at the soonest, and the level after
    /// that one: an hour of moves is far from what R13 allows.
    static constexpr core::Duration least_rest = core::seconds(1);
    static constexpr core::Duration least_between = core::minutes(1);
    /// After a stop that the venue, or risk, did not take.
    static constexpr core::Duration stop_pause = core::minutes(1);
    /// After an order that did not close all; doubled up to the longest while it is refused.
    static constexpr core::Duration exit_pause = core::seconds(1);
    static constexpr core::Duration longest_pause = core::minutes(1);

    struct Seat {
        core::StrategyId strategy;
        core::InstrumentId instrument;  ///< home
        Protection protection;
        std::optional<core::Price> resting{};  ///< of the venue's stop, as told last
        bool moving{};                         ///< it is being replaced
        bool gave_way{};                       ///< the strategy's other orders are taken back
        core::Time closes_at{};                ///< not sooner, while it closes
        core::Time rests_at{};                 ///< no stop is placed sooner
        core::Time retry_at{};                 ///< nor is an order that closes
        core::Duration pause{exit_pause};      ///< until then, the next time
        core::Time wake{never};                ///< when to look again without an event
    };
    /// An order of a seat.
    struct Guard {
        core::OrderId order;
        core::ParentId parent;
        std::size_t seat{};
        bool rests{};  ///< the venue's stop; else it closes at once
        core::Price level;
        core::Qty qty;
        core::Time at;
        core::Time asked_at{};  ///< for its cancel

        template <class Archive, class Self>
        static void fields(Archive& a, Self& s) {
            a(s.order, s.parent, s.seat, s.rests, s.level, s.qty, s.at);
        }
    };

    /// `terms` are by strategy; both outlive it. Then `add` what there is.
    ProtectionDesk(const core::Catalog& catalog, std::vector<ProtectionTerms> terms);
    void add(core::StrategyId strategy, core::InstrumentId home);

    [[nodiscard]] bool any() const { return !seats_.empty(); }
    [[nodiscard]] std::span<Seat> seats() { return seats_; }
    [[nodiscard]] std::span<const Seat> seats() const { return seats_; }
    /// Null: it is not protected.
    [[nodiscard]] Seat* find(core::StrategyId strategy, core::InstrumentId home);

    void placed(const Seat& seat, const core::OrderRequest& order);
    /// Null: it is no order of this desk.
    [[nodiscard]] const Guard* find(core::OrderId order) const;
    [[nodiscard]] const Guard* stop_of(const Seat& seat) const;
    [[nodiscard]] Seat& seat_of(const Guard& guard) { return seats_[guard.seat]; }
    /// Of an instrument without a route.
    [[nodiscard]] bool stands_at(core::InstrumentId instrument) const;
    /// Whether its cancel is to be sent now: it was not, or has brought no answer.
    bool may_ask(core::OrderId order, core::Time now);
    /// It has ended, or has not left.
    std::optional<Guard> take(core::OrderId order);
    [[nodiscard]] core::Time wake() const;

    /// To be read into a desk of the same configuration.
    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        for (auto& seat : s.seats_) a(seat.protection, seat.resting);
        a(s.guards_);
        for (const auto& guard : s.guards_)
            if (guard.seat >= s.seats_.size()) a.refuse();
    }

private:
    std::vector<ProtectionTerms> terms_;
    const core::Catalog* catalog_;
    std::vector<Seat> seats_;
    std::vector<Guard> guards_;
};

}  // namespace nightjar::exec
