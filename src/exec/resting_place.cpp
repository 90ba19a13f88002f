/// Where a child rests: at one touch of its route, by what that is expected to cost.

#include "exec/child_size.hpp"
#include "exec/parent.hpp"
#include "exec/router.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nightjar::exec {

using core::ChildIntent;
using core::InstrumentId;
using core::Liquidity;
using core::Price;
using core::Qty;

namespace {

constexpr double bps = 1e4;

bool better(Price a, Price b, core::Side side) { return core::sign(side) * (a - b).raw > 0; }

/// One of ours rests there already: two tips at a price would be seen as one that is too large.
bool taken(InstrumentId id, core::Side side, Price price, const Router::View& view) {
    return std::ranges::any_of(view.orders->open(), [&](const portfolio::Order& order) {
        const auto& request = order.request;
        return request.instrument == id && request.side == side && request.price == price &&
               request.tif == core::TimeInForce::Gtc;
    });
}

}  // namespace

/// At home a child rests where its algorithm wants it to; elsewhere at the touch, if all of it may
/// stand there.
std::optional<Router::Place> Router::place(InstrumentId id, const ChildIntent& child, bool reduces,
                                           const View& view) const {
    Place place{id, child.price, child.qty, health(id, view), {}, {}};
    if (place.health < least_health) return std::nullopt;
    const auto& instrument = (*catalog_)[id];
    const auto touch = (*view.market)[id].book.side(child.side).best();
    if (!touch) return std::nullopt;
    const auto least = least_child(instrument, child.qty, touch->price);
    if (reduces) {
        place.qty = std::min(child.qty, reducible(id, child.side, view));
        const auto left = child.qty - place.qty;
        if (place.qty.raw == 0 || (left.raw > 0 && (left < least || place.qty < least)))
            return std::nullopt;
    }
    if (id == child.instrument) return place;
    if (child.shown.raw > 0) return std::nullopt;  // its home hides the rest
    place.price = touch->price;
    const auto& home = (*catalog_)[child.instrument];
    if (view.limit &&
        better(touch->price, converted(*view.limit, home, instrument, child.side), child.side))
        return std::nullopt;
    const bool fits = place.qty >= least && place.qty <= shown_at(touch->qty);
    if (!fits || taken(id, child.side, touch->price, view)) return std::nullopt;
    place.prospect = queues_[id.value]->prospect(child.side, place.qty, (*view.market)[id].book);
    return place;
}

Router::Places Router::places(const ChildIntent& child, const View& view) const {
    Places found;
    const auto route = catalog_->route(child.instrument);
    // Less than a venue takes is no position that could be reduced.
    const bool reduces = std::ranges::any_of(route, [&](InstrumentId id) {
        return reducible(id, child.side, view) >= std::max((*catalog_)[id].min_qty, Qty{1});
    });
    for (const auto id : route) {
        if (found.count == most_venues) break;
        if (const auto at = place(id, child, reduces, view)) found.all.at(found.count++) = *at;
    }
    // What is known of touches says nothing of an order behind its own.
    const auto& book = (*view.market)[child.instrument].book;
    for (auto& at : found.used()) {
        if (at.instrument != child.instrument) continue;
        const auto touch = book.side(child.side).best();
        if (touch->price == at.price)
            at.prospect = queues_[at.instrument.value]->prospect(child.side, at.qty, book);
    }
    value(found.used(), child, view);
    return found;
}

/// What resting costs a lot, of the mean of the mids: where it fills, what the price is better than
/// that, less fee, and what the price does to us afterwards; where it does not, what taking costs
/// at the cheapest, and how far the price has gone by then.
void Router::value(std::span<Place> places, const ChildIntent& child, const View& view) const {
    const auto sign = static_cast<double>(core::sign(child.side));
    double mid = 0;
    double takes = std::numeric_limits<double>::infinity();
    const auto in_quote = [&](InstrumentId id, Price price) {
        return static_cast<double>(price.raw) * approximate((*catalog_)[id].tick);
    };
    const auto touches = [&](InstrumentId id) {
        const auto& book = (*view.market)[id].book;
        return std::pair{in_quote(id, book.side(child.side).best()->price),
                         in_quote(id, book.side(opposite(child.side)).best()->price)};
    };
    for (const auto& at : places) {
        const auto [own, other] = touches(at.instrument);
        mid += (own + other) / 2 / static_cast<double>(places.size());
    }
    for (const auto& at : places) {
        const auto other = touches(at.instrument).second;
        takes = std::min(takes, sign * (other - mid) / mid * bps +
                                    fee(at.instrument, Liquidity::Taker, view.now) * bps);
    }
    for (auto& at : places) {
        if (!at.prospect) continue;
        const double rests = sign * (in_quote(at.instrument, at.price) - mid) / mid * bps +
                             fee(at.instrument, Liquidity::Maker, view.now) * bps +
                             at.prospect->adverse_bps;
        at.cost = at.prospect->fills * rests +
                  (1 - at.prospect->fills) * (takes + at.prospect->chase_bps);
    }
}

/// Home stays home until it can be compared. Null: there is no place.
const Router::Place* Router::cheapest(std::span<const Place> places, const ChildIntent& child) {
    if (places.empty()) return nullptr;
    const auto home = std::ranges::find(places, child.instrument, &Place::instrument);
    if (home != places.end() && !home->prospect) return &*home;
    double least = std::numeric_limits<double>::infinity();
    for (const auto& at : places)
        if (at.prospect) least = std::min(least, at.cost);
    std::array<double, most_venues> weights{};
    for (std::size_t i = 0; i < places.size(); ++i)
        if (const auto& at = places[i]; at.prospect && at.cost - least <= most_regret_bps)
            weights.at(i) = at.health * std::exp((least - at.cost) / temperature_bps);
    const auto drawn = draw(std::span{weights}.first(places.size()));
    return drawn < places.size() ? &places[drawn] : places.data();
}

std::optional<ChildIntent> Router::choose_resting(const ChildIntent& child, const View& view) {
    auto found = places(child, view);
    const auto* place = cheapest(found.used(), child);
    if (place == nullptr) return std::nullopt;
    auto chosen = child;
    chosen.instrument = place->instrument;
    chosen.price = place->price;
    chosen.qty = place->qty;
    chosen.reduce_only =
        child.reduce_only || place->qty <= reducible(place->instrument, child.side, view);
    return chosen;
}

}  // namespace nightjar::exec
