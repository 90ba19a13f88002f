#include "sim/agents/predator.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::sim {

void Predator::see(const Desk& desk, const core::Trade& trade, core::Time now) {
    const double size = desk.in_usual(trade.qty);
    if (now_.at == now && now_.side == trade.taker) {
        now_.size += size;
        return;
    }
    if (now_.size >= traits_.least) {
        judge(now_);
        seen_[next_++ % remembered] = now_;
    }
    now_ = {now, trade.taker, size};
}

/// One like it, at about that time.
const Predator::Order* Predator::before(const Order& last, core::Time at) const {
    const auto found = std::ranges::find_if(seen_, [&](const Order& order) {
        const auto gap = static_cast<double>((last.at - at).ns);
        return order.side == last.side &&
               std::abs(order.size - last.size) <= traits_.size_off * last.size &&
               std::abs(static_cast<double>((order.at - at).ns)) <= traits_.gap_off * gap;
    });
    return found == seen_.end() ? nullptr : &*found;
}

void Predator::judge(const Order& last) {
    if (prey_) return;
    for (const auto& one : seen_) {
        const auto gap = last.at - one.at;
        if (one.size == 0 || one.side != last.side || gap < traits_.shortest) continue;
        if (std::abs(one.size - last.size) > traits_.size_off * last.size) continue;
        if (before(one, one.at - gap) == nullptr) continue;
        prey_ = {last.at + gap, last.side, last.size, 0};
        return;
    }
}

core::Duration Predator::act(Desk& desk, core::Time now) {
    constexpr auto watchful = core::milliseconds(200);
    if (!prey_) return watchful;
    if (prey_->held == 0) {
        if (now < prey_->due - traits_.lead - watchful) return watchful;
        if (now < prey_->due) {
            prey_->held = traits_.of_child * prey_->size;
            desk.market(prey_->side, prey_->held, now);
        } else {
            prey_.reset();
        }
    } else if (now >= prey_->due + traits_.hold) {
        desk.market(opposite(prey_->side), std::abs(desk.inventory()), now);
        prey_.reset();
    }
    return watchful;
}

}  // namespace nightjar::sim
