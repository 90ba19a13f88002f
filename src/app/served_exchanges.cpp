#include "app/served_exchanges.hpp"

#include "net/call_on.hpp"

namespace nightjar::app {

core::Result<std::unique_ptr<exchange::FaultyVenue>> open_exchange(
    const exchange::ServedVenue& venue, const ExchangeOpening& opening, const core::Clock& clock) {
    auto plan = venue.plan(opening.btc, opening.eth);
    NJ_TRY(put_replays(opening.replays, plan));
    plan.seed = opening.seed;
    plan.opens = clock.now();
    return std::make_unique<exchange::FaultyVenue>(
        [&](exchange::Now shown) { return venue.make(std::move(plan), std::move(shown)); },
        [&clock] { return clock.now(); }, opening.seed);
}

core::Result<std::unique_ptr<ServedExchanges>> ServedExchanges::start(
    std::vector<Stand> stands, const core::Clock& clock, const net::WebServerOptions& options) {
    constexpr core::Duration beat = core::milliseconds(2);
    std::unique_ptr<ServedExchanges> made{new ServedExchanges{std::move(stands)}};
    std::vector<net::WebListen> listens;
    for (const auto& stand : made->stands_) listens.push_back({stand.port, stand.venue.get()});
    NJ_TRY(server, net::WebServer::start(listens, options));
    made->server_ = std::move(server);
    made->server_->every(beat, [&clock, all = &made->stands_] {
        for (const auto& stand : *all) stand.venue->advance(clock.now());
    });
    return made;
}

void ServedExchanges::there(const std::function<void(const std::vector<Stand>&)>& action) {
    net::call_on(*server_, [&] { action(stands_); });
}

const std::vector<ServedExchanges::Stand>& ServedExchanges::stop() {
    server_.reset();
    return stands_;
}

}  // namespace nightjar::app
