#include "exec/protection_desk.hpp"

#include "exec/sharding.hpp"

#include <algorithm>

namespace nightjar::exec {

ProtectionDesk::ProtectionDesk(const core::Catalog& catalog, std::vector<ProtectionTerms> terms)
    : terms_{std::move(terms)}, catalog_{&catalog} {}

void ProtectionDesk::add(core::StrategyId strategy, core::InstrumentId home) {
    const auto& terms = terms_[strategy.value];
    if (!terms.any() || find(strategy, home) != nullptr) return;
    seats_.push_back({strategy, home, Protection{terms, (*catalog_)[home]}});
    guards_.reserve(seats_.size() * (most_venues + 1));
}

ProtectionDesk::Seat* ProtectionDesk::find(core::StrategyId strategy, core::InstrumentId home) {
    const auto at = std::ranges::find_if(seats_, [&](const Seat& seat) {
        return seat.strategy == strategy && seat.instrument == home;
    });
    return at == seats_.end() ? nullptr : &*at;
}

void ProtectionDesk::placed(const Seat& seat, const core::OrderRequest& order) {
    const auto index = static_cast<std::size_t>(&seat - seats_.data());
    const bool rests = order.type == core::OrderType::StopMarket;
    NJ_CHECK(!rests || stop_of(seat) == nullptr, "two stops for one position");
    guards_.push_back({order.id, order.parent, index, rests, order.stop, order.qty, order.at});
}

const ProtectionDesk::Guard* ProtectionDesk::find(core::OrderId order) const {
    const auto at = std::ranges::find(guards_, order, &Guard::order);
    return at == guards_.end() ? nullptr : &*at;
}

const ProtectionDesk::Guard* ProtectionDesk::stop_of(const Seat& seat) const {
    const auto index = static_cast<std::size_t>(&seat - seats_.data());
    const auto at = std::ranges::find_if(
        guards_, [index](const Guard& guard) { return guard.seat == index && guard.rests; });
    return at == guards_.end() ? nullptr : &*at;
}

bool ProtectionDesk::stands_at(core::InstrumentId instrument) const {
    return std::ranges::any_of(guards_, [&](const Guard& guard) {
        return guard.rests && seats_[guard.seat].instrument == instrument;
    });
}

bool ProtectionDesk::may_ask(core::OrderId order, core::Time now) {
    const auto guard = std::ranges::find(guards_, order, &Guard::order);
    if (guard == guards_.end()) return false;
    if (guard->asked_at.ns != 0 && now < guard->asked_at + ask_again) return false;
    guard->asked_at = now;
    return true;
}

std::optional<ProtectionDesk::Guard> ProtectionDesk::take(core::OrderId order) {
    const auto* guard = find(order);
    if (guard == nullptr) return std::nullopt;
    const auto taken = *guard;
    guards_.erase(guards_.begin() + (guard - guards_.data()));
    return taken;
}

core::Time ProtectionDesk::wake() const {
    auto wake = never;
    for (const auto& seat : seats_) wake = std::min(wake, seat.wake);
    return wake;
}

}  // namespace nightjar::exec
