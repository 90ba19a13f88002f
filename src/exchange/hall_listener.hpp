#pragma once
/// What a venue's protocol hears from its hall.

#include "exchange/client.hpp"
#include "exchange/market_view.hpp"

namespace nightjar::exchange {

/// Told while it happens: whoever listens changes nothing in the hall. A client's fill is told
/// after the public trade that it is a part of. What nobody wants to hear is passed over.
class HallListener {
public:
    virtual ~HallListener() = default;
    virtual void on_trade(const MarketView& /*view*/, const Print& /*print*/) {}
    /// Another best price or quantity.
    virtual void on_quote(const MarketView& /*view*/) {}
    /// At the end of each of the configured periods in which the book changed.
    virtual void on_depth(const MarketView& /*view*/, core::Duration /*period*/,
                          const DepthDiff& /*diff*/) {}
    /// Time for what is told at intervals; `at` is a multiple of Hall::beat.
    virtual void on_beat(core::Time /*at*/) {}

    /// Books and orders of the client are as after it.
    virtual void on_order(const Client& /*client*/, const Order& /*order*/,
                          const OrderEvent& /*event*/) {}
    virtual void on_funding(const Client& /*client*/, const Payment& /*payment*/) {}
};

}  // namespace nightjar::exchange
