#pragma once
/// A gateway that trades at a faulty exchange over a faulty network, all in memory and seeded; and
/// whether both sides know the same in the end.

#include "exchange/faults.hpp"
#include "exchange/tests/drill_market.hpp"
#include "exchange/tests/drill_result.hpp"
#include "exchange/tests/witness.hpp"
#include "net/memory_transport.hpp"
#include "portfolio/account.hpp"
#include "portfolio/order_table.hpp"
#include "risk/order_gate.hpp"
#include "venue/gateway.hpp"
#include "venue/private_side.hpp"

#include <memory>
#include <string>
#include <vector>

namespace nightjar::exchange {

class Drill {
public:
    Drill(std::string_view protocol, std::uint64_t seed);
    ~Drill();
    Drill(const Drill&) = delete;
    Drill& operator=(const Drill&) = delete;

    /// Half a minute of trading while things go wrong, then quiet.
    DrillResult run();

private:
    void pass(core::Duration span, bool trading);
    void trade();
    void place();
    void book(const core::Event& event);
    void compare(DrillResult& result) const;
    [[nodiscard]] net::Fate fate();

    [[nodiscard]] const MarketView& view(core::InstrumentId ours) const {
        return venue_->hall().view(market_.at_hall[ours.value]);
    }
    [[nodiscard]] const portfolio::Account& theirs() const {
        return venue_->hall().books(*client_);
    }

    std::string protocol_;
    core::Random chance_;
    net::MemoryTransport net_;
    net::Url server_;
    std::unique_ptr<FaultyVenue> venue_;
    Client* client_{};
    DrillMarket market_;
    venue::PrivateSide side_;
    venue::RateLimiter limiter_;
    std::unique_ptr<Witness> witness_;
    std::unique_ptr<venue::Gateway> gateway_;
    portfolio::OrderTable orders_;
    portfolio::Account books_;
    risk::OrderGate gate_{{}};
    DrillResult result_;
    std::vector<std::string> notes_;
    std::uint64_t next_order_{1};
    bool rough_{true};  // the network
};

}  // namespace nightjar::exchange
