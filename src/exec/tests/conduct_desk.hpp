#pragma once
/// A book, an order table and a gate of conduct checks, with who sends orders through it.

#include "exec/algorithm.hpp"
#include "portfolio/tests/fixtures.hpp"
#include "risk/netting.hpp"
#include "risk/order_gate.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::exec::tests {

using core::Qty;
using core::Side;
using risk::CancelReason;

/// BTCUSDT at 30,000 in ticks of 0.1: ten levels of 100 lots on each side, a tick apart, at three
/// in the morning, far from any settlement of funding.
class ConductDesk {
public:
    /// Only these checks; all of them where there are none.
    explicit ConductDesk(const std::vector<std::string>& only = {},
                         const core::ParamTexts& settings = {}) {
        core::Registries registries;
        register_conduct(registries);
        risk::GateConfig config;
        for (const auto& [name, entry] : registries.of<risk::Check>().entries())
            if (!only.empty() && std::ranges::find(only, name) == only.end())
                config.off.push_back(name);
        // To see that each of them is missed.
        if (const auto* gone = std::getenv("NIGHTJAR_WITHOUT_CHECK")) config.off.emplace_back(gone);
        if (!settings.empty()) config.settings[only.front()] = settings;
        auto made = risk::make_order_gate(registries, config);
        NJ_CHECK(made.has_value(), "{}", made.error().text());
        gate_.emplace(std::move(*made));
        lay();
        for (int i = 0; i < 60; ++i) {  // so that the usual sizes are known
            level(Side::Buy, 300'000 - 1 - i % 10, 99);
            level(Side::Buy, 300'000 - 1 - i % 10, 100);
        }
    }

    portfolio::tests::World world;
    core::Time now{core::Time{} + core::days(19'000) + core::hours(3)};
    std::int64_t mid{300'000};
    risk::KillSwitch kill;
    risk::Netting netting{world.catalog, 4};
    portfolio::OrderTable orders{world.catalog};

    // The market.

    void lay(std::int64_t lots = 100) {
        using Delta = core::BookDelta;
        tell(Delta{Delta::Action::Clear, {}, {}, {}, false});
        for (std::int64_t k = 1; k <= 10; ++k) {
            tell(Delta{Delta::Action::Set, Side::Buy, {mid - k}, {lots}, false});
            tell(Delta{Delta::Action::Set, Side::Sell, {mid + k}, {lots}, k == 10});
        }
    }
    void level(Side side, std::int64_t price, std::int64_t lots) {
        tell(core::BookDelta{core::BookDelta::Action::Set, side, {price}, {lots}, true});
    }
    void move(std::int64_t ticks) {
        mid += ticks;
        lay();
    }
    void trade(Side taker, std::int64_t lots) {
        tell(core::Trade{{mid}, {lots}, taker, {++trades_}});
    }
    void wait(std::int64_t ms) { now = now + core::milliseconds(ms); }

    // Ourselves.

    core::ParentOrder& parent(Side side, std::uint16_t strategy = 0,
                              std::optional<core::Price> limit = {}) {
        auto& made = parents_.emplace_back();
        made.order.id = {parents_.size()};
        made.order.instrument = world.btc;
        made.order.side = side;
        made.order.qty = {1'000'000};
        made.order.limit = limit;
        made.order.at = now;
        made.share = {{strategy}, core::signed_qty(side, made.order.qty)};
        return made.order;
    }
    [[nodiscard]] core::OrderRequest limit(const core::ParentOrder& parent, std::int64_t lots,
                                           std::int64_t ticks) {
        auto order = market_order(parent, lots);
        order.type = core::OrderType::Limit;
        order.tif = core::TimeInForce::Gtc;
        order.post_only = true;
        order.price = {ticks};
        return order;
    }
    [[nodiscard]] core::OrderRequest market_order(const core::ParentOrder& parent,
                                                  std::int64_t lots) {
        core::OrderRequest order;
        order.id = {++orders_sent_};
        order.parent = parent.id;
        order.instrument = world.btc;
        order.venue = world.venue;
        order.side = parent.side;
        order.type = core::OrderType::Market;
        order.tif = core::TimeInForce::Ioc;
        order.qty = {lots};
        order.at = now;
        return order;
    }
    /// Why it does not leave; absent: it has, and is open.
    std::optional<core::Refusal> send(const core::OrderRequest& order, bool quoting = false) {
        auto looked_at = view();
        if (order.parent.value != 0) {
            const auto& its = parents_.at(order.parent.value - 1);
            looked_at.parent = &its.order;
            looked_at.shares = {&its.share, 1};
        }
        looked_at.quoting = quoting;
        const auto answer = gate_->review(order, looked_at);
        if (!answer) return answer.error();
        NJ_CHECK(orders.reserve(order, {mid}).has_value(), "an order more");
        say(order, core::OrderState::Open);
        return std::nullopt;
    }
    void cancel(const core::OrderRequest& order, CancelReason why = CancelReason::Moved) {
        gate_->cancelling(order, why, view());
        say(order, core::OrderState::Cancelled);
    }
    void fill(const core::OrderRequest& order, std::int64_t price = 0, std::int64_t lots = 0) {
        const core::Fill fill{order.id,
                              {++trades_},
                              order.side,
                              {price != 0 ? price : mid},
                              {lots != 0 ? lots : order.qty.raw},
                              {},
                              world.usdt,
                              {}};
        NJ_CHECK(orders.apply(world.btc, fill).has_value(), "a fill");
        const core::Allocation all{{0}, core::signed_qty(order.side, fill.qty)};
        books_.book(world.venue, world.btc, fill, {&all, 1});
        gate_->filled(order, fill, view());
    }
    /// What we hold from before, nobody knows whence.
    void hold(std::int64_t lots) {
        const Qty qty{lots};
        const core::Fill fill{{},         {++trades_}, side_of(qty), {mid}, magnitude(qty), {},
                              world.usdt, {}};
        const core::Allocation all{{0}, qty};
        books_.book(world.venue, world.btc, fill, {&all, 1});
    }
    core::Status set(const core::LimitChange& change) { return gate_->set(change); }

    [[nodiscard]] risk::View view() const {
        return {&world.catalog, &market_, &orders, &books_, &kill,   now,
                false,          nullptr,  {},      nullptr, &netting};
    }

    template <class Body>
    void tell(const Body& body) {
        core::Event event;
        event.stamp = {now, now, 0};
        event.instrument = world.btc;
        event.body = body;
        market_.apply(event);
        gate_->observe(event, view());
    }

private:
    struct Parent {
        core::ParentOrder order;
        core::Allocation share;
    };
    void say(const core::OrderRequest& order, core::OrderState state) {
        const core::OrderUpdate update{order.id, state, {}, order.price, order.qty};
        NJ_CHECK(orders.apply(update).has_value(), "an update");
        gate_->heard(order, update, view());
    }

    market::Market market_{world.catalog};
    std::vector<core::Money> cash_{core::whole(100'000'000)};
    portfolio::Books books_{world.catalog, world.usdt, cash_, cash_};
    std::optional<risk::OrderGate> gate_;
    std::deque<Parent> parents_;
    std::uint64_t orders_sent_{};
    std::uint64_t trades_{};
};

}  // namespace nightjar::exec::tests
