#pragma once
/// Questions to a venue's REST interface, page after page.

#include "net/transport.hpp"
#include "venue/order_codec.hpp"
#include "venue/rate_limiter.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nightjar::venue {

/// One thread, the transport's. What it is made of outlives it; when it goes, nothing is told.
class Asker {
public:
    using Each = std::function<core::Status(const AccountEvent&)>;
    using Done = std::function<void(core::Status)>;

    struct Place {
        net::Url rest;
        core::Duration patience = core::seconds(5);
        std::size_t most_pages = 200;
    };
    /// `instruments` are those to be asked for one by one where the venue does not answer for all.
    Asker(net::Transport& transport, OrderCodec& codec, RateLimiter& limiter, Place place,
          const core::Duration& ahead, std::vector<const core::Instrument*> instruments)
        : transport_{&transport},
          codec_{&codec},
          limiter_{&limiter},
          place_{std::move(place)},
          ahead_{&ahead},
          instruments_{std::move(instruments)} {}

    /// `each` for what the answers say; an error of it ends the question. `done` once. What the
    /// limiter does not allow yet waits; what came too often for the venue is asked again later.
    void ask(const Question& question, Each each, Done done);
    /// When the request left of which `each` hears the answer; until then it may have waited.
    [[nodiscard]] core::Time sent_at() const { return told_sent_at_; }
    /// Anything else to the same server, by the same limits. False: not now; nothing was sent.
    bool send(net::WebRequest request, RateLimiter::Purpose purpose, net::Transport::Answer answer);

    /// What an answer says of limits is heeded.
    void heed(const RateSaid& said);

private:
    struct Asked;
    void go_on(std::shared_ptr<Asked> asked);
    void sent(const std::shared_ptr<Asked>& asked, const core::Result<net::WebReply>& reply);
    [[nodiscard]] core::Time venue_now() const { return transport_->now() + *ahead_; }

    net::Transport* transport_;
    OrderCodec* codec_;
    RateLimiter* limiter_;
    Place place_;
    const core::Duration* ahead_;
    std::vector<const core::Instrument*> instruments_;
    core::Time told_sent_at_;
    std::shared_ptr<bool> life_{std::make_shared<bool>(true)};
};

}  // namespace nightjar::venue
