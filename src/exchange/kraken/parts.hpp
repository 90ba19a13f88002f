#pragma once
/// What the connections of one exchange share.

#include "exchange/kraken/front_desk.hpp"
#include "exchange/kraken/market_streams.hpp"
#include "exchange/kraken/user_streams.hpp"
#include "exchange/service.hpp"

namespace nightjar::exchange::kraken {

struct Parts {
    Hall hall;
    Now now;
    Tokens tokens;
    MarketStreams streams;
    UserStreams users;
    FrontDesk desk;
    std::uint64_t connections{};

    Parts(HallConfig config, Now clock)
        : hall{std::move(config)},
          now{std::move(clock)},
          streams{hall},
          users{hall},
          desk{hall, tokens} {}

    /// To be called before anything is answered.
    void catch_up() { hall.advance(now()); }
};

}  // namespace nightjar::exchange::kraken
