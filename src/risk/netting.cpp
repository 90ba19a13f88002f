#include "risk/netting.hpp"

#include "risk/seal.hpp"

#include <algorithm>

namespace nightjar::risk {

using core::Allocation;
using core::Qty;
using core::Wide;

namespace {

core::ParentOrder parent_of(core::InstrumentId instrument, Qty change, core::ParentId id,
                            const portfolio::Books& books, core::Time now) {
    core::ParentOrder parent;
    parent.id = id;
    parent.instrument = instrument;
    parent.side = core::side_of(change);
    parent.qty = magnitude(change);
    parent.at = now;
    const auto held = books.held(instrument).raw;
    const auto after = held + change.raw;
    parent.reduce_only = held > 0 ? after >= 0 && after < held : after <= 0 && after > held;
    return parent;
}

/// Works for what may change and what may not.
auto find_alone(auto& alone, core::ParentId parent) {
    return std::ranges::find_if(alone, [&](const auto& one) { return one.parent == parent; });
}

}  // namespace

Netting::Netting(const core::Catalog& catalog, std::size_t strategies)
    : slots_(catalog.instruments().size()), parts_(strategies) {
    for (auto& slot : slots_) {
        slot.wishes.resize(strategies);
        slot.planned.resize(strategies);
        slot.left.reserve(strategies + 1);
        slot.crosses.reserve(strategies);
    }
    changes_.reserve(strategies);
    allotted_.reserve(strategies + 1);
    weights_.reserve(strategies);
    taken_.reserve(strategies);
    alone_.reserve(most_alone);
}

bool Netting::wish(core::StrategyId strategy, core::InstrumentId instrument, Qty qty) {
    auto& wish = slots_[instrument.value].wishes[strategy.value];
    if (wish == qty) return false;
    wish = qty;
    return true;
}

void Netting::forget(core::StrategyId strategy, core::InstrumentId instrument) {
    slots_[instrument.value].wishes[strategy.value].reset();
}

std::optional<Qty> Netting::wished(core::StrategyId strategy, core::InstrumentId instrument) const {
    return slots_[instrument.value].wishes[strategy.value];
}

void Netting::collect(const Slot& slot, core::InstrumentId instrument,
                      const portfolio::Books& books) {
    changes_.clear();
    for (std::size_t i = 0; i < slot.wishes.size(); ++i) {
        const core::StrategyId strategy{static_cast<std::uint16_t>(i)};
        if (!slot.wishes[i]) continue;
        const auto held = books.strategy(strategy).account.held(instrument);
        if (const auto change = *slot.wishes[i] - held; change.raw != 0)
            changes_.push_back({strategy, change});
    }
}

/// The smaller side is crossed whole; the larger side gives up its part of it pro rata. What is
/// left of the larger side stays in changes_.
void Netting::cross(Slot& slot, Wide smaller) {
    const Wide net = [this] {
        Wide sum = 0;
        for (const auto& change : changes_) sum += change.qty.raw;
        return sum;
    }();
    const bool larger_buys = net >= 0;
    weights_.clear();
    for (const auto& change : changes_)
        if ((change.qty.raw > 0) == larger_buys) weights_.push_back(magnitude(change.qty).raw);
    const auto inside = std::span{parts_}.first(weights_.size());
    portfolio::split(smaller, weights_, inside);
    // Both sides are walked together: each pairing moves the lesser of what the two have left.
    auto from = changes_.begin();
    Wide available = 0;
    std::size_t part = 0;
    for (auto& change : changes_) {
        if ((change.qty.raw > 0) != larger_buys) continue;
        Wide needed = inside[part++];
        change.qty -= Qty{static_cast<std::int64_t>(larger_buys ? needed : -needed)};
        while (needed > 0) {
            if (available == 0) {
                while ((from->qty.raw > 0) == larger_buys || from->qty.raw == 0) ++from;
                available = magnitude(from->qty).raw;
            }
            const Wide moved = std::min(needed, available);
            const Qty qty{static_cast<std::int64_t>(moved)};
            slot.crosses.push_back(larger_buys ? Cross{change.strategy, from->strategy, qty}
                                               : Cross{from->strategy, change.strategy, qty});
            needed -= moved;
            available -= moved;
            if (available == 0) ++from;
        }
    }
    std::erase_if(changes_, [larger_buys](const Allocation& change) {
        return change.qty.raw == 0 || (change.qty.raw > 0) != larger_buys;
    });
}

std::optional<core::Approved<core::ParentOrder>> Netting::plan(core::InstrumentId instrument,
                                                               const portfolio::Books& books,
                                                               core::ParentId id, core::Time now) {
    auto& slot = slots_[instrument.value];
    if (slot.parent || !slot.crosses.empty()) return std::nullopt;
    collect(slot, instrument, books);
    Wide buys = 0;
    Wide sells = 0;
    for (const auto& change : changes_) (change.qty.raw > 0 ? buys : sells) += change.qty.raw;
    if (const Wide smaller = std::min(buys, -sells); smaller > 0) {
        cross(slot, smaller);
        slot.crossed_at = now;
    }
    const Wide net = buys + sells;
    if (net == 0) return std::nullopt;
    slot.parent = id;
    slot.left.assign(changes_.begin(), changes_.end());
    slot.planned = slot.wishes;
    const Qty qty{static_cast<std::int64_t>(net)};
    return Seal::approve(parent_of(instrument, qty, id, books, now), now);
}

core::Approved<core::ParentOrder> Netting::plan_alone(const Allocation& change,
                                                      core::InstrumentId instrument,
                                                      std::optional<core::Price> limit,
                                                      const portfolio::Books& books,
                                                      core::ParentId id, core::Time now) {
    resume_alone(id, change);
    auto parent = parent_of(instrument, change.qty, id, books, now);
    parent.limit = limit;
    return Seal::approve(parent, now);
}

std::span<const Allocation> Netting::shares(core::InstrumentId instrument,
                                            core::ParentId parent) const {
    if (const auto one = find_alone(alone_, parent); one != alone_.end()) return {&one->left, 1};
    const auto& slot = slots_[instrument.value];
    if (slot.parent != parent) return {};
    return slot.left;
}

std::span<const Allocation> Netting::allot(core::InstrumentId instrument, core::ParentId parent,
                                           Qty signed_qty) {
    auto& slot = slots_[instrument.value];
    allotted_.clear();
    if (const auto one = find_alone(alone_, parent); one != alone_.end()) {
        auto& left = one->left.qty;
        const bool fits =
            (left.raw > 0) == (signed_qty.raw > 0) && magnitude(signed_qty) <= magnitude(left);
        allotted_.push_back({fits ? one->left.strategy : core::house, signed_qty});
        if (fits) left -= signed_qty;
        return allotted_;
    }
    Wide open = 0;
    if (slot.parent == parent)
        for (const auto& share : slot.left) open += share.qty.raw;
    const bool ours = open != 0 && (open > 0) == (signed_qty.raw > 0) &&
                      magnitude(signed_qty).raw <= (open > 0 ? open : -open);
    if (!ours) {
        allotted_.push_back({core::house, signed_qty});
        return allotted_;
    }
    weights_.clear();
    for (const auto& share : slot.left) weights_.push_back(magnitude(share.qty).raw);
    const auto parts = std::span{parts_}.first(weights_.size());
    portfolio::split(signed_qty.raw, weights_, parts);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Qty qty{static_cast<std::int64_t>(parts[i])};
        if (qty.raw == 0) continue;
        slot.left[i].qty -= qty;
        allotted_.push_back({slot.left[i].strategy, qty});
    }
    std::erase_if(slot.left, [](const Allocation& share) { return share.qty.raw == 0; });
    return allotted_;
}

bool Netting::still_wanted(core::InstrumentId instrument, const portfolio::Books& books) const {
    const auto& slot = slots_[instrument.value];
    for (std::size_t i = 0; i < slot.wishes.size(); ++i) {
        const core::StrategyId strategy{static_cast<std::uint16_t>(i)};
        const auto share = std::ranges::find(slot.left, strategy, &Allocation::strategy);
        const auto left = share == slot.left.end() ? Qty{} : share->qty;
        if (!slot.wishes[i]) {
            if (left.raw != 0) return false;
            continue;
        }
        const auto held = books.strategy(strategy).account.held(instrument);
        if (*slot.wishes[i] - held - crossing(strategy, instrument) != left) return false;
    }
    return true;
}

void Netting::resume(core::InstrumentId instrument, core::ParentId parent,
                     std::span<const Allocation> shares) {
    auto& slot = slots_[instrument.value];
    slot.parent = parent;
    slot.left.assign(shares.begin(), shares.end());
}

void Netting::resume_alone(core::ParentId parent, const Allocation& left) {
    NJ_CHECK(alone_.size() < most_alone, "more than {} parents of single strategies", most_alone);
    alone_.push_back({parent, left});
}

bool Netting::alone(core::ParentId parent) const {
    return find_alone(alone_, parent) != alone_.end();
}

void Netting::rewish(core::InstrumentId instrument, const portfolio::Books& books) {
    auto& slot = slots_[instrument.value];
    for (const auto& share : slot.left)
        slot.wishes[share.strategy.value] =
            books.strategy(share.strategy).account.held(instrument) + share.qty;
    slot.planned = slot.wishes;
}

void Netting::close(core::InstrumentId instrument, core::ParentId parent, bool keep) {
    std::erase_if(alone_, [parent](const Alone& one) { return one.parent == parent; });
    auto& slot = slots_[instrument.value];
    if (slot.parent != parent) return;
    for (const auto& share : slot.left) {
        const auto owner = share.strategy.value;
        if (!keep && slot.wishes[owner] == slot.planned[owner]) slot.wishes[owner].reset();
    }
    slot.left.clear();
    slot.parent.reset();
}

Qty Netting::crossing(core::StrategyId strategy, core::InstrumentId instrument) const {
    Qty sum;
    for (const auto& cross : slots_[instrument.value].crosses) {
        if (cross.buyer == strategy) sum += cross.qty;
        if (cross.seller == strategy) sum -= cross.qty;
    }
    return sum;
}

std::span<const Cross> Netting::take_crosses(core::InstrumentId instrument, core::Time before) {
    auto& slot = slots_[instrument.value];
    taken_.clear();
    if (!slot.crosses.empty() && slot.crossed_at < before) taken_.swap(slot.crosses);
    return taken_;
}

}  // namespace nightjar::risk
