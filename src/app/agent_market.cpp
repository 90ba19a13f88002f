#include "app/agent_market.hpp"

#include "app/wiring.hpp"
#include "store/recording.hpp"

namespace nightjar::app {

namespace {

std::vector<sim::MatchingConfig> matching_of(const Plan& plan) {
    std::vector<sim::MatchingConfig> configs;
    for (const auto& venue : plan.venues) configs.push_back(venue.matching);
    return configs;
}

/// Where the instruments stood when the last process ended, by their last trades; else as planned.
std::vector<sim::WorldInstrument> last_prices(const Plan& plan, const core::Catalog& catalog,
                                              const SessionDir& session) {
    std::vector<sim::WorldInstrument> instruments;
    for (const auto& instrument : catalog.instruments()) {
        const auto& wanted = plan.instruments[instrument.id.value];
        instruments.push_back({instrument.id, wanted.price, wanted.yearly_volatility});
    }
    auto recorded = store::RecordedFeed::open(session.inputs());
    if (!recorded) return instruments;
    core::Event event;
    while (recorded->next(event) == core::Feed::Next::Ready)
        if (const auto* trade = std::get_if<core::Trade>(&event.body))
            instruments[event.instrument.value].price =
                core::approximate(trade->price, catalog[event.instrument]);
    return instruments;
}

}  // namespace

core::Status AgentMarket::enter(const engine::Config& config, const SessionDir& session,
                                std::uint64_t records) {
    catalog_ = config.catalog;
    sim::WorldConfig world;
    world.instruments = last_prices(*plan_, catalog_, session);
    world.seed = plan_->seed + records;  // a resumed market goes on differently
    world.start = clock_->now();
    auto exchanges = matching_of(*plan_);
    for (auto& exchange : exchanges)  // above every number that an earlier life may have used
        exchange.first_trade = static_cast<std::uint64_t>(world.start.ns);
    world.feed_latency = plan_->feed_latency;
    world_ = std::make_unique<sim::World>(catalog_, config.currency, std::move(exchanges), world);
    std::vector<sim::SimVenue*> seats;
    for (std::size_t i = 0; i < plan_->venues.size(); ++i) {
        const core::VenueId id{static_cast<std::uint16_t>(i)};
        venues_.push_back(std::make_unique<sim::SimVenue>(id, world_->exchange(id),
                                                          plan_->venues[i].cash,
                                                          latency(plan_->venues[i]), world.seed));
        seats.push_back(venues_.back().get());
    }
    feed_ = std::make_unique<sim::WorldFeed>(*world_, std::move(seats), *clock_);
    return {};
}

std::vector<core::Venue*> AgentMarket::venues() {
    std::vector<core::Venue*> all;
    for (const auto& venue : venues_) all.push_back(venue.get());
    return all;
}

core::Result<std::vector<core::Event>> AgentMarket::resume(const engine::Engine& engine,
                                                           const SessionDir&) {
    for (std::size_t i = 0; i < venues_.size(); ++i)
        venues_[i]->restore(engine.books().venue({static_cast<std::uint16_t>(i)}));
    std::vector<core::Event> first;
    for (const auto& order : engine.orders().open()) first.push_back(session_ended(order.request));
    return first;
}

}  // namespace nightjar::app
