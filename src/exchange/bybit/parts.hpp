#pragma once
/// What the connections of one exchange share.

#include "exchange/bybit/front_desk.hpp"
#include "exchange/bybit/market_streams.hpp"
#include "exchange/bybit/user_streams.hpp"
#include "exchange/service.hpp"

namespace nightjar::exchange::bybit {

struct Parts {
    Hall hall;
    Guards guards;
    Now now;
    MarketStreams streams;
    UserStreams users;
    FrontDesk desk;
    std::uint32_t connections{};

    Parts(HallConfig config, Now clock)
        : hall{std::move(config)},
          now{std::move(clock)},
          streams{hall},
          users{hall, guards},
          desk{Office{hall, guards}} {}

    /// To be called before anything is answered.
    void catch_up() { hall.advance(now()); }
};

}  // namespace nightjar::exchange::bybit
