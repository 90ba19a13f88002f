#pragma once
/// An engine with one instrument at three venues that stand for each other.

#include "engine/tests/risk_states.hpp"

#include <array>
#include <deque>

namespace nightjar::engine::tests {

using core::InstrumentId;
using core::OrderRequest;
using core::Qty;
using core::Side;

/// BTCUSDT at three venues that stand for each other; the second charges least. A strategy names
/// the first.
class Routes : public ::testing::Test {
public:
    static constexpr std::size_t venues = 3;

    Routes() {
        start(journal);
        for (int i = 0; i < 20; ++i) {  // how often their books change
            now = now + core::milliseconds(100);
            show_all();
        }
    }
    std::unique_ptr<Engine> made(Kept& kept, const std::string& algo) {
        Config config;
        config.currency = config.catalog.add_asset("USDT");
        const auto base = config.catalog.add_asset("BTC");
        std::vector<InstrumentId> route;
        for (const auto* name : {"a", "b", "c"}) {
            core::Instrument btc;
            btc.venue = config.catalog.add_venue(name);
            btc.base = base;
            btc.quote = config.currency;
            btc.symbol = "BTCUSDT";
            btc.kind = core::InstrumentKind::LinearPerpetual;
            btc.tick = btc.lot = {core::Money::one / 100};
            btc.min_qty = Qty{10};
            route.push_back(config.catalog.add(btc).value());
            config.venue_cash.push_back(core::whole(100'000));
        }
        NJ_CHECK(config.catalog.add_route(route).has_value(), "a route");
        for (std::size_t i = 0; i < venues; ++i)
            config.fees.push_back({{makers.at(i), fees.at(i)}, tiers.at(i)});
        config.gate.settings["venue"] = {{"pct", "100"}};
        config.gate.settings["position"] = {{"pct", "100"}};
        core::Registries registries;
        risk::register_builtins(registries);
        exec::register_builtins(registries);
        add_obedient(registries, &told);
        ExecutionChoice execution{algo, {}};
        if (algo == "twap")
            execution.params = {{"over", "10m"}, {"children", "16"}, {"adaptive", "false"}};
        config.strategies = {obedient("one", core::whole(300'000), execution)};
        return Engine::build(config, registries, {{desks.data(), &desks[1], &desks[2]}, &kept})
            .value();
    }
    void start(Kept& kept, const std::string& algo = "immediate") {
        engine = made(kept, algo);
        engine->open();
        show_all();
    }
    void hear(std::size_t venue, core::Event::Body body) {
        core::Event event;
        event.stamp = {now, now, 0};
        event.venue = {static_cast<std::uint16_t>(venue)};
        event.instrument = {static_cast<std::uint32_t>(venue)};
        event.body = std::move(body);
        engine->on(event);
    }
    void show(std::size_t venue) {
        for (const auto& delta : ten_levels(lots.at(venue), mids.at(venue))) hear(venue, delta);
    }
    /// The home last: the strategy speaks at its book, when the others are there.
    void show_all() {
        for (const std::size_t venue : {1U, 2U, 0U}) show(venue);
    }
    void pass(core::Duration time) {
        now = now + time;
        show_all();
    }
    /// Everything that was sent fills: what rests at its price, else at the mid.
    void fill_all() {
        for (std::size_t venue = 0; venue < venues; ++venue)
            for (auto& at = filled.at(venue); at < desks.at(venue).orders.size(); ++at)
                fill(venue, desks.at(venue).orders[at]);
    }
    void fill(std::size_t venue, const OrderRequest& order) {
        hear(venue, core::OrderUpdate{order.id, core::OrderState::Open, core::OrderReason::None,
                                      order.price, order.qty});
        const auto price = order.post_only ? order.price : core::Price{mids.at(venue)};
        const double rate = order.post_only ? makers.at(venue) : fees.at(venue);
        const auto traded = engine->catalog()[order.instrument].notional(price, order.qty);
        core::Fill fill{
            order.id,   {++trades},
            order.side, price,
            order.qty,  {static_cast<core::Wide>(rate * static_cast<double>(traded.raw))},
            {},         order.post_only ? core::Liquidity::Maker : core::Liquidity::Taker};
        hear(venue, fill);
    }
    /// Books stand still, and at every venue that is `lively` all that stands at the touches is
    /// traded twice a second: who joins them fills.
    void practise(core::Duration time) {
        for (const auto end = now + time; now < end;) {
            pass(core::milliseconds(500));
            for (std::size_t venue = 0; venue < venues; ++venue)
                for (const auto taker : {Side::Buy, Side::Sell})
                    if (lively.at(venue))
                        hear(venue, core::Trade{{mids.at(venue) + sign(taker)},
                                                Qty{2 * lots.at(venue)},
                                                taker,
                                                {++trades}});
        }
    }
    [[nodiscard]] Qty sent(std::size_t venue) const {
        Qty sum;
        for (const auto& order : desks.at(venue).orders) sum += signed_qty(order.side, order.qty);
        return sum;
    }
    [[nodiscard]] Qty held(std::uint32_t instrument) const {
        return engine->books().position(InstrumentId{instrument});
    }

    std::array<Desk, venues> desks;
    Kept journal;
    Told told;
    std::unique_ptr<Engine> engine;
    core::Time now{core::Time{1'700'438'400'000'000'000}};
    std::array<std::int64_t, venues> mids{100'000, 100'000, 100'000};
    std::array<std::int64_t, venues> lots{10'000, 10'000, 10'000};
    std::array<std::size_t, venues> filled{};
    std::uint64_t trades{};
    std::array<double, venues> fees{5e-4, 2e-4, 5e-4};
    std::array<double, venues> makers{};
    std::array<std::vector<exec::FeeTier>, venues> tiers{};
    std::array<bool, venues> lively{true, true, true};
};

}  // namespace nightjar::engine::tests
