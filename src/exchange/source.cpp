#include "exchange/source.hpp"

#include "sim/world.hpp"

namespace nightjar::exchange {

namespace {

sim::WorldConfig world_config(const core::Catalog& catalog, const HallConfig& config) {
    sim::WorldConfig world;
    world.seed = config.seed;
    world.start = config.opens - config.warm_up;
    world.feed_latency = {};
    world.order_value = config.agents_order_value;
    for (std::size_t i = 0; i < config.listings.size(); ++i)
        world.instruments.push_back({catalog.instruments()[i].id, config.listings[i].price,
                                     config.listings[i].yearly_volatility});
    return world;
}

sim::MatchingConfig matching_config(const HallConfig& config) {
    sim::MatchingConfig matching;
    matching.fees = config.fees;
    matching.prices = sim::Prices::Book;
    matching.funding.emplace();
    matching.trades_numbered_apart = config.trades_numbered_apart;
    return matching;
}

class Agents final : public MarketSource {
public:
    Agents(const core::Catalog& catalog, core::AssetId currency, const HallConfig& config)
        : world_{catalog, currency, {matching_config(config)}, world_config(catalog, config)} {}

    void advance(core::Time now) override { world_.advance(now); }
    void skip_to(core::Time now) override { world_.skip_to(now); }
    [[nodiscard]] const core::Event* next_event() const override { return world_.next_event(); }
    void pop_event() override { world_.pop_event(); }
    [[nodiscard]] sim::Matching& exchange() override { return world_.exchange({}); }

private:
    sim::World world_;
};

}  // namespace

std::unique_ptr<MarketSource> make_agents(const core::Catalog& catalog, core::AssetId currency,
                                          const HallConfig& config) {
    return std::make_unique<Agents>(catalog, currency, config);
}

}  // namespace nightjar::exchange
