#pragma once
/// A gateway that trades at a faulty exchange over a faulty network, all in memory and seeded; and
/// whether both sides know the same in the end.

#include "exchange/faults.hpp"
#include "exchange/venues.hpp"
#include "net/memory_transport.hpp"
#include "portfolio/account.hpp"
#include "portfolio/order_table.hpp"
#include "risk/order_gate.hpp"
#include "venue/gateway.hpp"
#include "venue/private_side.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nightjar::exchange {

/// What one session came to.
struct DrillResult {
    std::vector<std::string> wrong;  ///< empty: all is equal
    std::array<std::uint64_t, fault_kinds> struck{};
    std::uint64_t lost_on_the_way{};
    std::uint64_t cut_on_the_way{};
    std::uint64_t orders{};
    std::uint64_t fills{};
    std::uint64_t unknown{};
    std::uint64_t missed{};
    std::uint64_t connections{};
};

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

    core::Random chance_;
    net::MemoryTransport net_;
    net::Url server_;
    std::unique_ptr<FaultyVenue> venue_;
    Client* client_{};
    core::Catalog catalog_;
    venue::PrivateSide side_;
    venue::RateLimiter limiter_;
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
