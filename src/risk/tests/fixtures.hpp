#pragma once

#include "portfolio/tests/fixtures.hpp"
#include "risk/breakers.hpp"
#include "risk/order_gate.hpp"

namespace nightjar::risk::tests {

/// A market with a fresh price of 30 000 for BTCUSDT, books with 100 000 USDT, and nothing open.
struct Desk {
    portfolio::tests::World world;
    market::Market market{world.catalog};
    portfolio::OrderTable orders{world.catalog};
    std::vector<core::Money> cash{core::whole(100'000)};
    portfolio::Books books{world.catalog, world.usdt, cash, cash};
    KillSwitch kill;
    Breakers breakers{world.catalog, 1};
    core::Time now = core::Time{} + core::days(1);

    Desk() { price(world.btc, core::Price{300'000}); }

    /// A closed one-minute bar at `now`.
    void price(core::InstrumentId id, core::Price close) {
        core::Event event;
        event.stamp = {now, now, 0};
        event.instrument = id;
        event.body = core::Candle{
            now - core::minutes(1), core::minutes(1), close, close, close, close, core::Qty{1}};
        market.apply(event);
        books.mark(id, close, now);
    }
    [[nodiscard]] View view() const {
        return {&world.catalog, &market, &orders, &books,   &kill, now,
                false,          nullptr, {},      &breakers};
    }
    /// The same with a parent that the order is all of.
    [[nodiscard]] View view_of(const core::OrderRequest& order) {
        parent = {};
        parent.id = order.parent;
        parent.instrument = order.instrument;
        parent.side = order.side;
        parent.qty = order.qty;
        auto looked_at = view();
        looked_at.parent = &parent;
        return looked_at;
    }
    [[nodiscard]] core::OrderRequest order(core::Side side, std::int64_t lots) {
        core::OrderRequest order;
        order.id = {next_id++};
        order.parent = {order.id.value};
        order.instrument = world.btc;
        order.venue = world.venue;
        order.side = side;
        order.type = core::OrderType::Market;
        order.tif = core::TimeInForce::Ioc;
        order.qty = core::Qty{lots};
        order.at = now;
        return order;
    }
    [[nodiscard]] core::OrderRequest limit(core::Side side, std::int64_t lots, std::int64_t ticks) {
        auto request = order(side, lots);
        request.type = core::OrderType::Limit;
        request.tif = core::TimeInForce::Gtc;
        request.price = core::Price{ticks};
        return request;
    }
    /// The account holds `lots`, bought at the present price.
    void hold(std::int64_t lots) {
        const core::Qty qty{lots};
        const core::Fill fill{{next_id++},    {next_id}, side_of(qty), core::Price{300'000},
                              magnitude(qty), {},        world.usdt,   core::Liquidity::Taker};
        const core::Allocation all{{0}, qty};
        books.book(world.venue, world.btc, fill, {&all, 1});
        books.mark_all(now);
    }
    void open(const core::OrderRequest& request) {
        const auto reserved = orders.reserve(request, *worst_price(request, view()));
        NJ_CHECK(reserved.has_value(), "{}", reserved.error().text());
    }

    core::ParentOrder parent;
    std::uint64_t next_id{1};
};

/// One check with its settings.
inline std::unique_ptr<Check> check(const std::string& name,
                                    const core::ParamTexts& settings = {}) {
    core::Registries registries;
    register_builtins(registries);
    auto made = registries.of<Check>().make(name, settings);
    NJ_CHECK(made.has_value(), "{}", made.error().text());
    return std::move(*made);
}

}  // namespace nightjar::risk::tests
