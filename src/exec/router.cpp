#include "exec/router.hpp"

#include "exec/child_size.hpp"
#include "exec/parent.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

using core::ChildIntent;
using core::InstrumentId;
using core::Qty;

namespace {

constexpr double bps = 1e4;
constexpr std::uint64_t of_its_own = ~std::uint64_t{0};  // no parent has that number

/// Lots that our orders are about to take there.
Qty on_their_way(InstrumentId id, core::Side side, const Router::View& view) {
    Qty sum;
    for (const auto& order : view.orders->open())
        if (order.request.instrument == id && order.request.side == side &&
            order.request.tif != core::TimeInForce::Gtc)
            sum += order.open();
    return sum;
}

}  // namespace

Qty reducible(InstrumentId id, core::Side side, const Router::View& view) {
    const auto held = view.books->position(id);
    const auto& open = view.orders->exposure(id);
    const auto against = side == core::Side::Buy ? -held - open.buy : held - open.sell;
    return std::max(against, Qty{});
}

Router::Router(const core::Catalog& catalog, std::span<const FeeSchedule> fees, std::uint64_t seed)
    : catalog_{&catalog},
      books_(catalog.instruments().size()),
      queues_(catalog.instruments().size()),
      answers_(catalog.venues().size()),
      fees_{catalog, fees},
      chance_{seed, of_its_own} {
    for (const auto& instrument : catalog.instruments())
        if (catalog.route(catalog.home(instrument.id)).size() > 1)
            queues_[instrument.id.value] = std::make_unique<FillModel>();
}

void Router::observe(const core::Event& event, const market::Market& market) {
    const bool book = std::holds_alternative<core::BookDelta>(event.body) ||
                      std::holds_alternative<core::Quote>(event.body);
    if (book && event.ends_message()) books_[event.instrument.value].changed(event.stamp.recv);
    if (const auto& queue = queues_[event.instrument.value])
        queue->apply(event, market[event.instrument].book);
}

std::optional<core::FeeDiffered> Router::filled(InstrumentId instrument, const core::Fill& fill,
                                                core::Time now) {
    if (const auto& queue = queues_[instrument.value];
        queue && fill.liquidity == core::Liquidity::Maker)
        queue->own(fill, now);
    return fees_.filled(instrument, fill, now);
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
        shelf.fee = fee(id, core::Liquidity::Taker, view.now);
        shelf.shown = trust;
        shelf.gone = on_their_way(id, child.side, view);
        if (const auto best = shelf.levels->best())
            shelf.least = least_child(instrument, child.qty, best->price);
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
    const double per_lot = least_cost / static_cast<double>(child.qty.raw);
    for (std::size_t i = 0; i < options.count; ++i) {
        const auto& shelf = options.shelves.at(i);
        const double price = price_at(shelf, child.side, child.qty);
        const double regret = (price - per_lot) / std::abs(per_lot) * bps;
        if (!(regret <= most_regret_bps)) continue;
        weights.at(i) = shelf.shown * std::exp(-std::max(regret, 0.0) / temperature_bps);
    }
    return draw(weights);
}

std::size_t Router::draw(std::span<const double> weights) {
    double sum = 0;
    for (const double weight : weights) sum += weight;
    if (sum <= 0) return weights.size();
    double at = chance_.uniform() * sum;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        at -= weights[i];
        if (at < 0) return i;
    }
    return weights.size();
}

std::optional<ChildIntent> Router::choose(const ChildIntent& child, const View& view) {
    if (child.placed || catalog_->route(child.instrument).size() < 2) return child;
    return child.tif == core::TimeInForce::Gtc ? choose_resting(child, view)
                                               : choose_taking(child, view);
}

/// Its later parts are chosen as splits of what is left: they arrive with the first.
void Router::begin_sweep(const ChildIntent& child, const Options& options,
                         std::span<const core::Qty> lots, const View& view) {
    constexpr double fade_bps = 0.1;
    if (sweep_.parent == child.parent && sweep_.at == view.now) return;
    sweep_ = {child.parent, view.now, view.now};
    std::optional<core::Duration> slowest;
    std::optional<core::Duration> fastest;
    for (std::size_t i = 0; i < options.count; ++i) {
        if (lots[i].raw == 0) continue;
        const auto way = answers_[(*catalog_)[options.instruments.at(i)].venue.value].way();
        if (!way) return;
        slowest = std::max(slowest.value_or(*way), *way);
        fastest = std::min(fastest.value_or(*way), *way);
    }
    const auto sigma = (*view.market)[child.instrument].volatility.minute_sigma();
    if (!slowest || !sigma) return;
    const auto apart = static_cast<double>((*slowest - *fastest).ns);
    const double minutes = apart / static_cast<double>(core::minutes(1).ns);
    if (*sigma * std::sqrt(minutes) * bps > fade_bps) sweep_.arrives = view.now + *slowest;
}

core::Time Router::departs(const core::OrderRequest& order, core::Time now) const {
    if (sweep_.parent != order.parent || sweep_.at != now) return now;
    const auto way = answers_[order.venue.value].way().value_or(core::Duration{});
    return std::clamp(sweep_.arrives - way, now, now + longest_hold);
}

std::optional<ChildIntent> Router::choose_taking(const ChildIntent& child, const View& view) {
    const auto found = options(child, view);
    if (found.count == 0) return std::nullopt;
    const auto shards = shard(child.side, child.qty, found.all());
    if (shards.covered.raw == 0) return std::nullopt;
    auto at = shards.covered == child.qty ? draw(child, found, shards.cost) : most_venues;
    auto qty = child.qty;
    if (at == most_venues) {
        at = static_cast<std::size_t>(std::ranges::max_element(shards.lots) - shards.lots.begin());
        qty = shards.lots.at(at);
        begin_sweep(child, found, shards.lots, view);
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
