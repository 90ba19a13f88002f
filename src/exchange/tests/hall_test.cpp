#include "exchange/binance/plan.hpp"
#include "exchange/bybit/plan.hpp"
#include "exchange/okx/plan.hpp"
#include "exchange/tests/exchange_testing.hpp"

namespace nightjar::exchange {
namespace {

/// What orders hold whenever a fill is told.
struct HeldAtFills final : HallListener {
    const Hall* hall{};
    std::vector<core::Money> held;

    void on_order(const Client& client, const Order& /*order*/, const OrderEvent& event) override {
        if (event.execution != nullptr)
            held.push_back(hall->holding(client, hall->currency()).locked);
    }
};

TEST(Hall, AMarketOrderInTheMiddleOfItsFillsHoldsNothing) {
    for (const auto* symbol : {"BTCUSDT", "BTCUSDT.P"}) {
        Hall hall{opened(bybit::plan(60'000, 3'000))};
        HeldAtFills listener;
        listener.hall = &hall;
        hall.tell(&listener);
        auto& client = *hall.admit({"alice", "secret", {}, {{"USDT", money("1000000")}}}).value();
        const auto& view = *hall.find(symbol);
        const auto& instrument = view.instrument();
        Terms terms;
        terms.instrument = instrument.id;
        terms.side = core::Side::Buy;
        terms.type = core::OrderType::Market;
        terms.qty = core::lots_floor(5, instrument).value();
        const auto order = hall.place(client, terms);
        ASSERT_TRUE(order) << order.error().text();
        ASSERT_GT(listener.held.size(), 2U) << symbol;  // it took several orders
        for (const auto held : listener.held) EXPECT_EQ(held, core::Money{}) << symbol;
    }
}

TEST(Hall, BinanceAndOkxNumberTheTradesOfEachInstrumentApart) {
    constexpr auto spot = venue::binance::Market::Spot;
    for (const auto& plan : {binance::plan(spot, 60'000, 3'000), okx::plan(60'000, 3'000)}) {
        const Hall hall{opened(plan)};
        for (const auto& view : hall.views()) {
            const auto& prints = view.prints();
            ASSERT_GT(prints.size(), 2U);
            EXPECT_EQ(prints.back().id.value - prints.front().id.value + 1, prints.size())
                << view.instrument().symbol;
        }
    }
}

}  // namespace
}  // namespace nightjar::exchange
