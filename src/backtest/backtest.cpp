#include "backtest/backtest.hpp"

#include "backtest/errc.hpp"

namespace nightjar::backtest {

using core::Result;

Result<std::unique_ptr<Backtest>> Backtest::make(Settings settings, core::Registries& registries) {
    if (settings.streams.empty() && settings.tapes.empty())
        return core::fail(Errc::NothingToDo, "no instrument has data to replay");
    std::unique_ptr<Backtest> made{new Backtest{settings.engine.catalog}};
    made->opinions_ = settings.opinions;
    store::LedgerOptions options;
    // A lost backtest is run again: nothing is proved or synced before its end.
    options.log.sync_every = std::nullopt;
    options.block_span = std::nullopt;
    NJ_TRY(ledger, store::Ledger::open(settings.ledger, options));
    made->ledger_ = std::move(ledger);

    engine::Ports ports{{}, made->ledger_.get()};
    std::vector<sim::SimVenue*> venues;
    for (std::size_t i = 0; i < settings.venues.size(); ++i) {
        const core::VenueId id{static_cast<std::uint16_t>(i)};
        made->exchanges_.push_back(std::make_unique<sim::Matching>(
            made->catalog_, id, settings.engine.currency, settings.venues[i].matching));
        made->venues_.push_back(std::make_unique<sim::SimVenue>(
            id, *made->exchanges_.back(), settings.engine.venue_cash[i], settings.venues[i].latency,
            settings.seed));
        venues.push_back(made->venues_.back().get());
        ports.venues.push_back(venues.back());
    }
    for (auto& tape : settings.tapes) {
        tape.seed = settings.seed;
        const auto venue = made->catalog_[tape.instrument].venue;
        if (tape.rates) made->exchanges_[venue.value]->expect_rates(tape.instrument);
    }
    made->replay_ = std::make_unique<Replay>(made->catalog_, settings.streams, settings.tapes,
                                             std::move(venues));
    NJ_TRY(engine, engine::Engine::build(std::move(settings.engine), registries, ports));
    made->engine_ = std::move(engine);
    made->engine_->open();
    return made;
}

void Backtest::run(const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    constexpr std::uint64_t often = 65'536;
    core::Event event;
    for (std::uint64_t n = 1; replay_->next(event) == core::Feed::Next::Ready; ++n) {
        while (opinions_ != nullptr) {
            const auto ready = opinions_->take(event.stamp.recv);
            if (!ready) break;
            engine_->on(*ready);
        }
        engine_->on(event);
        replay_->wake_at(engine_->next_timer());
        if (n % often == 0) progress(replay_->done(), replay_->total());
    }
    engine_->close();
}

Result<std::string> Backtest::finish() {
    NJ_TRY(replay_->status());
    NJ_TRY(ledger_->close());
    return ledger_->head();
}

}  // namespace nightjar::backtest
