#pragma once
/// What the connections of one exchange share.

#include "exchange/binance/front_desk.hpp"
#include "exchange/binance/listen_keys.hpp"
#include "exchange/binance/market_streams.hpp"
#include "exchange/binance/user_streams.hpp"
#include "exchange/service.hpp"

namespace nightjar::exchange::binance {

struct Parts {
    Market market;
    Hall hall;
    Now now;
    ListenKeys listen_keys;
    MarketStreams streams;
    UserStreams users;
    FrontDesk desk;

    Parts(Market which, HallConfig config, Now clock)
        : market{which},
          hall{std::move(config)},
          now{std::move(clock)},
          streams{market, hall},
          users{market, hall},
          desk{market, hall, listen_keys} {}

    /// To be called before anything is answered.
    void catch_up() { hall.advance(now()); }
};

/// Messages that a client sends on one connection; more than the venue allows ends it.
class MessageCount {
public:
    explicit MessageCount(Market market)
        : window_{core::seconds(1), market == Market::Spot ? 5 : 10} {}
    bool take(core::Time now) { return window_.take(1, now); }

private:
    RateWindow window_;
};
constexpr std::size_t longest_message = std::size_t{64} << 10;

}  // namespace nightjar::exchange::binance
