#pragma once
/// What a venue's protocol hears from its hall.

#include "exchange/client.hpp"
#include "exchange/market_view.hpp"

namespace nightjar::exchange {

/// Told while it happens: whoever listens changes nothing in the hall. A client's fill is told
/// after the public trade that it is a part of.
class HallListener {
public:
    virtual ~HallListener() = default;
    virtual void on_trade(const MarketView& view, const Print& print) = 0;
    /// Another best price or quantity.
    virtual void on_quote(const MarketView& view) = 0;
    /// At the end of each of the configured periods in which the book changed.
    virtual void on_depth(const MarketView& view, core::Duration period, const DepthDiff& diff) = 0;
    /// Time for what is told at intervals; `at` is a multiple of Hall::beat.
    virtual void on_beat(core::Time at) = 0;

    /// Books and orders of the client are as after it.
    virtual void on_order(const Client& client, const Order& order, const OrderEvent& event) = 0;
    virtual void on_funding(const Client& client, core::InstrumentId instrument, core::Money change,
                            core::Time at) = 0;
};

}  // namespace nightjar::exchange
