#pragma once
/// The circuit breakers of a session: one for each venue, instrument and strategy, and one for all.

#include "core/model/decision.hpp"
#include "core/model/instrument.hpp"
#include "risk/breaker.hpp"
#include "risk/move_watch.hpp"

#include <limits>
#include <span>
#include <vector>

namespace nightjar::risk {

/// Engine thread; never allocates once it is made. The worst of those on an order's way decides;
/// what reduces a position passes all of them, and so do cancels. Strategies are those that have a
/// share in the order.
class Breakers {
public:
    /// A price that has gone further than this within a minute, or than so many one-minute
    /// deviations if that is more, opens its instrument's breaker.
    static constexpr double move_floor = 0.03;
    static constexpr double move_sigmas = 8;
    using Shares = std::span<const core::Allocation>;

    Breakers(const core::Catalog& catalog, std::size_t strategies);

    /// For an order that brings risk. A half-open breaker's refusal says how many lots would pass:
    /// `least`, the fewest that the venue takes.
    [[nodiscard]] std::optional<core::Refusal> review(const core::OrderRequest& order,
                                                      Shares shares, core::Qty least,
                                                      core::Time now) const;
    /// It has left.
    void sent(const core::OrderRequest& order, Shares shares, core::Time now);
    /// An update of an order that was open.
    void heard(const core::OrderRequest& order, const core::OrderUpdate& update, Shares shares,
               core::Time now);
    void filled(const core::OrderRequest& order, Shares shares, core::Time now);
    /// The instrument's price, and its one-minute deviation where that is known.
    void moved(core::InstrumentId instrument, core::Price price, std::optional<double> minute_sigma,
               core::Time now);

    /// Calls `tell` with each change of a state since it was told last.
    template <class Tell>
    void tell_changes(core::Time now, Tell tell) {
        if (!touched_ && now < due_) return;
        touched_ = false;
        due_ = never;
        for (auto& seat : seats_) {
            const auto state = seat.breaker.state(now);
            if (state == core::BreakerState::Open) due_ = std::min(due_, seat.breaker.until());
            const bool again =
                state == core::BreakerState::Open && seat.breaker.until() != seat.told_until;
            if (state == seat.told && !again) continue;
            seat.told = state;
            seat.told_until = seat.breaker.until();
            tell(told(seat));
        }
    }
    /// Calls `show` with all that are not closed, as they were told.
    template <class Show>
    void each_open(Show show) const {
        for (const auto& seat : seats_)
            if (seat.told != core::BreakerState::Closed) show(told(seat));
    }

private:
    static constexpr core::Time never{std::numeric_limits<std::int64_t>::max()};
    struct Seat {
        core::Scope scope;
        Breaker breaker;
        core::BreakerState told{};
        core::Time told_until{};
    };
    static core::BreakerChanged told(const Seat& seat) {
        const bool open = seat.told == core::BreakerState::Open;
        return {seat.scope, seat.told, open ? seat.breaker.cause() : Breaker::Cause::None,
                open ? seat.told_until : core::Time{}};
    }
    template <class Self, class Use>
    static void each(Self& self, const core::OrderRequest& order, Shares shares, Use use);

    std::vector<Seat> seats_;  // the account, venues, instruments, strategies
    std::size_t instruments_;  // where they begin
    std::size_t strategies_;   // likewise
    std::vector<MoveWatch> moves_;
    core::OrderId last_filled_;
    bool touched_{};
    core::Time due_{never};
};

}  // namespace nightjar::risk
