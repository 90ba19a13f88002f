#pragma once
/// What one reconciliation has gathered so far. Private to the gateway.

#include "venue/gateway.hpp"

namespace nightjar::venue {

struct Gateway::Sweep {
    VenueView view;
    VenueCash cash;
    core::Time began;
    std::uint64_t changes{};  ///< the mirror's, then
    std::vector<core::OrderId> questions;
    std::unique_ptr<net::Transport::Timer> again;
};

}  // namespace nightjar::venue
