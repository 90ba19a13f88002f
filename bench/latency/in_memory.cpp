#include "measures.hpp"
#include "path.hpp"
#include "timing.hpp"

#include <optional>

namespace nightjar::latency {

namespace {

/// Signs at once, and keeps when it began and when the bytes were there.
class SigningVenue final : public core::Venue {
public:
    void submit(core::Approved<core::OrderRequest>&& order) override {
        begun = SteadyClock::now();
        bytes = writing_.request(*order).size();
        done = SteadyClock::now();
        sent = *order;
    }
    void amend(core::Approved<core::AmendRequest>&&) override {}
    void cancel(const core::CancelRequest&) override {}

    Moment begun;
    Moment done;
    std::size_t bytes{};
    std::optional<core::OrderRequest> sent;

private:
    Writing writing_;
};

}  // namespace

void measure_in_memory(const Market& market, const std::filesystem::path& folder) {
    Reading reading;
    SigningVenue venue;
    Trading trading{folder / "in_memory", venue};
    trading.take(reading.snapshot(market.snapshot));
    const auto count = market.updates.size();
    Times decoding{count}, deciding{count}, signing{count}, all{count};
    for (auto* times : {&decoding, &deciding, &signing, &all}) times->skip(count / 10);
    for (const auto& update : market.updates) {
        if (venue.sent) trading.fill(*venue.sent);
        venue.sent.reset();
        const auto begin = SteadyClock::now();
        const auto rows = reading.update(update);
        const auto decoded = SteadyClock::now();
        trading.take(rows);
        NJ_CHECK(venue.sent, "no order came of an update: {}", update);
        decoding.add(begin, decoded);
        deciding.add(decoded, venue.begun);
        signing.add(venue.begun, venue.done);
        all.add(begin, venue.done);
    }
    NJ_CHECK(trading.counters().refusals == 0 && trading.counters().unexplained == 0, "refused");
    fmt::print(R"({{"update_bytes":{},"order_bytes":{}}})"
               "\n",
               market.updates.back().size(), venue.bytes);
    decoding.tell("memory: bytes to events");
    deciding.tell("memory: events to approved order, on the ledger");
    signing.tell("memory: order to signed bytes");
    all.tell("memory: the whole path");
}

}  // namespace nightjar::latency
