#include "risk/breakers.hpp"

#include <algorithm>

namespace nightjar::risk {

using core::OrderReason;
using core::OrderRequest;
using core::OrderState;
using core::Refusal;
using core::Scope;
using core::Unit;

namespace {

enum class Answer : std::uint8_t { None, Good, Bad, NotSent };

/// What an update says of the place that it comes from. A market that turns an order down is in
/// order; a connection that is known to be down says nothing.
Answer answer_of(const core::OrderUpdate& update) {
    if (update.state == OrderState::Unknown) return Answer::Bad;
    if (update.state == OrderState::Open) return Answer::Good;
    const bool rejected = update.state == OrderState::Rejected;
    switch (update.reason) {
        case OrderReason::InsufficientFunds:
        case OrderReason::InstrumentClosed:
        case OrderReason::BadRequest:
        case OrderReason::Overloaded: return rejected ? Answer::Bad : Answer::None;
        case OrderReason::Disconnected:
        case OrderReason::SessionEnded: return rejected ? Answer::NotSent : Answer::None;
        case OrderReason::Unfillable:
        case OrderReason::NoLiquidity: return Answer::Good;  // an immediate order's only answer
        default: return rejected ? Answer::Good : Answer::None;
    }
}

}  // namespace

Breakers::Breakers(const core::Catalog& catalog, std::size_t strategies)
    : instruments_{1 + catalog.venues().size()},
      strategies_{instruments_ + catalog.instruments().size()},
      moves_(catalog.instruments().size()) {
    const auto add = [this](Scope::Kind kind, std::size_t count) {
        for (std::uint32_t i = 0; i < count; ++i)
            seats_.push_back({{kind, i}, Breaker{i, static_cast<std::uint64_t>(kind)}});
    };
    add(Scope::Kind::Account, 1);
    add(Scope::Kind::Venue, catalog.venues().size());
    add(Scope::Kind::Instrument, catalog.instruments().size());
    add(Scope::Kind::Strategy, strategies);
}

template <class Self, class Use>
void Breakers::each(Self& self, const OrderRequest& order, Shares shares, Use use) {
    use(self.seats_[0]);
    use(self.seats_[1 + order.venue.value]);
    use(self.seats_[self.instruments_ + order.instrument.value]);
    for (const auto& share : shares)
        if (share.strategy != core::house)
            use(self.seats_[self.strategies_ + share.strategy.value]);
}

std::optional<Refusal> Breakers::review(const OrderRequest& order, Shares shares, core::Qty least,
                                        core::Time now) const {
    std::optional<Refusal> refusal;
    each(*this, order, shares, [&](const Seat& seat) {
        const auto& breaker = seat.breaker;
        const auto state = breaker.state(now);
        if (!breaker.admits(now)) {
            const auto left =
                state == core::BreakerState::Open ? breaker.until() - now : Breaker::probe_patience;
            refusal = Refusal{core::Rule::KillLevel, Unit::Nanoseconds, 0, left.ns, seat.scope};
        } else if (!refusal && state == core::BreakerState::HalfOpen && order.qty > least) {
            refusal =
                Refusal{core::Rule::KillLevel, Unit::Lots, least.raw, order.qty.raw, seat.scope};
        }
    });
    return refusal;
}

void Breakers::sent(const OrderRequest& order, Shares shares, core::Time now) {
    each(*this, order, shares, [&](Seat& seat) { seat.breaker.sent(order.id, now); });
}

void Breakers::heard(const OrderRequest& order, const core::OrderUpdate& update, Shares shares,
                     core::Time now) {
    const auto answer = answer_of(update);
    if (answer == Answer::None) return;
    touched_ = true;
    each(*this, order, shares, [&](Seat& seat) {
        switch (answer) {
            case Answer::Good: return seat.breaker.succeeded(order.id, now);
            case Answer::Bad: return seat.breaker.failed(now);
            case Answer::NotSent: return seat.breaker.returned(order.id);
            case Answer::None: return;
        }
    });
}

void Breakers::filled(const OrderRequest& order, Shares shares, core::Time now) {
    if (order.id == last_filled_) return;  // an order has one answer
    last_filled_ = order.id;
    touched_ = true;
    each(*this, order, shares, [&](Seat& seat) { seat.breaker.succeeded(order.id, now); });
}

void Breakers::moved(core::InstrumentId instrument, core::Price price,
                     std::optional<double> minute_sigma, core::Time now) {
    const auto move = moves_[instrument.value].see(price, now);
    if (move <= move_floor || move <= move_sigmas * minute_sigma.value_or(0)) return;
    seats_[instruments_ + instrument.value].breaker.trip(now);
    touched_ = true;
}

}  // namespace nightjar::risk
