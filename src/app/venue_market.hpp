#pragma once
/// Venues over their own protocols: real ones, or exchanges that this process serves on loopback.

#include "app/marketplace.hpp"
#include "app/served_exchanges.hpp"
#include "net/socket_transport.hpp"
#include "venue/key_ring.hpp"
#include "venue/market_feed.hpp"
#include "venue/node_feed.hpp"
#include "venue/private_side.hpp"
#include "venue/redactor.hpp"

#include <map>

namespace nightjar::app {

/// Of one venue of the plan.
struct VenueLine {
    const VenuePlan* plan{};
    net::Url rest;
    net::Url market;
    net::Url user;
    venue::StoredKey key;
    std::unique_ptr<venue::PublicSide> side;
    venue::PrivateSide account;
    std::unique_ptr<venue::RateLimiter> limiter;
    std::unique_ptr<venue::Gateway> gateway;
    std::unique_ptr<venue::MarketFeed> feed;
};

/// At the environment's servers, or those that the plan names; the key must be for them. Of a line
/// whose plan is set. Errors: BadUrl, BadConfig, WrongHost.
[[nodiscard]] core::Status find_there(VenueLine& line, const venue::KeyRing& keys);

class VenueMarket final : public Marketplace {
public:
    using Note = std::function<void(std::string)>;

    /// Serves what is to be simulated, looks at keys, and asks the venues for the rules of the
    /// plan's instruments, which it fills in. `keys`: those that the plan names. `note` is told, on
    /// another thread, what a person should know. Errors: WrongHost; BadConfig, for an instrument
    /// that a venue does not have, or that the plan has other steps of; those of the answers.
    static core::Result<std::unique_ptr<VenueMarket>> make(Plan& plan,
                                                           const std::filesystem::path& data_dir,
                                                           const venue::KeyRing& keys,
                                                           const core::Clock& clock, Note note);
    ~VenueMarket() override;
    [[nodiscard]] const std::vector<VenueLine>& lines() const { return lines_; }
    /// Those of its keys.
    void tell_secrets(venue::Redactor& redactor) const;

    core::Status enter(const engine::Config& config, const SessionDir& session,
                       std::uint64_t records) override;
    [[nodiscard]] std::vector<core::Venue*> venues() override;
    /// Orders of the life before are cancelled once the venue is reached; it says what became of
    /// them meanwhile.
    core::Result<std::vector<core::Event>> resume(const engine::Engine& engine,
                                                  const SessionDir& session) override;
    core::Result<std::vector<core::Event>> open(bool resumed) override;
    [[nodiscard]] core::Feed& feed() override { return *node_feed_; }
    [[nodiscard]] std::vector<engine::VenueLine> standing() const override;
    void close() override;

private:
    VenueMarket(const Plan& plan, const core::Clock& clock, Note note)
        : plan_{&plan}, clock_{&clock}, note_{std::move(note)} {}
    core::Result<std::vector<exchange::ClientConfig>> serve(const std::filesystem::path& data_dir);
    core::Status reach(const std::filesystem::path& data_dir, const venue::KeyRing& keys);
    core::Status fill_in(Plan& plan);
    std::vector<core::Event> history();
    void play();

    const Plan* plan_;
    const core::Clock* clock_;
    Note note_;
    const engine::Config* config_{};
    std::unique_ptr<ServedExchanges> served_;
    std::vector<Replay> replays_;   // of all of them
    std::vector<VenueLine> lines_;  // by venue
    std::unique_ptr<venue::MarketQueue> queue_;
    std::unique_ptr<venue::FeedWatch> watch_;
    std::unique_ptr<venue::NodeFeed> node_feed_;
    std::vector<core::CancelRequest> left_over_;
    std::unique_ptr<net::SocketTransport> transport_;
};

}  // namespace nightjar::app
