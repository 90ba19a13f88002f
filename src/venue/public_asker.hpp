#pragma once
/// Public questions to a venue's REST interface, within its limits.

#include "net/transport.hpp"
#include "venue/public_side.hpp"
#include "venue/rate_limiter.hpp"

#include <functional>
#include <memory>

namespace nightjar::venue {

/// One thread, the transport's. What it is made of outlives it; when it goes, nothing is told.
class PublicAsker {
public:
    /// What it is given is good until it returns.
    using Done = std::function<void(const core::Result<FeedEvents>&)>;

    PublicAsker(net::Transport& transport, PublicSide& side, RateLimiter& limiter, net::Url rest,
                core::Duration patience)
        : transport_{&transport},
          side_{&side},
          limiter_{&limiter},
          rest_{std::move(rest)},
          patience_{patience} {}

    /// `done` once. What the limiter does not allow yet waits. Errors: those of the transport,
    /// of PublicSide::ask and of FeedDecoder; Refused, for any other status than 200.
    void ask(const PublicQuestion& question, Done done);

private:
    struct Asked;
    void go_on(const std::shared_ptr<Asked>& asked);
    void hear(const Asked& asked, const core::Result<net::WebReply>& reply);

    net::Transport* transport_;
    PublicSide* side_;
    RateLimiter* limiter_;
    net::Url rest_;
    core::Duration patience_;
    std::shared_ptr<bool> life_{std::make_shared<bool>(true)};
};

}  // namespace nightjar::venue
