#pragma once
/// What the connections of one exchange share.

#include "exchange/coinbase/front_desk.hpp"
#include "exchange/coinbase/market_streams.hpp"
#include "exchange/coinbase/user_streams.hpp"
#include "exchange/service.hpp"

namespace nightjar::exchange::coinbase {

struct Parts {
    Hall hall;
    Now now;
    Gate gate;
    MarketStreams streams;
    UserStreams users;
    FrontDesk desk;

    Parts(HallConfig config, Now clock)
        : hall{std::move(config)},
          now{std::move(clock)},
          gate{hall},
          streams{hall},
          desk{hall, gate} {}

    /// To be called before anything is answered.
    void catch_up() { hall.advance(now()); }
};

}  // namespace nightjar::exchange::coinbase
