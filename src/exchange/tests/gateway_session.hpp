#pragma once
/// What tests of a gateway at its exchange do, and what they look at.

#include "exchange/tests/gateway_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::exchange {

/// A gateway that trades, and all that it has reported.
struct Session {
    GatewayBench bench;
    std::vector<core::Event> told;
    std::uint64_t next_order{1};

    explicit Session(std::string_view protocol, core::Time start = opening)
        : bench{protocol, 5, start} {
        bench.start();
        pass(core::seconds(5));
        EXPECT_TRUE(bench.live());
    }
    void pass(core::Duration span) {
        for (const auto end = bench.now() + span; bench.now() < end;) {
            bench.ground->step();
            core::Event event;
            while (bench.gateway->next_report(event)) told.push_back(event);
        }
    }
    void go_wrong(const std::string& fault) const {
        bench.served->set({Fault::parse(fault).value()});
    }
    void go_right() const { bench.served->set({}); }

    core::OrderRequest request(core::InstrumentId instrument) {
        core::OrderRequest order;
        order.id = core::order_id(1, next_order++);
        order.instrument = instrument;
        order.side = core::Side::Buy;
        order.type = core::OrderType::Market;
        order.qty = bench.worth_600(instrument, 2);
        order.at = bench.now();
        return order;
    }
    core::OrderId buy(core::InstrumentId instrument) {
        const auto order = request(instrument);
        bench.submit(order);
        return order.id;
    }
    core::OrderId rest(core::InstrumentId instrument, core::Price price, std::uint64_t times = 2) {
        auto order = request(instrument);
        order.type = core::OrderType::Limit;
        order.price = price;
        order.qty = bench.worth_600(instrument, times);
        bench.submit(order);
        return order.id;
    }
    [[nodiscard]] core::Price far(core::InstrumentId instrument) const {
        return {bench.view(instrument).mark()->raw / 2};
    }

    template <class Body>
    [[nodiscard]] std::vector<Body> all() const {
        std::vector<Body> found;
        for (const auto& event : told)
            if (const auto* body = std::get_if<Body>(&event.body)) found.push_back(*body);
        return found;
    }
    [[nodiscard]] core::OrderUpdate last(core::OrderId id) const {
        core::OrderUpdate update;
        for (const auto& each : all<core::OrderUpdate>())
            if (each.order == id) update = each;
        return update;
    }
    [[nodiscard]] core::Qty filled(core::OrderId id) const {
        core::Qty sum;
        for (const auto& fill : all<core::Fill>())
            if (fill.order == id) sum += fill.qty;
        return sum;
    }
    [[nodiscard]] const Order* there(core::OrderId id) const {
        return bench.client->orders.find(core::client_order_id(GatewayBench::node, id).view());
    }
    [[nodiscard]] bool noted(std::string_view words) const {
        return std::ranges::any_of(
            bench.notes, [words](const std::string& note) { return note.contains(words); });
    }
};

inline constexpr core::InstrumentId first{0};
inline constexpr core::InstrumentId second{1};

}  // namespace nightjar::exchange
