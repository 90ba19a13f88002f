#pragma once
/// Simulated exchanges that this process serves on loopback, on a thread of their own.

#include "app/replay.hpp"
#include "core/model/ports.hpp"
#include "exchange/faults.hpp"
#include "exchange/venues.hpp"
#include "net/web_server.hpp"
#include "portfolio/account.hpp"

#include <memory>
#include <vector>

namespace nightjar::app {

/// What one of them begins as.
struct ExchangeOpening {
    std::uint64_t seed{1};
    double btc{60'000};  ///< price at the start
    double eth{3'000};
    std::vector<Replay> replays;  ///< instead of agents; they wait for Hall::play
};

/// The exchange of that venue, open by the clock, which outlives it. Errors: those of put_replays.
core::Result<std::unique_ptr<exchange::FaultyVenue>> open_exchange(
    const exchange::ServedVenue& venue, const ExchangeOpening& opening, const core::Clock& clock);

class ServedExchanges {
public:
    struct Stand {
        std::string name;
        std::uint16_t port{};  ///< 0 lets the system choose
        std::unique_ptr<exchange::FaultyVenue> venue;
    };
    /// `clock` outlives it. Error: CannotListen.
    static core::Result<std::unique_ptr<ServedExchanges>> start(
        std::vector<Stand> stands, const core::Clock& clock,
        const net::WebServerOptions& options = {});

    [[nodiscard]] std::vector<std::uint16_t> ports() const { return server_->ports(); }
    /// Their names; all else is their thread's.
    [[nodiscard]] const std::vector<Stand>& stands() const { return stands_; }
    /// Runs it on their thread, and waits.
    void there(const std::function<void(const std::vector<Stand>&)>& action);
    /// Ends the thread; the exchanges are left as they are.
    const std::vector<Stand>& stop();

private:
    explicit ServedExchanges(std::vector<Stand> stands) : stands_{std::move(stands)} {}

    std::vector<Stand> stands_;
    std::unique_ptr<net::WebServer> server_;  // goes first
};

}  // namespace nightjar::app
