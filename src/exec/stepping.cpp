/// The next step of a parent: what its algorithm wishes, held against what always holds.

#include "exec/child_size.hpp"
#include "exec/executor.hpp"
#include "risk/flatten.hpp"

#include <algorithm>

namespace nightjar::exec {

using core::EndReason;
using core::ParentState;
using core::Qty;
using Step = Executor::Step;

namespace {

/// Between children that the market, not the schedule, has cut.
constexpr core::Duration breath = core::seconds(1);

std::optional<core::Price> price_of(const Look& look) {
    if (look.parent->order.limit) return look.parent->order.limit;
    if (look.market->reference) return look.market->reference->price;
    return std::nullopt;
}

/// Of a child that could be larger, three times in ten the size of a trade of somebody else: the
/// rest of it goes with the next.
Qty like_others(const Parent& parent, Qty qty, const Look& look) {
    constexpr double as_often = 0.3;
    constexpr std::uint64_t draws = 4;
    auto random = look.random;
    random.seek((std::uint64_t{3} << 32) + parent.sent * draws);
    if (random.uniform() >= as_often) return qty;
    const auto size = look.flow->any_size(random);
    return size && *size >= look.least && *size < qty ? *size : qty;
}

/// Between the next wake, the end of the time and that of the grace, whichever is first.
core::Time earlier(core::Time wake, const Look& look, const Terms& terms) {
    if (wake <= look.now) wake = look.now + core::milliseconds(1);
    if (look.now < look.window.to) return std::min(wake, look.window.to);
    const auto last = look.window.to + terms.grace + core::Duration{1};
    return look.now < last ? std::min(wake, last) : wake;
}

}  // namespace

Look Executor::look(const Parent& parent, const market::Market& market, core::Time now) const {
    const auto& terms = algorithm(parent).terms();
    const auto& order = parent.order;
    Look look;
    look.now = now;
    look.instrument = &(*catalog_)[order.instrument];
    look.market = &market[order.instrument];
    look.flow = &flows_[order.instrument.value];
    look.parent = &parent;
    const auto* tip = parent.resting();
    const auto standing = tip != nullptr ? tip->instrument : order.instrument;
    look.standing = &(*catalog_)[standing];
    look.standing_market = &market[standing];
    look.window = {order.at, order.at + terms.over};
    look.random = core::Random{seed_, order.id.value};
    look.least = look.instrument->min_qty;
    if (const auto price = price_of(look); price && price->raw > 0) {
        // What only closes is not held to the least worth.
        look.least = order.reduce_only ? risk::least_lots(*look.instrument, order.qty, *price)
                                       : least_child(*look.instrument, order.qty, *price);
    }
    look.least = std::max(look.least, Qty{1});
    return look;
}

Step Executor::next(core::ParentId id, const market::Market& market, core::Time now,
                    bool may_send) {
    auto* parent = find(id);
    NJ_CHECK(parent != nullptr && parent->style, "a parent that no algorithm works");
    const auto seen = look(*parent, market, now);
    settle(*parent, seen, may_send);
    auto& work = parent->work;
    work.wake = earlier(never, seen, algorithm(*parent).terms());
    if (parent->ends != EndReason::None) {
        if (parent->out == 0) {
            end(*parent, parent->ends);
            return {Step::Kind::Ended, {}, {}, {}};
        }
        work.wake = now + ask_again;
        const auto why = parent->ends == EndReason::Risk ? risk::CancelReason::Risk
                                                         : risk::CancelReason::ParentDone;
        if (const auto* child = to_cancel(*parent, now)) return cancel_of(*child, why);
        return {};
    }
    if (parent->state == ParentState::Paused) return {};
    if (!work.begun) {
        work.begun = true;
        work.begun_at = now;
        work.volume_from = seen.flow->others();
        work.credit = parent->filled + parent->open;
        algorithm(*parent).begin(seen, work);
    }
    const auto wished = wish(*parent, seen);
    work.wake = earlier(wished.wake, seen, algorithm(*parent).terms());
    return realise(*parent, wished, seen);
}

/// Whether it ends, and whether it may go on now.
void Executor::settle(Parent& parent, const Look& look, bool may_send) {
    const auto& terms = algorithm(parent).terms();
    auto& ends = parent.ends;
    if (parent.filled >= parent.order.qty) ends = EndReason::Filled;
    if (ends == EndReason::None && look.now >= look.window.to) {
        if (terms.end == End::Cancel) ends = EndReason::Deadline;
        if (terms.end == End::Carry) ends = EndReason::Carried;
        if (terms.end == End::Cross && look.now > look.window.to + terms.grace)
            ends = EndReason::Late;
    }
    if (ends == EndReason::None && parent.out == 0 && parent.unsent() < look.least)
        ends = EndReason::Dust;
    if (!may_send)
        parent.state = ParentState::Paused;
    else if (parent.state == ParentState::Paused)
        parent.state = parent.sent > 0 ? ParentState::Working : ParentState::New;
}

Wish Executor::wish(Parent& parent, const Look& look) {
    if (look.now < look.window.to) return algorithm(parent).next(look, parent.work);
    Wish wish;  // the time is over: all that is left
    wish.take = std::max(parent.order.qty - parent.filled, Qty{});
    return wish;
}

const Child* Executor::to_cancel(const Parent& parent, core::Time now, bool beside) {
    const auto all = parent.children();
    const auto at = std::ranges::find_if(all, [now, beside](const Child& child) {
        return child.may_ask(now) && (child.beside || !beside);
    });
    return at == all.end() ? nullptr : &*at;
}

Step Executor::cancel_of(const Child& child, risk::CancelReason why) {
    return {Step::Kind::Cancel, {}, child.id, why};
}

Step Executor::realise(Parent& parent, const Wish& wish, const Look& look) {
    auto& work = parent.work;
    const auto quiet = [&] { return look.now < work.quiet_until; };
    // More is out than there is to do: a fill came after its order had been given up.
    if (parent.unsent().raw < 0) {
        const auto* child = to_cancel(parent, look.now);
        work.wake = std::min(work.wake, look.now + ask_again);
        return child != nullptr ? cancel_of(*child, risk::CancelReason::ParentDone) : Step{};
    }
    const bool over = look.now >= look.window.to;
    if (const auto* extra = over ? to_cancel(parent, look.now, true) : nullptr)
        return cancel_of(*extra, risk::CancelReason::ParentDone);
    if (wish.withdraw) return {Step::Kind::Cancel, {}, wish.withdraw->order, wish.withdraw->why};
    if (const auto* tip = parent.resting()) {
        const bool stays =
            wish.keep || (wish.rest && wish.rest->price == tip->price && wish.take.raw == 0);
        if (stays) return send_beside(parent, wish, look);
        if (look.now < tip->at + least_rest &&
            (!over || algorithm(parent).terms().grace >= least_rest)) {
            work.wake = std::min(work.wake, tip->at + least_rest);
            return {};
        }
        work.wake = std::min(work.wake, look.now + ask_again);
        if (!tip->may_ask(look.now)) return {};
        return cancel_of(*tip, over ? risk::CancelReason::ParentDone : risk::CancelReason::Moved);
    }
    if (quiet()) {
        work.wake = std::min(work.wake, work.quiet_until);
        return {};
    }
    if (wish.take.raw > 0) return send_taking(parent, wish, look);
    if (!wish.rest || parent.unsent().raw == 0) return {};
    auto qty = std::min(wish.rest->qty, parent.unsent());
    // A rest that would be too small: no more is shown than was wished, unless it cannot be split.
    if (parent.unsent() > qty && parent.unsent() - qty < look.least)
        qty = parent.unsent() >= look.least + look.least ? parent.unsent() - look.least
                                                         : parent.unsent();
    if (qty < look.least) return {};
    return {
        Step::Kind::Send, resting(parent.order, {wish.rest->price, qty, wish.rest->shown}), {}, {}};
}

/// Nothing is missed where it does not leave.
Step Executor::send_beside(Parent& parent, const Wish& wish, const Look& look) {
    auto& work = parent.work;
    if (!wish.beside || look.now < std::max(work.quiet_until, work.alone_until) ||
        parent.out == Parent::most_children)
        return {};
    const auto qty = wish.beside->qty;
    if (qty < look.least || parent.unsent() - qty < look.least) return {};
    work.asked_beside = true;
    Step step{Step::Kind::Send, resting(parent.order, *wish.beside), {}, {}};
    step.child.instrument = look.standing->id;
    step.child.placed = true;
    return step;
}

/// A rest that would be too small goes with it; what is too small itself waits for more.
Step Executor::send_taking(Parent& parent, const Wish& wish, const Look& look) {
    const auto& order = parent.order;
    const auto& terms = algorithm(parent).terms();
    auto& work = parent.work;
    const auto unsent = parent.unsent();
    auto qty = std::min(wish.take, unsent);
    if (parent.out == Parent::most_children || qty.raw == 0) return {};
    const bool over = look.now >= look.window.to;
    if (terms.adaptive && !over && qty >= look.least) {
        ChildLimits limits;
        limits.least = look.least;
        limits.rest = unsent;
        limits.urgent = terms.urgent;
        auto conditions = look.flow->conditions(*look.market, order.side, look.now);
        conditions.toxicity = toxicities_[order.instrument.value].now();
        const auto sized = child_size(qty, conditions, limits);
        if (sized < qty) work.quiet_until = look.now + breath;
        qty = std::min(sized, qty);
    }
    if (const auto size = terms.noise && !over ? like_others(parent, qty, look) : qty; size < qty) {
        work.quiet_until = std::max(work.quiet_until, std::min(wish.wake, look.window.to));
        qty = size;
    }
    if (unsent - qty < look.least) qty = unsent;
    if (qty < look.least) return {};
    return {Step::Kind::Send, taking(order, qty), {}, {}};
}

}  // namespace nightjar::exec
