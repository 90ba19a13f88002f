#include "app/paper.hpp"

#include "backtest/recovery.hpp"

#include <thread>

namespace nightjar::app {

using core::Result;
using core::Status;

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

Result<std::unique_ptr<Paper>> Paper::make(const Plan& plan, const SessionDir& session,
                                           core::Registries& registries, bool resume) {
    std::unique_ptr<Paper> made{new Paper};
    NJ_TRY(config, engine_config(plan, {}));
    made->catalog_ = config.catalog;
    const auto instruments = last_prices(plan, made->catalog_, session);
    NJ_TRY(made->open_logs(session));

    const auto records = made->ledger_->log().recovery().records;
    sim::WorldConfig world;
    world.instruments = instruments;
    world.seed = plan.seed + records;  // a resumed market goes on differently
    world.start = made->clock_.now();
    auto exchanges = matching_of(plan);
    for (auto& exchange : exchanges)  // above every number that an earlier life may have used
        exchange.first_trade = static_cast<std::uint64_t>(world.start.ns);
    world.feed_latency = plan.feed_latency;
    made->world_ =
        std::make_unique<sim::World>(made->catalog_, config.currency, std::move(exchanges), world);
    std::vector<sim::SimVenue*> venues;
    engine::Ports ports{{}, made->ledger_.get()};
    for (std::size_t i = 0; i < plan.venues.size(); ++i) {
        const core::VenueId id{static_cast<std::uint16_t>(i)};
        made->venues_.push_back(
            std::make_unique<sim::SimVenue>(id, made->world_->exchange(id), plan.venues[i].cash,
                                            latency(plan.venues[i]), world.seed));
        venues.push_back(made->venues_.back().get());
        ports.venues.push_back(venues.back());
    }
    NJ_TRY(made->begin(config, registries, ports, session, resume));
    made->market_feed_ =
        std::make_unique<sim::WorldFeed>(*made->world_, std::move(venues), made->clock_);
    made->commands_ = std::make_unique<engine::CommandFeed>(
        *made->market_feed_, made->clock_, *made->engine_,
        resume ? made->first_events() : std::vector<core::Event>{});
    made->feed_ = std::make_unique<store::RecordingFeed>(*made->commands_, *made->inputs_);
    return made;
}

Status Paper::open_logs(const SessionDir& session) {
    NJ_TRY(inputs, store::EventLog::open(session.inputs()));
    inputs_ = std::move(inputs);
    store::LedgerOptions options;
    options.inputs = inputs_.get();
    NJ_TRY(ledger, store::Ledger::open(session.ledger(), options));
    ledger_ = std::move(ledger);
    recovered_.cut_bytes = inputs_->recovery().cut_bytes + ledger_->log().recovery().cut_bytes;
    return {};
}

Status Paper::begin(const engine::Config& config, core::Registries& registries,
                    const engine::Ports& ports, const SessionDir& session, bool resume) {
    if (resume) {
        NJ_TRY(recovery, backtest::recover(config, registries, ports, session.ledger(),
                                           session.checkpoint()));
        engine_ = std::move(recovery.engine);
        recovered_.records = recovery.records;
        recovered_.from_checkpoint = recovery.from_checkpoint;
        for (std::size_t i = 0; i < venues_.size(); ++i)
            venues_[i]->restore(engine_->books().venue({static_cast<std::uint16_t>(i)}));
    } else {
        NJ_TRY(engine, engine::Engine::build(config, registries, ports));
        engine_ = std::move(engine);
        engine_->open();
    }
    checkpointer_ = std::make_unique<Checkpointer>(config, session);
    return {};
}

/// What a restart has to say: orders that the crash left open are gone with their exchange.
std::vector<core::Event> Paper::first_events() const {
    std::vector<core::Event> first;
    core::Event event;
    event.body = core::Command{core::Command::Kind::Resumed, recovered_.records};
    first.push_back(event);
    for (const auto& order : engine_->orders().open()) {
        event.instrument = order.request.instrument;
        event.venue = order.request.venue;
        event.body = core::OrderUpdate{order.request.id, core::OrderState::Cancelled,
                                       core::OrderReason::SessionEnded, order.request.price,
                                       order.request.qty};
        first.push_back(event);
    }
    return first;
}

void Paper::run() {
    engine::LiveLoop loop{*engine_, *feed_, clock_, box_};
    loop.run([](core::Duration d) { std::this_thread::sleep_for(std::chrono::nanoseconds{d.ns}); });
}

Result<std::string> Paper::finish() {
    NJ_TRY(ledger_->close());
    NJ_TRY(inputs_->close());
    NJ_TRY(checkpointer_->finish());
    return ledger_->head();
}

}  // namespace nightjar::app
