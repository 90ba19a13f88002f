#pragma once
/// A gateway that trades at a faulty exchange over a faulty network, seeded; and whether both sides
/// know the same in the end.

#include "exchange/tests/drill_result.hpp"
#include "exchange/tests/gateway_bench.hpp"
#include "portfolio/order_table.hpp"

#include <string>

namespace nightjar::exchange {

class Drill {
public:
    /// So that funding is settled in the midst of it.
    static constexpr core::Time start = opening + core::hours(8) - core::seconds(20);

    Drill(std::string_view protocol, std::uint64_t seed, std::unique_ptr<Ground> where);
    /// Half a minute of trading while things go wrong, then quiet.
    DrillResult run();

private:
    void pass(core::Duration span, bool trading);
    void go_on(bool trading);
    void end_trouble();
    void trade();
    void place();
    void book(const core::Event& event);
    void compare(DrillResult& result, bool live) const;
    void compare_alarms(DrillResult& result) const;
    [[nodiscard]] net::Fate fate();

    std::string protocol_;
    core::Random chance_;
    GatewayBench bench_;
    portfolio::OrderTable orders_;
    portfolio::Account books_;
    DrillResult result_;
    std::uint64_t next_order_{1};
    bool rough_{true};  // the network
    bool was_live_{};   // before money was gone
};

}  // namespace nightjar::exchange
