#pragma once
/// Two strategies that want what they are told, on a book that is moved by hand.

#include "engine/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::engine::tests {

using core::Qty;
using core::Rule;

/// Wants what it was told, at each book.
struct Told {
    std::optional<double> exposure{};
    Qty quoted{};
};
class Obedient final : public strategy::Strategy {
public:
    Obedient(const Told& told, core::InstrumentId instrument)
        : told_{&told}, instrument_{instrument} {}
    void on_book(core::InstrumentId, const market::Book& book, strategy::Context& own) override {
        if (told_->exposure) {
            core::Target target;
            target.instrument = instrument_;
            target.exposure = *told_->exposure;
            own.target(target);
        }
        if (told_->quoted.raw > 0)
            own.quote({{},
                       instrument_,
                       {book.best_bid()->price, told_->quoted},
                       {book.best_ask()->price, told_->quoted}});
    }

private:
    const Told* told_;
    core::InstrumentId instrument_;
};

/// Strategies of the kind "obedient", in the order in which they are made: the first wants what
/// `told` says, the next what stands behind it.
inline void add_obedient(core::Registries& registries, const Told* told) {
    registries.of<strategy::Strategy>().add(
        "obedient", {"", {}, [told](const core::Params&, const strategy::Setup& setup) mutable {
                         return core::Result<std::unique_ptr<strategy::Strategy>>{
                             std::make_unique<Obedient>(*told++, setup.instruments[0])};
                     }});
}
/// One that may hold 10 BTC of the first instrument.
inline StrategyConfig obedient(const char* name, core::Money cash,
                               const ExecutionChoice& execution = {}) {
    StrategyConfig strategy;
    strategy.name = name;
    strategy.kind = "obedient";
    strategy.instruments = {{0}};
    strategy.cash = cash;
    strategy.sizers = {{"fixed", {{"qty", "10"}}}};
    strategy.execution = execution;
    return strategy;
}

/// Two strategies on a book around 1,000.00; each may hold 10 BTC, and lose 1,000 in a day.
class RiskStates : public ::testing::Test {
public:
    RiskStates() {
        engine = build(journal);
        engine->open();
        show(mid);
    }
    std::unique_ptr<Engine> build(Kept& kept, std::int64_t strategy_bps = 100) {
        auto config = one_instrument(least_worth);
        config.losses = risk::LossGuard{};
        config.losses->daily_bps = 10'000;
        config.losses->strategy_bps = strategy_bps;
        config.gate.settings["strategy_loss"] = {{"limit_bps", std::to_string(strategy_bps)}};
        config.gate.settings["venue"] = {{"pct", "100"}};
        core::Registries registries;
        risk::register_builtins(registries);
        add_obedient(registries, told.data());
        for (const auto* name : {"one", "two"})
            config.strategies.push_back(obedient(name, core::whole(50'000)));
        return Engine::build(config, registries, {{&desk}, &kept}).value();
    }

    void hear(core::Event::Body body) {
        core::Event event;
        event.stamp = {now, now, 0};
        event.body = std::move(body);
        engine->on(event);
    }
    void show(std::int64_t price) {
        mid = price;
        for (const auto& delta : ten_levels(10'000, mid)) hear(delta);
    }
    void pass(core::Duration time) {
        now = now + time;
        show(mid);
    }
    /// In steps that no breaker minds.
    void walk_to(std::int64_t price) {
        while (mid != price) {
            now = now + core::seconds(61);
            show(std::clamp(price, mid - 2'000, mid + 2'000));
        }
    }
    /// The last order is filled, at the middle.
    void fill() {
        const auto order = desk.orders.back();
        hear(core::Fill{
            order.id, {++trades}, order.side, {mid}, order.qty, {}, {}, core::Liquidity::Taker});
    }
    void reject(core::OrderReason reason) {
        const auto order = desk.orders.back();
        hear(core::OrderUpdate{order.id, core::OrderState::Rejected, reason, order.price,
                               order.qty});
    }
    /// The strategy is told, and the book comes again, late enough for another try.
    void tell(std::size_t strategy, double exposure) {
        told[strategy].exposure = exposure;
        pass(core::hours(1));
    }
    [[nodiscard]] Qty held(std::uint16_t strategy) const {
        return engine->books().strategy({strategy}).account.position({0}).qty;
    }
    [[nodiscard]] std::vector<core::BreakerChanged> breakers() const {
        return journal.all<core::BreakerChanged>();
    }
    [[nodiscard]] Rule last_refusal() const {
        const auto targets = journal.all<core::TargetRefused>();
        return targets.empty() ? Rule::None : targets.back().refusal.rule;
    }

    core::Money least_worth;  ///< that the venue takes
    std::array<Told, 2> told;
    Desk desk;
    Kept journal;
    std::unique_ptr<Engine> engine;
    core::Time now = core::Time{} + core::days(19'000);
    std::int64_t mid{100'000};
    std::uint64_t trades{};
};

}  // namespace nightjar::engine::tests
