#pragma once
/// Our account at a simulated exchange: the Venue port, with the time that messages take.

#include "core/model/ports.hpp"
#include "sim/matching.hpp"
#include "sim/models/latency.hpp"
#include "sim/ring.hpp"

#include <optional>

namespace nightjar::sim {

/// One thread. Requests reach the exchange, and reports reach us, in the order in which they left,
/// each after a latency of its own. At most `most_waiting` requests are on their way: beyond it an
/// order is rejected, and an amend refused, as Overloaded; a cancel always goes.
class SimVenue final : public core::Venue {
public:
    static constexpr std::size_t most_waiting = 4'096;

    struct Latency {
        LatencyModel orders;   ///< to the exchange
        LatencyModel reports;  ///< back to us
    };
    SimVenue(core::VenueId venue, Matching& matching, core::Money cash, Latency latency,
             std::uint64_t seed);

    /// An approval that has expired by the exchange time known here is rejected as Overloaded.
    void submit(core::Approved<core::OrderRequest>&& order) override;
    void amend(core::Approved<core::AmendRequest>&& amend) override;
    void cancel(const core::CancelRequest& cancel) override;

    /// Exchange time has come to `now`: requests that have arrived take effect, and what the
    /// exchange has for us is sent. A request that arrived earlier than the last call takes effect
    /// at that call's time: the exchange does not go back.
    void advance(core::Time now);
    /// When the next request arrives at the exchange.
    [[nodiscard]] std::optional<core::Time> next_arrival() const {
        if (requests_.empty()) return std::nullopt;
        return requests_.front().arrives;
    }
    /// A bar opens. What was decided at or before that moment takes part, however long its message
    /// takes on the way: a bar is far longer, and nothing is known of the prices inside it.
    void on_open(core::InstrumentId instrument, core::Price open, core::Time at);
    void on_bar(core::InstrumentId instrument, const core::Candle& candle);
    /// Recorded: what the recording says next, after the requests that have arrived by then.
    void on_recorded(const core::Event& event);
    /// False when an open could change nothing.
    [[nodiscard]] bool awaits(core::InstrumentId instrument) const {
        return !requests_.empty() || matching_->has_orders(instrument);
    }
    /// After a restart: cash and positions as the ledger knows them.
    void restore(const portfolio::Account& books) { matching_->restore(account_, books); }

    /// The next report that reaches us, by the time at which it does.
    [[nodiscard]] const core::Event* next_report() const {
        return events_.empty() ? nullptr : &events_.front();
    }
    void pop_report() { events_.pop(); }
    [[nodiscard]] core::AccountId account() const { return account_; }

private:
    struct Request {
        core::Time decided;
        core::Time arrives;
        std::variant<core::OrderRequest, core::AmendRequest, core::CancelRequest> what;
    };
    void send(Request request);
    void take_first(core::Time at);
    void collect();
    /// Brings a report to us at `recv`, or after those before it.
    void deliver(core::Time exch, core::Time recv, core::InstrumentId instrument,
                 const core::Event::Body& body);

    core::VenueId venue_;
    Matching* matching_;
    core::AccountId account_;
    Latency latency_;
    core::Random order_chance_;
    core::Random report_chance_;  // of its own: when reports are collected must not change orders
    Ring<Request> requests_;
    Ring<core::Event> events_;
    core::Time now_;
    core::Time last_recv_;
    std::uint64_t next_seq_{1};
};

}  // namespace nightjar::sim
