#include "exec/quote_desk.hpp"

#include "core/base/result.hpp"

#include <algorithm>

namespace nightjar::exec {

using core::Side;

QuoteDesk::QuoteDesk(std::size_t strategies, std::size_t instruments)
    : instruments_{instruments},
      wishes_(strategies * instruments),
      standings_(2 * strategies * instruments) {
    taken_.reserve(standings_.size());
    for (std::size_t i = 0; i < wishes_.size(); ++i) {
        wishes_[i].strategy = {static_cast<std::uint16_t>(i / instruments)};
        wishes_[i].instrument = {static_cast<std::uint32_t>(i % instruments)};
    }
}

bool QuoteDesk::wish(const core::QuoteWish& wish, core::Time now) {
    wishes_[index(wish.strategy, wish.instrument)] = wish;
    return next({wish.strategy, wish.instrument, Side::Buy}, now) != Step::Rest ||
           next({wish.strategy, wish.instrument, Side::Sell}, now) != Step::Rest;
}

const core::QuoteWish& QuoteDesk::wished(const Seat& seat) const {
    return wishes_[index(seat.strategy, seat.instrument)];
}

QuoteDesk::Step QuoteDesk::next(const Seat& seat, core::Time now) const {
    const auto& now_there = standing(seat);
    const auto& wanted = wished(seat).level(seat.side);
    if (!now_there.taken)
        return wanted.qty.raw > 0 && now >= now_there.rests_until ? Step::Place : Step::Rest;
    if (now_there.cancelling) return Step::Rest;
    const bool serves = wanted.price == now_there.price && now_there.left <= wanted.qty &&
                        2 * now_there.left.raw >= wanted.qty.raw;
    return serves ? Step::Rest : Step::Cancel;
}

core::OrderId QuoteDesk::order(const Seat& seat) const { return standing(seat).order; }

void QuoteDesk::placed(const Seat& seat, const core::OrderRequest& order) {
    NJ_CHECK(!standing(seat).taken, "two orders for one side of a quote");
    standing(seat) = {order.id, order.parent, order.price, order.qty, true, false, {}};
    taken_.push_back(seat);
}

void QuoteDesk::cancelling(const Seat& seat) { standing(seat).cancelling = true; }

void QuoteDesk::refused(const Seat& seat, core::Time now) {
    standing(seat).rests_until = now + pause;
}

std::optional<QuoteDesk::Seat> QuoteDesk::find(core::ParentId parent) const {
    const auto at = std::ranges::find_if(
        taken_, [&](const Seat& seat) { return standing(seat).parent == parent; });
    if (at == taken_.end()) return std::nullopt;
    return *at;
}

std::optional<QuoteDesk::Seat> QuoteDesk::on_fill(core::ParentId parent, core::Qty qty) {
    const auto seat = find(parent);
    if (!seat) return std::nullopt;
    auto& there = standing(*seat);
    there.left -= std::min(qty, there.left);
    if (there.left.raw == 0) return on_done(parent);
    return seat;
}

std::optional<QuoteDesk::Seat> QuoteDesk::on_done(core::ParentId parent) {
    const auto seat = find(parent);
    if (!seat) return std::nullopt;
    standing(*seat).taken = standing(*seat).cancelling = false;
    std::erase_if(taken_, [&](const Seat& other) {
        return other.strategy == seat->strategy && other.instrument == seat->instrument &&
               other.side == seat->side;
    });
    return seat;
}

}  // namespace nightjar::exec
