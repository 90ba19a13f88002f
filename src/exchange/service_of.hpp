#pragma once
/// What the services of all venues have in common.

#include "exchange/hall_listener.hpp"
#include "exchange/service.hpp"

#include <utility>

namespace nightjar::exchange {

/// `Parts` has the hall, and the market and user streams that hear of it.
template <class Parts>
class ServiceOf : public VenueService, protected HallListener {
public:
    template <class... Args>
    explicit ServiceOf(Args... args) : parts_{std::move(args)...} {
        parts_.hall.tell(this);
    }
    void advance(core::Time now) final { parts_.hall.advance(now); }
    [[nodiscard]] Hall& hall() final { return parts_.hall; }

protected:
    [[nodiscard]] Parts& parts() { return parts_; }

    void on_trade(const MarketView& view, const Print& print) override {
        parts_.streams.on_trade(view, print);
    }
    void on_beat(core::Time at) override { parts_.streams.on_beat(at); }
    void on_order(const Client& client, const Order& order, const OrderEvent& event) override {
        parts_.users.on_order(client, order, event);
    }

private:
    Parts parts_;
};

}  // namespace nightjar::exchange
