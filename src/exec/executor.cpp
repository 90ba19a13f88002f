#include "exec/executor.hpp"

#include <algorithm>
#include <utility>

namespace nightjar::exec {

using core::ChildIntent;
using core::EndReason;
using core::ParentState;
using core::Qty;

Executor::Executor(const core::Catalog& catalog, std::vector<std::unique_ptr<Algorithm>> algorithms,
                   std::uint64_t seed, bool any)
    : catalog_{&catalog},
      algorithms_{std::move(algorithms)},
      seed_{seed},
      looks_{any ||
             std::ranges::any_of(algorithms_, [](const auto& made) { return made != nullptr; })} {
    parents_.reserve(max_parents);
    own_.reserve(any ? max_own : 0);
    const bool curves = any || std::ranges::any_of(algorithms_, [](const auto& algorithm) {
                            return algorithm != nullptr && algorithm->wants_curve();
                        });
    const bool adaptive = any || std::ranges::any_of(algorithms_, [](const auto& algorithm) {
                              return algorithm != nullptr && algorithm->terms().adaptive;
                          });
    if (adaptive) toxicities_.resize(catalog.instruments().size());
    flows_.reserve(catalog.instruments().size());
    for (std::size_t i = 0; i < catalog.instruments().size(); ++i) flows_.emplace_back(curves);
}

std::optional<core::StrategyId> Executor::style(std::span<const core::Allocation> shares) const {
    const auto most = std::ranges::max_element(
        shares, {}, [](const core::Allocation& share) { return magnitude(share.qty); });
    if (most == shares.end() || most->strategy.value >= algorithms_.size() ||
        algorithms_[most->strategy.value] == nullptr)
        return std::nullopt;
    return most->strategy;
}

ChildIntent Executor::start(core::Approved<core::ParentOrder>&& parent) {
    NJ_CHECK(parents_.size() < max_parents, "more than {} parents at work", max_parents);
    parents_.emplace_back().order = *parent;
    return taking(*parent, parent->qty);
}

ChildIntent Executor::taking(const core::ParentOrder& order, Qty qty) {
    ChildIntent child;
    child.parent = order.id;
    child.instrument = order.instrument;
    child.side = order.side;
    child.type = order.limit ? core::OrderType::Limit : core::OrderType::Market;
    child.tif = core::TimeInForce::Ioc;
    child.reduce_only = order.reduce_only;
    child.price = order.limit.value_or(core::Price{});
    child.qty = qty;
    return child;
}

ChildIntent Executor::resting(const core::ParentOrder& order, const Wish::Level& level) {
    auto child = taking(order, level.qty);
    child.type = core::OrderType::Limit;
    child.tif = core::TimeInForce::Gtc;
    child.post_only = true;
    child.price = level.price;
    child.shown = level.shown;
    return child;
}

void Executor::resume(const core::ParentOrder& order, core::StrategyId style) {
    NJ_CHECK(parents_.size() < max_parents, "more than {} parents at work", max_parents);
    auto& parent = parents_.emplace_back();
    parent.order = order;
    parent.style = style;
    ++styled_;
}

void Executor::give(core::ParentId parent, const core::AlgoTerms& terms,
                    std::unique_ptr<Algorithm> algorithm) {
    own_.push_back({parent, terms, std::move(algorithm)});
}

core::AlgoTerms Executor::terms(core::ParentId parent) const {
    const auto at = std::ranges::find(own_, parent, &Own::parent);
    return at == own_.end() ? core::AlgoTerms{} : at->terms;
}

void Executor::restart() {
    for (auto& parent : parents_) {
        parent.work = {};
        parent.ends = EndReason::None;
    }
}

bool Executor::fits(const Parent& parent) const {
    return parent.style && parent.style->value < algorithms_.size() &&
           (algorithms_[parent.style->value] != nullptr ||
            !terms(parent.order.id).view().empty()) &&
           parent.order.instrument.value < catalog_->instruments().size() &&
           std::ranges::all_of(
               parent.children(),
               [this](const Child& child) {
                   return child.instrument.value < catalog_->instruments().size();
               });
}

const Parent* Executor::working(core::ParentId id) const {
    const auto at =
        std::ranges::find(parents_, id, [](const Parent& parent) { return parent.order.id; });
    return at == parents_.end() ? nullptr : &*at;
}

void Executor::sent(const core::OrderRequest& order) {
    auto* parent = find(order.parent);
    NJ_CHECK(parent != nullptr && order.qty <= parent->unsent(), "a child of more than its parent");
    NJ_CHECK(parent->out < Parent::most_children, "too many children at once");
    const bool resting = order.tif == core::TimeInForce::Gtc;
    const bool beside = resting && parent->resting() != nullptr;
    parent->slots[parent->out++] = {order.id, order.instrument, order.price, order.qty, order.at,
                                    resting,  beside,           {},          {}};
    parent->open += order.qty;
    ++parent->sent;
    parent->state = ParentState::Working;
    parent->work.refusals = 0;
    parent->work.asked_beside = false;
}

std::optional<Parent> Executor::on_refused(core::ParentId id, core::Time now, bool final) {
    constexpr core::Duration first = core::seconds(1);
    constexpr int most_doublings = 5;
    constexpr core::Duration without_company = core::seconds(30);
    auto* parent = find(id);
    if (parent == nullptr) return std::nullopt;
    if (!parent->style) return finish_single(*parent);
    auto& work = parent->work;
    if (std::exchange(work.asked_beside, false) && !final) {
        work.alone_until = now + without_company;
        return std::nullopt;
    }
    work.quiet_until = now + first * (std::int64_t{1} << std::min(work.refusals, most_doublings));
    if (final)
        stop(id, EndReason::Risk);
    else if (++work.refusals >= most_refusals)
        stop(id, EndReason::Refused);
    return std::nullopt;
}

std::optional<Parent> Executor::on_child_done(const core::OrderRequest& order,
                                              core::OrderState state, core::Time now) {
    constexpr core::Duration after_a_miss = core::seconds(1);
    auto* parent = find(order.parent);
    if (parent == nullptr) return std::nullopt;
    const auto all = parent->children();
    const auto child = std::ranges::find(all, order.id, &Child::id);
    if (child != all.end()) {
        parent->open -= child->left;
        parent->work.asked_beside = child->beside;
        const bool missed = child->left.raw > 0 && !child->resting;
        std::move(child + 1, all.end(), child);
        --parent->out;
        if (missed) parent->work.quiet_until = now + after_a_miss;
    }
    if (!parent->style) return finish_single(*parent);
    if (state == core::OrderState::Rejected) (void)on_refused(order.parent, now, false);
    parent->work.asked_beside = false;
    return std::nullopt;
}

std::optional<Parent> Executor::on_fill(const core::OrderRequest& order, const core::Fill& fill,
                                        core::Time now) {
    auto* parent = find(order.parent);
    if (parent == nullptr) return std::nullopt;
    parent->filled += fill.qty;
    // A fill elsewhere counts in the ticks of home.
    const auto& home = (*catalog_)[parent->order.instrument];
    const auto& there = (*catalog_)[order.instrument];
    parent->worth += core::Wide{fill.price.raw} * fill.qty.raw * there.tick.raw / home.tick.raw;
    // One that comes after the end of its order was counted as given back: open does not change.
    const auto all = parent->children();
    const auto child = std::ranges::find(all, order.id, &Child::id);
    if (child != all.end()) {
        const auto part = std::min(fill.qty, child->left);
        child->left -= part;
        parent->open -= part;
        if (child->left.raw == 0) {
            std::move(child + 1, all.end(), child);
            --parent->out;
        }
    }
    flows_[order.instrument.value].own(fill, now);
    if (!parent->style) return finish_single(*parent);
    return std::nullopt;
}

void Executor::cancelling(core::ParentId id, core::OrderId order, core::Time now) {
    auto* parent = find(id);
    if (parent == nullptr) return;
    for (auto& child : parent->children())
        if (child.id == order) child.cancelling = true, child.asked_at = now;
}

void Executor::stop(core::ParentId id, EndReason reason) {
    auto* parent = find(id);
    if (parent != nullptr && parent->ends == EndReason::None) parent->ends = reason;
}

void Executor::forget(core::ParentId id) {
    auto* parent = find(id);
    if (parent == nullptr) return;
    if (parent->style) --styled_;
    std::erase_if(own_, [id](const Own& own) { return own.parent == id; });
    parents_.erase(parents_.begin() + (parent - parents_.data()));
}

/// It has one child: when that is not open, all is over.
std::optional<Parent> Executor::finish_single(Parent& parent) {
    if (parent.open.raw > 0) return std::nullopt;
    end(parent, parent.unsent().raw == 0 ? EndReason::Filled : EndReason::Unfilled);
    const Parent ended = parent;
    forget(parent.order.id);
    return ended;
}

void Executor::end(Parent& parent, EndReason reason) {
    ++ended_;
    const bool filled = parent.filled >= parent.order.qty;
    parent.ends = filled ? EndReason::Filled : reason;
    const bool failed =
        reason == EndReason::Late || reason == EndReason::Refused || reason == EndReason::Unfilled;
    parent.state = filled   ? ParentState::Done
                   : failed ? ParentState::Failed
                            : ParentState::Cancelled;
}

void Executor::observe(const core::Event& event, const market::Market& market) {
    auto& flow = flows_[event.instrument.value];
    flow.apply(event);
    if (!toxicities_.empty())
        toxicities_[event.instrument.value].on(event, market[event.instrument].book);
    if (looks_ && event.ends_message()) flow.see_book(market[event.instrument], event.stamp.recv);
}

core::Time Executor::wake() const {
    auto wake = never;
    for (const auto& parent : parents_)
        if (parent.style) wake = std::min(wake, parent.work.wake);
    return wake;
}

core::Price converted(core::Price price, const core::Instrument& from, const core::Instrument& to,
                      core::Side side) {
    if (from.tick == to.tick) return price;
    const auto money = core::Wide{price.raw} * from.tick.raw;
    const auto down = static_cast<std::int64_t>(money / to.tick.raw);
    const bool exact = core::Wide{down} * to.tick.raw == money;
    return {exact || side == core::Side::Buy ? down : down + 1};
}

core::OrderRequest order_of(const ChildIntent& child, const core::Instrument& instrument,
                            core::OrderId id, core::Time now) {
    core::OrderRequest order;
    order.id = id;
    order.parent = child.parent;
    order.instrument = child.instrument;
    order.venue = instrument.venue;
    order.side = child.side;
    order.type = child.type;
    order.tif = child.tif;
    order.post_only = child.post_only;
    order.reduce_only = child.reduce_only;
    order.price = child.price;
    order.stop = child.stop;
    order.qty = child.qty;
    order.shown = child.shown < child.qty ? child.shown : Qty{};
    order.at = now;
    return order;
}

}  // namespace nightjar::exec
