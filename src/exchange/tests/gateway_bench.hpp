#pragma once
/// A gateway of one protocol at its exchange: what drills and tests of faults stand on.

#include "exchange/faults.hpp"
#include "exchange/tests/drill_market.hpp"
#include "exchange/tests/exchange_testing.hpp"
#include "exchange/tests/ground.hpp"
#include "exchange/tests/witness.hpp"
#include "risk/order_gate.hpp"
#include "venue/gateway.hpp"
#include "venue/private_side.hpp"

#include <memory>
#include <string>
#include <vector>

namespace nightjar::exchange {

/// The gateway is not started yet. All but `now`, `live`, `start` and `stop` happens at the venue
/// (Ground::at_venue); notes and the witness are read when the gateway has been stopped.
struct GatewayBench {
    static constexpr std::uint16_t node = 77;

    GatewayBench(std::string_view protocol, std::uint64_t seed, std::unique_ptr<Ground> where);
    GatewayBench(std::string_view protocol, std::uint64_t seed, core::Time start = opening)
        : GatewayBench{protocol, seed, memory_ground(start)} {}
    ~GatewayBench();
    GatewayBench(const GatewayBench&) = delete;
    GatewayBench& operator=(const GatewayBench&) = delete;

    void start() {
        ground->at_gateway([this] { gateway->start(); });
    }
    void stop() {
        ground->at_gateway([this] { gateway->stop(); });
    }
    void submit(const core::OrderRequest& order);
    /// So much of it as is worth that many times 600 in quote.
    [[nodiscard]] core::Qty worth_600(core::InstrumentId ours, std::uint64_t times) const;

    [[nodiscard]] core::Time now() const { return ground->now(); }
    [[nodiscard]] bool live() const { return gateway->state() == venue::Gateway::State::Live; }
    [[nodiscard]] const MarketView& view(core::InstrumentId ours) const {
        return served->hall().view(market.at_hall[ours.value]);
    }
    [[nodiscard]] const portfolio::Account& theirs() const { return served->hall().books(*client); }

    std::unique_ptr<Ground> ground;
    core::Time began;
    std::unique_ptr<FaultyVenue> served;
    Client* client{};
    DrillMarket market;
    net::Url server;
    venue::PrivateSide side;
    venue::RateLimiter limiter;
    std::unique_ptr<Witness> witness;
    std::unique_ptr<venue::Gateway> gateway;
    risk::OrderGate gate{{}};
    std::vector<std::string> notes;
};

}  // namespace nightjar::exchange
