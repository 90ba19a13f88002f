#pragma once
/// The simulated market in this process.

#include "app/marketplace.hpp"
#include "sim/world.hpp"
#include "sim/world_feed.hpp"

namespace nightjar::app {

class AgentMarket final : public Marketplace {
public:
    /// Both outlive it.
    AgentMarket(const Plan& plan, const core::Clock& clock) : plan_{&plan}, clock_{&clock} {}

    core::Status enter(const engine::Config& config, const SessionDir& session,
                       std::uint64_t records) override;
    [[nodiscard]] std::vector<core::Venue*> venues() override;
    /// Orders that were open are gone with their exchange, and reported cancelled.
    core::Result<std::vector<core::Event>> resume(const engine::Engine& engine,
                                                  const SessionDir& session) override;
    core::Result<std::vector<core::Event>> open(bool) override {
        return std::vector<core::Event>{};
    }
    [[nodiscard]] core::Feed& feed() override { return *feed_; }
    void close() override {}

private:
    const Plan* plan_;
    const core::Clock* clock_;
    core::Catalog catalog_;  // the market's own; the engine has its copy
    std::unique_ptr<sim::World> world_;
    std::vector<std::unique_ptr<sim::SimVenue>> venues_;
    std::unique_ptr<sim::WorldFeed> feed_;
};

}  // namespace nightjar::app
