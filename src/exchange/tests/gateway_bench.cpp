#include "exchange/tests/gateway_bench.hpp"

namespace nightjar::exchange {

namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;

}  // namespace

GatewayBench::GatewayBench(std::string_view protocol, std::uint64_t seed,
                           std::unique_ptr<Ground> where)
    : ground{std::move(where)},
      began{ground->now()},
      served{std::make_unique<FaultyVenue>(
          [&](Now shown) { return drill_venue(protocol, seed, began, std::move(shown)); },
          [this] { return ground->now(); }, seed)},
      client{
          served->hall().admit(drill_client(protocol, served->hall().config().currency)).value()},
      market{protocol, served->hall()},
      server{ground->serve(*served)},
      side{venue::make_private_side({protocol, server.authority(), market.symbols()},
                                    credentials_of(drill_client(protocol, {})))
               .value()},
      limiter{drill_limits(protocol), 0.2},
      witness{std::make_unique<Witness>(*side.orders, [this] { return live(); })} {
    auto ws = server;
    ws.scheme = "ws";
    gateway = std::make_unique<venue::Gateway>(
        venue::GatewayConfig{
            .venue = core::VenueId{0}, .node = node, .rest = server, .stream = ws, .seed = seed},
        market.catalog, *witness, *side.stream, limiter, ground->transport(),
        [this](std::string note) {
            notes.push_back(fmt::format("at {} s: {}", (now() - began).ns / ns_per_s, note));
        });
}

GatewayBench::~GatewayBench() {
    ground->at_gateway([this] {
        gateway->stop();
        gateway.reset();
    });
    ground->end();
}

void GatewayBench::submit(const core::OrderRequest& order) {
    risk::View approving;
    approving.now = order.at;
    auto approved = gate.review(order, approving);
    ASSERT_TRUE(approved);
    gateway->submit(*std::move(approved));
}

core::Qty GatewayBench::worth_600(core::InstrumentId ours, std::uint64_t times) const {
    constexpr double worth = 600;
    const auto& instrument = market.catalog[ours];
    const auto one =
        core::lots_floor(worth / core::approximate(*view(ours).mark(), instrument), instrument);
    return {one->raw * static_cast<std::int64_t>(times)};
}

}  // namespace nightjar::exchange
