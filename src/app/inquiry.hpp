#pragma once
/// Questions to the REST interface of one venue, one after the other, with a key of its own, for
/// who waits for the answers. No order can be placed by it: it asks, and it cancels.

#include "engine/live_clock.hpp"
#include "net/socket_transport.hpp"
#include "venue/asker.hpp"
#include "venue/key_ring.hpp"
#include "venue/private_side.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace nightjar::app {

/// Any thread but the transport's. Each call waits for its answer, some seconds at most.
class Inquiry {
public:
    /// Asks the REST interface there; the key's hosts are looked at first. `instruments` are those
    /// to be asked for one by one, and outlive it. Errors: WrongHost, BadKey, Unsupported.
    static core::Result<std::unique_ptr<Inquiry>> make(
        const venue::StoredKey& key, std::string_view protocol, const net::Url& rest,
        std::vector<const core::Instrument*> instruments);

    struct ClockFound {
        core::Duration ahead;    ///< the venue's
        core::Duration latency;  ///< of an answer, the quickest
    };
    /// Requests are stamped by the venue's clock from then on. Errors: those of `ask`.
    core::Result<ClockFound> measure_clock();

    [[nodiscard]] const venue::OrderAbilities& abilities() const {
        return side_.orders->abilities();
    }
    [[nodiscard]] core::Status ask(const venue::Question& question,
                                   const venue::Asker::Each& each) const;
    /// Errors: those of OrderCodec::cancel and of the transport; Refused, in the venue's words.
    [[nodiscard]] core::Status cancel(const venue::PlacedOrder& order,
                                      const core::Instrument& instrument) const;

private:
    Inquiry() = default;

    engine::LiveClock clock_;
    venue::PrivateSide side_;
    venue::RateLimiter limiter_{{}, 0};
    core::Duration ahead_;
    std::unique_ptr<venue::Asker> asker_;
    std::unique_ptr<net::SocketTransport> transport_;  // ends first: it calls the others
};

}  // namespace nightjar::app
