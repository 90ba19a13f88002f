/// R27: what a venue, or an instrument, has earned by the answers to our orders.

#include "risk/breaker.hpp"
#include "risk/checks/builtins.hpp"

#include <vector>

namespace nightjar::risk {

namespace {

using core::OrderReason;
using core::OrderRequest;
using core::OrderState;
using core::Refusal;
using core::Rule;
using core::Unit;

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

/// A breaker for each venue and each instrument; an order has to get past both. What reduces always
/// passes, and so do cancels, which are not reviewed.
class Breakers final : public Check {
public:
    Rule rule() const override { return Rule::KillLevel; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        grow(view);
        if (reduces(order, view)) return std::nullopt;
        if (const auto& venue = venues_[order.venue.value]; !venue.admits(view.now))
            return Refusal{
                rule(), Unit::Count, 0, 1, {core::Scope::Kind::Venue, order.venue.value}};
        if (const auto& instrument = instruments_[order.instrument.value];
            !instrument.admits(view.now))
            return Refusal{rule(), Unit::Count, 0, 1, of_instrument(order)};
        return std::nullopt;
    }
    void approved(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return;
        venues_[order.venue.value].sent(order.id, view.now);
        instruments_[order.instrument.value].sent(order.id, view.now);
    }
    void heard(const OrderRequest& order, const core::OrderUpdate& update,
               const View& view) override {
        each(order, view, [&](Breaker& breaker) {
            switch (answer_of(update)) {
                case Answer::Good: return breaker.succeeded(order.id, view.now);
                case Answer::Bad: return breaker.failed(view.now);
                case Answer::NotSent: return breaker.returned(order.id);
                case Answer::None: return;
            }
        });
    }
    void filled(const OrderRequest& order, const core::Fill&, const View& view) override {
        if (order.id == last_filled_) return;  // an order has one answer
        last_filled_ = order.id;
        each(order, view, [&](Breaker& breaker) { breaker.succeeded(order.id, view.now); });
    }

private:
    template <class Use>
    void each(const OrderRequest& order, const View& view, Use use) {
        grow(view);
        use(venues_[order.venue.value]);
        use(instruments_[order.instrument.value]);
    }
    /// Once: how many there are does not change.
    void grow(const View& view) {
        if (!venues_.empty()) return;
        const auto& catalog = *view.catalog;
        for (std::uint64_t i = 0; i < catalog.venues().size(); ++i) venues_.emplace_back(i, 0U);
        for (std::uint64_t i = 0; i < catalog.instruments().size(); ++i)
            instruments_.emplace_back(i, 1U);
    }

    std::vector<Breaker> venues_;
    std::vector<Breaker> instruments_;
    core::OrderId last_filled_;
};

}  // namespace

void register_breakers(core::Registry<Check>& registry) {
    add_plain<Breakers>(registry, "breakers",
                        "R27: a pause for a venue or an instrument whose answers are failures");
}

}  // namespace nightjar::risk
