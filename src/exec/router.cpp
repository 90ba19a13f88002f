#include "exec/router.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

using core::ChildIntent;
using core::InstrumentId;
using core::Qty;

namespace {

constexpr double bps = 1e4;
constexpr std::uint64_t of_its_own = ~std::uint64_t{0};  // no parent has that number

/// Lots that an order of that side would bring closer to flat there, open ones counted as done.
Qty reducible(InstrumentId id, core::Side side, const Router::View& view) {
    const auto held = view.books->position(id);
    const auto& open = view.orders->exposure(id);
    const auto against = side == core::Side::Buy ? -held - open.buy : held - open.sell;
    return std::max(against, Qty{});
}

/// Lots that our orders are about to take there.
Qty on_their_way(InstrumentId id, core::Side side, const Router::View& view) {
    Qty sum;
    for (const auto& order : view.orders->open())
        if (order.request.instrument == id && order.request.side == side &&
            order.request.tif != core::TimeInForce::Gtc)
            sum += order.open();
    return sum;
}

/// The parent's limit in the ticks of another instrument, never worse.
core::Price converted(core::Price price, const core::Instrument& from, const core::Instrument& to,
                      core::Side side) {
    if (from.tick == to.tick) return price;
    const auto money = core::Wide{price.raw} * from.tick.raw;
    const auto down = static_cast<std::int64_t>(money / to.tick.raw);
    const bool exact = core::Wide{down} * to.tick.raw == money;
    return {exact || side == core::Side::Buy ? down : down + 1};
}

}  // namespace

Router::Router(const core::Catalog& catalog, std::span<const double> taker_fees, std::uint64_t seed)
    : catalog_{&catalog},
      books_(catalog.instruments().size()),
      fees_(catalog.instruments().size()),
      answers_(catalog.venues().size()),
      chance_{seed, of_its_own} {
    for (const auto& instrument : catalog.instruments())
        if (instrument.venue.value < taker_fees.size())
            fees_[instrument.id.value] = taker_fees[instrument.venue.value];
}

void Router::observe(const core::Event& event) {
    const bool book = std::holds_alternative<core::BookDelta>(event.body) ||
                      std::holds_alternative<core::Quote>(event.body);
    if (book && event.ends_message()) books_[event.instrument.value].changed(event.stamp.recv);
}

void Router::filled(InstrumentId instrument, const core::Fill& fill) {
    if (fill.liquidity != core::Liquidity::Taker) return;
    const auto& its = (*catalog_)[instrument];
    const bool in_base = fill.fee_asset == its.base && !its.inverse();
    if (!in_base && fill.fee_asset != its.settle()) return;
    const auto whole = in_base ? its.units(fill.qty) : its.notional(fill.price, fill.qty);
    if (whole.raw > 0) fees_[instrument.value] = approximate(fill.fee) / approximate(whole);
}

bool Router::stale(InstrumentId instrument, core::Time now) const {
    return catalog_->route(catalog_->home(instrument)).size() > 1 &&
           books_[instrument.value].stale(now);
}

double Router::health(InstrumentId instrument, const View& view) const {
    const auto& state = (*view.market)[instrument];
    const auto& answers = answers_[(*catalog_)[instrument].venue.value];
    if (!state.book.valid() || !state.tradable || answers.resting(view.now)) return 0;
    return std::min(books_[instrument.value].score(view.now), answers.score());
}

Router::Options Router::options(const ChildIntent& child, const View& view) const {
    Options found;
    const auto route = catalog_->route(child.instrument);
    const bool reduces = std::ranges::any_of(
        route, [&](InstrumentId id) { return reducible(id, child.side, view).raw > 0; });
    for (const auto id : route) {
        if (found.count == most_venues) break;
        const double trust = health(id, view);
        if (trust < least_health) continue;
        const auto& instrument = (*catalog_)[id];
        const auto& book = (*view.market)[id].book;
        Shelf shelf;
        shelf.levels = &book.side(opposite(child.side));
        shelf.tick = approximate(instrument.tick);
        shelf.fee = fees_[id.value];
        shelf.shown = trust;
        shelf.gone = on_their_way(id, child.side, view);
        shelf.least = std::max(instrument.min_qty, Qty{1});
        if (const auto best = shelf.levels->best(); best && instrument.min_notional.raw > 0) {
            const auto one = instrument.notional(best->price, Qty{1});
            if (one.raw > 0)
                shelf.least = std::max(shelf.least,
                                       Qty{static_cast<std::int64_t>(
                                           (instrument.min_notional.raw + one.raw - 1) / one.raw)});
        }
        shelf.most = reduces ? std::min(child.qty, reducible(id, child.side, view)) : child.qty;
        if (reduces) shelf.least = std::min(shelf.least, shelf.most);
        if (shelf.most.raw <= 0) continue;
        found.shelves.at(found.count) = shelf;
        found.instruments.at(found.count++) = id;
    }
    return found;
}

/// Among the venues that would take all of it for little more than the cheapest way costs.
std::size_t Router::draw(const ChildIntent& child, const Options& options, double least_cost) {
    std::array<double, most_venues> weights{};
    double sum = 0;
    const double per_lot = least_cost / static_cast<double>(child.qty.raw);
    for (std::size_t i = 0; i < options.count; ++i) {
        const auto& shelf = options.shelves.at(i);
        const double price = price_at(shelf, child.side, child.qty);
        const double regret = (price - per_lot) / std::abs(per_lot) * bps;
        if (!(regret <= most_regret_bps)) continue;
        sum += weights.at(i) = shelf.shown * std::exp(-std::max(regret, 0.0) / temperature_bps);
    }
    if (sum <= 0) return most_venues;
    double at = chance_.uniform() * sum;
    for (std::size_t i = 0; i < options.count; ++i) {
        at -= weights.at(i);
        if (at < 0) return i;
    }
    return most_venues;
}

std::optional<ChildIntent> Router::choose(const ChildIntent& child, const View& view) {
    if (catalog_->route(child.instrument).size() < 2 || child.tif == core::TimeInForce::Gtc)
        return child;
    const auto found = options(child, view);
    if (found.count == 0) return std::nullopt;
    const auto shards = shard(child.side, child.qty, found.all());
    if (shards.covered.raw == 0) return std::nullopt;
    auto at = shards.covered == child.qty ? draw(child, found, shards.cost) : most_venues;
    auto qty = child.qty;
    if (at == most_venues) {
        at = static_cast<std::size_t>(std::ranges::max_element(shards.lots) - shards.lots.begin());
        qty = shards.lots.at(at);
    }
    auto chosen = child;
    chosen.instrument = found.instruments.at(at);
    chosen.qty = qty;
    const auto& home = (*catalog_)[child.instrument];
    chosen.price = converted(child.price, home, (*catalog_)[chosen.instrument], child.side);
    // Of what a parent turns round, the part that closes stays such a part.
    chosen.reduce_only = qty <= reducible(chosen.instrument, child.side, view);
    return chosen;
}

}  // namespace nightjar::exec
