/// T-C5: many strategies in one market, with quotes, icebergs, pegs and orders that take: no order
/// of ours ever meets another of ours. What only reduces passes R25; there the venue's own
/// prevention is the second line.

#include "engine/engine.hpp"
#include "engine/tests/fixtures.hpp"
#include "exec/algorithm.hpp"
#include "sim/sim_clock.hpp"
#include "sim/world_feed.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

namespace nightjar::backtest {
namespace {

/// Changes its mind every few seconds.
class Fickle final : public strategy::Strategy {
public:
    Fickle(core::InstrumentId instrument, std::uint64_t seed) : chance_{seed, 77} {
        target_.instrument = instrument;
    }
    void on_book(core::InstrumentId, const market::Book&, strategy::Context& own) override {
        if (own.now() >= next_) {
            constexpr double steps = 2;
            target_.exposure = (static_cast<double>(chance_.below(5)) - steps) / steps;
            next_ = own.now() + core::seconds(2 + static_cast<std::int64_t>(chance_.below(20)));
        }
        own.target(target_);
    }

private:
    core::Random chance_;
    core::Target target_;
    core::Time next_;
};

struct Wanted {
    const char* kind;
    core::ParamTexts params;
    const char* algo;
    core::ParamTexts settings;
};

class OneMarket {
public:
    OneMarket() {
        engine::Config config;
        config.currency = config.catalog.add_asset("USDT");
        core::Instrument btc;
        btc.venue = config.catalog.add_venue("sim");
        btc.base = config.catalog.add_asset("BTC");
        btc.quote = config.currency;
        btc.symbol = "BTCUSDT";
        btc.kind = core::InstrumentKind::LinearPerpetual;
        btc.tick = {core::Money::one / 10};
        btc.lot = {core::Money::one / 1'000};
        const auto id = config.catalog.add(btc).value();
        config.venue_cash = {core::whole(10'000'000)};
        core::Registries registries;
        risk::register_builtins(registries);
        exec::register_builtins(registries);
        exec::register_conduct(registries);
        strategy::register_builtins(registries);
        std::uint64_t made = 0;
        registries.of<strategy::Strategy>().add(
            "fickle", {"", {}, [&](const core::Params&, const strategy::Setup& setup) {
                           return core::Result<std::unique_ptr<strategy::Strategy>>{
                               std::make_unique<Fickle>(setup.instruments[0], ++made)};
                       }});
        const core::ParamTexts quoter{
            {"half_spread", "0.5"}, {"size", "0.05"}, {"max_position", "0.4"}};
        const core::ParamTexts minute{{"over", "30s"}};
        for (const Wanted& wanted :
             {Wanted{"quoter", quoter, "immediate", {}}, Wanted{"quoter", quoter, "immediate", {}},
              Wanted{"fickle", {}, "immediate", {}}, Wanted{"fickle", {}, "twap", minute},
              Wanted{"fickle", {}, "iceberg", minute}, Wanted{"fickle", {}, "peg", minute},
              Wanted{"fickle", {}, "sniper", minute}}) {
            engine::StrategyConfig strategy;
            strategy.name = fmt::format("s{}", config.strategies.size());
            strategy.kind = wanted.kind;
            strategy.params = wanted.params;
            strategy.instruments = {id};
            strategy.cash = core::whole(1'000'000);
            strategy.sizers = {{"fixed", {{"qty", "0.4"}}}};
            strategy.execution = {wanted.algo, wanted.settings};
            config.strategies.push_back(strategy);
        }
        sim::WorldConfig world;
        world.instruments = {{id, 60'000}};
        world.start = clock_.now();
        catalog_ = config.catalog;
        world_.emplace(catalog_, config.currency, std::vector<sim::MatchingConfig>(1), world);
        const sim::LatencyModel way{core::milliseconds(5), 0};
        venue_.emplace(core::VenueId{0}, world_->exchange({0}), config.venue_cash[0],
                       sim::SimVenue::Latency{way, way}, 3);
        feed_.emplace(*world_, std::vector<sim::SimVenue*>{&*venue_}, clock_);
        engine_ =
            engine::Engine::build(std::move(config), registries, {{&*venue_}, &journal}).value();
        engine_->open();
    }
    void run(std::uint64_t events) {
        core::Event event;
        while (engine_->counters().events < events) {
            if (feed_->next(event) != core::Feed::Next::Ready) {
                clock_.set(clock_.now() + core::milliseconds(20));
                continue;
            }
            engine_->on(event);
        }
    }
    [[nodiscard]] const engine::Counters& counters() const { return engine_->counters(); }

    engine::tests::Kept journal;

private:
    sim::SimClock clock_{core::Time{1'700'438'400'000'000'000}};
    core::Catalog catalog_;  // outlives the world
    std::optional<sim::World> world_;
    std::optional<sim::SimVenue> venue_;
    std::optional<sim::WorldFeed> feed_;
    std::unique_ptr<engine::Engine> engine_;
};

TEST(OneMarket, NoOrderOfOursMeetsAnotherOfOurs) {
    const auto* wanted = std::getenv("NIGHTJAR_SELF_TRADE_EVENTS");
    const std::uint64_t events = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 60'000;
    OneMarket market;
    market.run(events);
    std::map<core::TradeId, int> trades;
    for (const auto& booked : market.journal.all<core::FillBooked>()) ++trades[booked.fill.trade];
    const auto met = std::ranges::count_if(trades, [](const auto& one) { return one.second > 1; });
    EXPECT_EQ(met, 0);
    EXPECT_GT(trades.size(), events / 500) << "they trade";
    std::uint64_t refused = 0;
    for (const auto& refusal : market.journal.all<core::OrderRefused>())
        refused += refusal.refusal.rule == core::Rule::SelfTrade ? 1U : 0U;
    std::uint64_t prevented = 0;  // by the venue: one of ours that only reduces came to another
    for (const auto& changed : market.journal.all<core::OrderChanged>())
        prevented += changed.update.reason == core::OrderReason::SelfTrade ? 1U : 0U;
    RecordProperty("refused_as_self_trade", std::to_string(refused));
    EXPECT_LT(prevented, refused) << "the venue's prevention is the exception";
    std::printf("%zu trades, %lu orders, %lu refused since they could have met one of ours\n",
                trades.size(), static_cast<unsigned long>(market.counters().orders),
                static_cast<unsigned long>(refused));
    EXPECT_GT(refused, 0U) << "it was tried";
}

}  // namespace
}  // namespace nightjar::backtest
