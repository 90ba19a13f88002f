#pragma once
/// Our account at a simulated exchange: the Venue port, with the time that messages take.

#include "core/model/ports.hpp"
#include "sim/matching.hpp"
#include "sim/models/latency.hpp"

#include <deque>
#include <optional>

namespace nightjar::sim {

/// One thread. Requests reach the exchange, and reports reach us, in the order in which they left,
/// each after a latency of its own.
class SimVenue final : public core::Venue {
public:
    struct Latency {
        LatencyModel orders;   ///< to the exchange
        LatencyModel reports;  ///< back to us
    };
    SimVenue(core::VenueId venue, Matching& matching, core::Money cash, Latency latency,
             std::uint64_t seed);

    void submit(core::Approved<core::OrderRequest>&& order) override;
    void amend(core::Approved<core::AmendRequest>&& amend) override;
    void cancel(const core::CancelRequest& cancel) override;

    /// Exchange time has come to `now`: requests that have arrived take effect.
    void advance(core::Time now);
    /// A bar opens. What was decided at or before that moment takes part, however long its message
    /// takes on the way: a bar is far longer, and nothing is known of the prices inside it.
    void on_open(core::InstrumentId instrument, core::Price open, core::Time at);
    void on_bar(core::InstrumentId instrument, const core::Candle& candle);
    /// False when an open could change nothing.
    [[nodiscard]] bool awaits(core::InstrumentId instrument) const {
        return !requests_.empty() || matching_->has_orders(instrument);
    }

    /// The next report that reaches us, by the time at which it does.
    [[nodiscard]] const core::Event* next_report() const {
        return events_.empty() ? nullptr : &events_.front();
    }
    void pop_report() { events_.pop_front(); }
    [[nodiscard]] core::AccountId account() const { return account_; }

private:
    struct Request {
        core::Time decided;
        core::Time arrives;
        std::variant<core::OrderRequest, core::AmendRequest, core::CancelRequest> what;
    };
    void send(Request request);
    void take(const Request& request, core::Time at);
    void collect();

    core::VenueId venue_;
    Matching* matching_;
    core::AccountId account_;
    Latency latency_;
    core::Random random_;
    std::deque<Request> requests_;
    std::deque<core::Event> events_;
    std::uint64_t next_seq_{1};
};

}  // namespace nightjar::sim
