#pragma once
/// What the connections of one exchange share.

#include "exchange/okx/front_desk.hpp"
#include "exchange/okx/market_streams.hpp"
#include "exchange/okx/user_streams.hpp"
#include "exchange/service.hpp"

namespace nightjar::exchange::okx {

struct Parts {
    Hall hall;
    Now now;
    MarketStreams streams;
    UserStreams users;
    FrontDesk desk;
    std::uint32_t connections{};

    Parts(HallConfig config, Now clock)
        : hall{std::move(config)}, now{std::move(clock)}, streams{hall}, users{hall}, desk{hall} {}

    /// To be called before anything is answered.
    void catch_up() { hall.advance(now()); }
};

}  // namespace nightjar::exchange::okx
