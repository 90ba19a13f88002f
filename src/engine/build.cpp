#include "engine/engine.hpp"

#include <algorithm>

namespace nightjar::engine {

using core::Result;

namespace {

constexpr std::size_t scratch_bytes = std::size_t{1} << 20;
constexpr std::size_t most_targets = 4096;

std::vector<core::Money> cash_of(const std::vector<StrategyConfig>& strategies) {
    std::vector<core::Money> cash;
    for (const auto& strategy : strategies) cash.push_back(strategy.cash);
    return cash;
}

std::vector<exec::ProtectionTerms> terms_of(const std::vector<StrategyConfig>& strategies) {
    std::vector<exec::ProtectionTerms> terms;
    for (const auto& strategy : strategies) terms.push_back(strategy.protection);
    return terms;
}

Result<std::vector<std::unique_ptr<risk::Sizer>>> make_sizers(const StrategyConfig& strategy,
                                                              core::Registries& registries) {
    std::vector<std::unique_ptr<risk::Sizer>> sizers;
    for (const auto& choice : strategy.sizers) {
        auto sizer = registries.of<risk::Sizer>().make(choice.kind, choice.params);
        if (!sizer) return std::unexpected{sizer.error().in(strategy.name)};
        sizers.push_back(std::move(*sizer));
    }
    if (sizers.size() > risk::Sizing::most_caps)
        return core::fail(core::Errc::OutOfRange, "{}: {} sizers; {} are the most", strategy.name,
                          sizers.size(), risk::Sizing::most_caps);
    if (sizers.empty())
        return core::fail(core::Errc::MissingKey, "{}: a strategy needs a sizer", strategy.name);
    return sizers;
}

/// By strategy; null: at once.
Result<std::vector<std::unique_ptr<exec::Algorithm>>> make_algorithms(
    const std::vector<StrategyConfig>& strategies, core::Registries& registries) {
    std::vector<std::unique_ptr<exec::Algorithm>> algorithms;
    for (const auto& strategy : strategies) {
        algorithms.emplace_back();
        const auto& [algo, params] = strategy.execution;
        if (algo == ExecutionChoice{}.algo && params.empty()) continue;
        auto made = registries.of<exec::Algorithm>().make(algo, params);
        if (!made) return std::unexpected{made.error().in(strategy.name)};
        algorithms.back() = std::move(*made);
    }
    return algorithms;
}

}  // namespace

Result<std::unique_ptr<Engine>> Engine::build(Config config, core::Registries& registries,
                                              Ports ports) {
    NJ_CHECK(ports.venues.size() == config.catalog.venues().size() && ports.journal != nullptr,
             "a port for each venue, and a journal");
    NJ_CHECK(config.venue_cash.size() == ports.venues.size(), "cash for each venue");
    if (config.strategies.size() > core::FillBooked::max_shares)
        return core::fail(core::Errc::OutOfRange, "{} strategies, at most {} fit one session",
                          config.strategies.size(), core::FillBooked::max_shares);
    std::vector<Slot> slots;
    std::vector<std::vector<std::unique_ptr<risk::Sizer>>> sizers;
    for (const auto& choice : config.strategies) {
        const strategy::Setup setup{choice.instruments, choice.signals, &registries,
                                    &config.catalog, choice.timeframe};
        auto made = registries.of<strategy::Strategy>().make(choice.kind, choice.params, setup);
        if (!made) return std::unexpected{made.error().in(choice.name)};
        slots.push_back({std::move(*made), choice.timeframe});
        NJ_TRY(chain, make_sizers(choice, registries));
        sizers.push_back(std::move(chain));
    }
    NJ_CHECK(!config.ramp || config.ramp->seats.size() == config.strategies.size(),
             "a stage for each strategy");
    NJ_TRY(gate, risk::make_order_gate(registries, config.gate));
    NJ_TRY(algorithms, make_algorithms(config.strategies, registries));
    core::Registry<exec::Algorithm> known;
    if (std::ranges::any_of(slots, [](const Slot& slot) { return slot.strategy->by_hand(); }))
        known = registries.of<exec::Algorithm>();
    return std::unique_ptr<Engine>{new Engine{std::move(config), std::move(ports), std::move(slots),
                                              std::move(sizers), std::move(gate),
                                              std::move(algorithms), std::move(known)}};
}

Engine::Engine(Config config, Ports ports, std::vector<Slot> slots,
               std::vector<std::vector<std::unique_ptr<risk::Sizer>>> sizers, risk::OrderGate gate,
               std::vector<std::unique_ptr<exec::Algorithm>> algorithms,
               core::Registry<exec::Algorithm> known_algorithms)
    : config_{std::move(config)},
      ports_{std::move(ports)},
      market_{config_.catalog},
      orders_{config_.catalog},
      books_{config_.catalog, config_.currency, cash_of(config_.strategies), config_.venue_cash},
      targets_gate_{config_.catalog, std::move(sizers)},
      netting_{config_.catalog, config_.strategies.size()},
      gate_{std::move(gate)},
      breakers_{config_.catalog, config_.strategies.size()},
      ramp_{config_.ramp ? std::optional<risk::Ramp>{*config_.ramp} : std::nullopt},
      algorithms_{std::move(known_algorithms)},
      executor_{config_.catalog, std::move(algorithms), config_.seed,
                !algorithms_.entries().empty()},
      quotes_{config_.strategies.size(), config_.catalog.instruments().size()},
      protections_{config_.catalog, terms_of(config_.strategies)},
      router_{config_.catalog, config_.fees, config_.seed},
      tca_{config_.catalog},
      slots_{std::move(slots)},
      subscribers_(config_.catalog.instruments().size()),
      builders_(config_.catalog.instruments().size()),
      stated_(config_.strategies.size() * config_.catalog.instruments().size()),
      first_prices_(config_.catalog.instruments().size()),
      scratch_(scratch_bytes),
      epoch_{config_.first_epoch} {
    due_.reserve(exec::Executor::max_parents);
    said_.targets.reserve(most_targets);
    said_.quotes.reserve(most_targets);
    for (std::size_t i = 0; i < config_.strategies.size(); ++i)
        for (const auto instrument : config_.strategies[i].instruments) {
            subscribers_[instrument.value].push_back({static_cast<std::uint16_t>(i)});
            protections_.add({static_cast<std::uint16_t>(i)}, config_.catalog.home(instrument));
            if (std::ranges::find(config_.build_candles, instrument) != config_.build_candles.end())
                add_builder(instrument, slots_[i].timeframe);
        }
}

void Engine::add_builder(core::InstrumentId instrument, core::Duration timeframe) {
    auto& builders = builders_[instrument.value];
    const auto same = [timeframe](const auto& builder) { return builder.timeframe() == timeframe; };
    if (timeframe.ns > 0 && std::ranges::none_of(builders, same)) builders.emplace_back(timeframe);
}

}  // namespace nightjar::engine
