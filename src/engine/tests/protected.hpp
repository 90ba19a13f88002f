#pragma once
/// Two strategies whose positions are protected, and a venue that answers by hand.

#include "engine/tests/risk_states.hpp"
#include "exec/algorithm.hpp"

namespace nightjar::engine::tests {

class Protected : public RiskStates {
public:
    using State = core::ProtectionState;
    using Leg = core::ProtectionLeg;

    Protected() { start(); }

    std::unique_ptr<Engine> made(Kept& kept) {
        auto config = one_instrument();
        config.gate.settings["venue"] = {{"pct", "100"}};
        config.gate.settings["position"] = {{"pct", "100"}};
        config.native_stops = {at_venue};
        core::Registries registries;
        risk::register_builtins(registries);
        exec::register_builtins(registries);
        exec::register_conduct(registries);
        add_obedient(registries, told.data());
        for (const auto* name : {"one", "two"}) {
            config.strategies.push_back(obedient(name, core::whole(50'000), execution));
            config.strategies.back().protection = terms;
        }
        return Engine::build(config, registries, {{&desk}, &kept}).value();
    }
    /// With the terms as they are now.
    void start() {
        desk = {};
        journal.records.clear();
        told = {};
        mid = 100'000;
        engine = made(journal);
        engine->open();
        show(mid);
    }
    /// Another process that has read the ledger, or a checkpoint of it, and goes on.
    void restart(Kept& later, bool checkpoint) {
        auto other = made(later);
        for (const auto& record : journal.records)
            NJ_CHECK(other->recall(record.type, record.at, record.body).has_value(), "a record");
        engine = std::move(other);
        if (checkpoint) {
            auto third = made(later);
            NJ_CHECK(third->load(engine->save()).has_value(), "a state");
            engine = std::move(third);
        }
        core::Command command;
        command.kind = core::Command::Kind::Resumed;
        hear(command);
    }
    /// The strategy holds that part of 10 BTC, at the present mid.
    void enter(std::size_t strategy, double exposure) {
        told[strategy].exposure = exposure;
        pass(core::minutes(10));
        fill(market_order());
    }
    /// The last order that takes.
    [[nodiscard]] const core::OrderRequest& market_order() const {
        const auto at = std::find_if(desk.orders.rbegin(), desk.orders.rend(), [](const auto& o) {
            return o.type == core::OrderType::Market;
        });
        NJ_CHECK(at != desk.orders.rend(), "an order that takes");
        return *at;
    }
    [[nodiscard]] std::size_t count(core::OrderType type) const {
        return static_cast<std::size_t>(
            std::ranges::count(desk.orders, type, &core::OrderRequest::type));
    }
    /// The last stop that was sent to the venue.
    [[nodiscard]] const core::OrderRequest& stop() const {
        const auto at = std::find_if(desk.orders.rbegin(), desk.orders.rend(), [](const auto& o) {
            return o.type == core::OrderType::StopMarket;
        });
        NJ_CHECK(at != desk.orders.rend(), "a stop");
        return *at;
    }
    void fill(const core::OrderRequest& order) { fill(order, order.qty); }
    void fill(const core::OrderRequest& order, core::Qty qty) {
        hear(core::Fill{
            order.id, {++trades}, order.side, {mid}, qty, {}, {}, core::Liquidity::Taker});
    }
    void say(const core::OrderRequest& order, core::OrderState state,
             core::OrderReason reason = core::OrderReason::None) {
        hear(core::OrderUpdate{order.id, state, reason, order.price, order.qty});
    }
    [[nodiscard]] bool cancelled(const core::OrderRequest& order) const {
        return std::ranges::find(desk.cancels, order.id, &core::CancelRequest::id) !=
               desk.cancels.end();
    }
    [[nodiscard]] std::vector<core::ProtectionChanged> changes() const {
        return journal.all<core::ProtectionChanged>();
    }
    [[nodiscard]] core::ProtectionChanged last() const { return changes().back(); }
    [[nodiscard]] State state(std::size_t strategy = 0) const {
        return engine->protections().seats()[strategy].protection.state();
    }

    exec::ProtectionTerms terms{2, 4, 0, true};
    ExecutionChoice execution{};
    bool at_venue{};
};

}  // namespace nightjar::engine::tests
