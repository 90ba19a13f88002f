/// Standing quotes: from a wish to the orders that stand for it.

#include "engine/engine.hpp"

#include <algorithm>
#include <array>

namespace nightjar::engine {

using core::Qty;
using core::Side;
using Step = exec::QuoteDesk::Step;

namespace {

constexpr std::array sides{Side::Buy, Side::Sell};

}  // namespace

/// No side is wished for more than the sizers let the strategy hold when it fills.
void Engine::consider(core::QuoteWish wish) {
    const auto* protecting = protections_.find(wish.strategy, wish.instrument);
    if (protecting != nullptr && protecting->protection.state() == core::ProtectionState::Closing)
        wish = {wish.strategy, wish.instrument, {}, {}};
    const auto held = books_.strategy(wish.strategy).account.position(wish.instrument).qty;
    for (const auto side : sides) {
        auto& wanted = wish.level(side);
        if (wanted.qty.raw <= 0) continue;
        core::Target full;
        full.strategy = wish.strategy;
        full.instrument = wish.instrument;
        full.exposure = static_cast<double>(core::sign(side));
        const auto most = targets_gate_.size(full, market_, books_, throttles(wish.strategy));
        const Qty room{most ? core::sign(side) * (*most - held).raw : 0};
        wanted.qty = std::clamp(wanted.qty, Qty{}, std::max(Qty{}, room));
    }
    if (!quotes_.wish(wish, now_)) return;
    ++counters_.targets;
    netting_.forget(wish.strategy, wish.instrument);  // a quote takes the place of a position
    for (const auto side : sides)
        pursue(exec::QuoteDesk::Seat{wish.strategy, wish.instrument, side});
}

void Engine::pursue(const exec::QuoteDesk::Seat& seat) {
    if (mute()) return;
    const auto step = quotes_.next(seat, now_);
    if (step == Step::Cancel) {
        const bool barred = now_ < slots_[seat.strategy.value].barred_until;
        const auto why = barred || kill_.level() != core::KillLevel::None
                             ? risk::CancelReason::Risk
                             : risk::CancelReason::Limit;
        if (const auto* order = orders_.find(quotes_.order(seat))) cancel(*order, why);
        quotes_.cancelling(seat);
    }
    if (step != Step::Place) return;
    const auto& wanted = quotes_.wished(seat).level(seat.side);
    const auto parent =
        netting_.plan_alone({seat.strategy, core::signed_qty(seat.side, wanted.qty)},
                            seat.instrument, wanted.price, books_, {next_parent_++}, now_);
    record(core::ParentOpened{*parent, netting_.shares(seat.instrument, parent->id), {}});
    core::ChildIntent child;
    child.parent = parent->id;
    child.instrument = seat.instrument;
    child.side = seat.side;
    child.type = core::OrderType::Limit;
    child.post_only = true;
    child.price = wanted.price;
    child.qty = wanted.qty;
    auto order = exec::order_of(child, config_.catalog[child.instrument],
                                core::order_id(epoch_, next_order_++), now_);
    if (!place(order, *parent, true)) {
        quotes_.placed(seat, order);
    } else {
        netting_.close(seat.instrument, parent->id);
        quotes_.refused(seat, now_);
    }
}

/// An order of a quote has ended. What a cancel made room for comes next; after a fill or a
/// rejection the strategy speaks first.
void Engine::end_quote(const exec::QuoteDesk::Seat& seat, const portfolio::Order& order) {
    netting_.close(seat.instrument, order.request.parent);
    if (order.state == core::OrderState::Rejected)
        quotes_.refused(seat, now_);
    else if (order.state == core::OrderState::Cancelled)
        consider(quotes_.wished(seat));
}

}  // namespace nightjar::engine
