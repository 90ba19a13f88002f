#pragma once
/// All that the venues of a node say, as the engine's one feed.

#include "core/model/ports.hpp"
#include "venue/gateway.hpp"
#include "venue/market_queue.hpp"

#include <vector>

namespace nightjar::venue {

/// Engine thread. Reports of orders come before market data. An instrument is tradable while its
/// market is and its gateway is Live; the engine has been told that none is yet. Times never go
/// back.
class NodeFeed final : public core::Feed {
public:
    /// All outlive it. `gateways[i]` is of venue i; null: nothing is traded there.
    NodeFeed(const core::Catalog& catalog, MarketQueue& queue, std::vector<Gateway*> gateways);

    /// Never waits and never ends.
    [[nodiscard]] Next next(core::Event& event) override;

private:
    struct Status {
        bool market{true};
        bool account{};
        bool told{};
    };
    [[nodiscard]] bool take(core::Event& event);
    /// False: nothing has changed by it.
    [[nodiscard]] bool combine(core::Event& event, bool of_market);

    MarketQueue* queue_;
    std::vector<Gateway*> gateways_;
    std::vector<Status> statuses_;  // by instrument
    core::Time last_;
};

}  // namespace nightjar::venue
