#include "sim/world.hpp"

#include "sim/agents/informed_trader.hpp"
#include "sim/agents/market_maker.hpp"
#include "sim/agents/momentum_trader.hpp"
#include "sim/agents/noise_trader.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::Time;

namespace {

constexpr std::uint64_t value_stream = 0x100'0000;  // beyond all seats

}  // namespace

World::World(const core::Catalog& catalog, core::AssetId currency,
             std::vector<MatchingConfig> by_venue, WorldConfig config)
    : catalog_{&catalog},
      config_{std::move(config)},
      fundamentals_(catalog.assets().size()),
      peers_(catalog.assets().size()),
      now_{config_.start} {
    for (std::size_t i = 0; i < by_venue.size(); ++i) {
        by_venue[i].prices = Prices::Book;
        exchanges_.push_back(std::make_unique<Matching>(
            catalog, core::VenueId{static_cast<std::uint16_t>(i)}, currency, by_venue[i]));
    }
    for (const auto& listed : config_.instruments) seat_agents(listed);
    wake_all();
    announce(core::InstrumentStatus{true});
}

Fundamental& World::fundamental_of(const WorldInstrument& listed) {
    const auto base = (*catalog_)[listed.id].base;
    auto& fundamental = fundamentals_[base.value];
    if (!fundamental) {
        auto walk = config_.walk;
        walk.price = listed.price;
        walk.yearly_volatility = listed.yearly_volatility;
        fundamental = std::make_unique<Fundamental>(
            walk, config_.start, core::Random{config_.seed, value_stream + base.value});
    }
    return *fundamental;
}

void World::seat_agents(const WorldInstrument& listed) {
    const auto& instrument = (*catalog_)[listed.id];
    auto& peers = peers_[instrument.base.value];
    peers.push_back({&instrument, &exchange(instrument.venue)});
    const auto seat = [&](std::unique_ptr<Agent> agent, bool quotes = false, bool watches = false) {
        if (watches) watchers_.push_back(seats_.size());
        seats_.push_back(
            {Desk{*catalog_, instrument, exchange(instrument.venue), fundamental_of(listed),
                  config_.order_value, core::Random{config_.seed, seats_.size()}, &peers},
             std::move(agent), listed.id, quotes});
    };
    const auto& who = config_.population;
    for (std::size_t i = 0; i < who.market_makers; ++i) seat(std::make_unique<MarketMaker>(), true);
    for (const auto& traits : who.dealers) seat(std::make_unique<Dealer>(traits), true);
    for (const auto& traits : who.investors) seat(std::make_unique<Investors>(traits), true);
    for (std::size_t i = 0; i < who.noise_traders; ++i) seat(std::make_unique<NoiseTrader>());
    for (const auto& traits : who.crowds) seat(std::make_unique<Crowd>(traits));
    for (std::size_t i = 0; i < who.momentum_traders; ++i) seat(std::make_unique<MomentumTrader>());
    for (std::size_t i = 0; i < who.informed_traders; ++i) seat(std::make_unique<InformedTrader>());
    for (const auto& traits : who.insiders) seat(std::make_unique<Insider>(traits));
    for (const auto& traits : who.predators) seat(std::make_unique<Predator>(traits), false, true);
}

void World::wake_all() {
    constexpr auto breakfast = core::seconds(1);
    wakes_.clear();
    for (std::size_t i = 0; i < seats_.size(); ++i) {
        auto& seat = seats_[i];
        const auto sleep = seat.quotes ? seat.agent->act(seat.desk, now_)
                                       : irregular(breakfast, seat.desk.random());
        wakes_.push_back({now_ + sleep, i});
    }
    std::ranges::make_heap(wakes_, std::greater{});
    for (auto& exchange : exchanges_) exchange->forget_tape();
}

void World::announce(const core::Event::Body& body) {
    for (const auto& listed : config_.instruments) {
        const auto venue = (*catalog_)[listed.id].venue;
        emit({{now_, {}, {}}, listed.id, venue, body});
        exchange(venue).snapshot(listed.id, now_);
        collect();
    }
}

void World::emit(core::Event event) {
    event.stamp.recv = event.stamp.exch + config_.feed_latency;
    event.stamp.seq = ++seq_;
    events_.push(event);
}

void World::collect() {
    for (auto& exchange : exchanges_) {
        for (const auto& event : exchange->tape()) emit(event);
        if (!watchers_.empty()) show_prints(exchange->tape());
        exchange->forget_tape();
    }
}

void World::show_prints(std::span<const core::Event> tape) {
    for (const auto& event : tape)
        if (const auto* trade = std::get_if<core::Trade>(&event.body))
            for (const auto i : watchers_)
                if (auto& seat = seats_[i]; seat.instrument == event.instrument)
                    seat.agent->see(seat.desk, *trade, event.stamp.exch);
}

void World::advance(Time now) {
    collect();  // what others' orders did since the last step
    while (!wakes_.empty() && wakes_.front().at <= now) {
        std::ranges::pop_heap(wakes_, std::greater{});
        auto& wake = wakes_.back();
        auto& seat = seats_[wake.seat];
        wake.at = wake.at + seat.agent->act(seat.desk, wake.at);
        std::ranges::push_heap(wakes_, std::greater{});
        collect();
    }
    now_ = std::max(now_, now);
}

void World::skip_to(Time now) {
    NJ_CHECK(now >= now_, "the world does not go back");
    const auto lost = events_.size();
    events_.clear();
    now_ = now;
    for (auto& fundamental : fundamentals_)
        if (fundamental) fundamental->skip_to(now);
    for (auto& seat : seats_) seat.desk.cancel_all(now);
    wake_all();
    announce(core::Gap{lost});
}

}  // namespace nightjar::sim
