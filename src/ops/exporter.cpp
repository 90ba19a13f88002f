#include "ops/exporter.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace nightjar::ops {

namespace {

using Labels = std::map<std::string, std::string>;

}  // namespace

class Exporter::Impl {
public:
    std::string page(const engine::Snapshot& s, std::span<const notify::Delivery> deliveries) {
        raise(events_, s.events);
        raise(bars_, s.bars);
        raise(orders_, s.orders);
        raise(fills_, s.fills);
        raise(refusals_, s.refusals);
        raise(unexplained_, s.unexplained);
        kill_level_.Set(static_cast<double>(s.kill_level));
        open_orders_.Set(static_cast<double>(s.open_orders.size()));
        for (const auto& delivery : deliveries) put_delivery(delivery);
        for (const auto& account : s.accounts) {
            const Labels labels{{"account", account.name}};
            equity_.Add(labels).Set(account.equity);
            drawdown_.Add(labels).Set(account.drawdown_pct / 100);
        }
        for (const auto& instrument : s.instruments) {
            const Labels labels{{"instrument", instrument.name}};
            if (instrument.price) price_.Add(labels).Set(*instrument.price);
            book_valid_.Add(labels).Set(instrument.book_valid ? 1 : 0);
        }
        for (const auto& venue : s.venues) put_venue(venue);
        for (const auto& stage : s.stages) {
            const Labels labels{{"strategy", stage.strategy}};
            stage_.Add(labels).Set(stage.number);
            stage_evidence_.Add(labels).Set(stage.evidence);
        }
        put_breakers(s);
        put_positions(s);
        put_execution(s.execution);
        return prometheus::TextSerializer{}.Serialize(registry_.Collect());
    }

private:
    void put_delivery(const notify::Delivery& delivery) {
        const Labels labels{{"notifier", delivery.notifier}};
        raise(letters_.Add(labels), delivery.letters);
        raise(letter_failures_.Add(labels), delivery.failures);
        raise(undelivered_.Add(labels), delivery.undelivered);
        waiting_.Add(labels).Set(static_cast<double>(delivery.waiting));
    }
    void put_venue(const engine::VenueLine& venue) {
        const Labels labels{{"venue", venue.name}};
        venue_live_.Add(labels).Set(venue.state == "live" ? 1 : 0);
        venue_books_.Add(labels).Set(static_cast<double>(venue.books));
        venue_quarantined_.Add(labels).Set(static_cast<double>(venue.quarantined));
        venue_clock_.Add(labels).Set(venue.ahead_ms / 1e3);
        raise(venue_messages_.Add(labels), venue.messages);
        raise(venue_bad_.Add(labels), venue.bad);
        raise(venue_gaps_.Add(labels), venue.gaps);
        raise(venue_connections_.Add(labels), venue.connections);
        raise(venue_unknown_.Add(labels), venue.unknown);
        raise(venue_missed_.Add(labels), venue.missed);
    }
    /// One that has closed again is 0, not gone.
    void put_breakers(const engine::Snapshot& s) {
        for (auto& [scope, state] : breakers_) state = 0;
        for (const auto& breaker : s.breakers)
            breakers_[breaker.scope] = breaker.state == "open" ? 2 : 1;
        for (const auto& [scope, state] : breakers_) breaker_.Add({{"scope", scope}}).Set(state);
    }
    /// A position that was closed is 0, not gone: its last value must not stay on the chart.
    void put_positions(const engine::Snapshot& s) {
        for (auto& [key, value] : positions_) value = 0;
        for (const auto& position : s.positions)
            positions_[{position.owner, position.instrument}] = position.value;
        for (const auto& [key, value] : positions_)
            position_.Add({{"owner", key.first}, {"instrument", key.second}}).Set(value);
    }
    prometheus::Family<prometheus::Counter>& counters(const std::string& name,
                                                      const std::string& help) {
        return prometheus::BuildCounter().Name(name).Help(help).Register(registry_);
    }
    prometheus::Counter& counter(const std::string& name, const std::string& help) {
        return counters(name, help).Add({});
    }
    prometheus::Family<prometheus::Gauge>& gauges(const std::string& name,
                                                  const std::string& help) {
        return prometheus::BuildGauge().Name(name).Help(help).Register(registry_);
    }
    void put_execution(const core::CostTotals& execution) {
        raise(parents_, execution.parents);
        parents_worth_.Set(execution.worth);
        for (const auto& part : core::CostParts::parts)
            execution_cost_.Add({{"part", std::string{part.name}}})
                .Set(execution.costs.*part.value);
    }
    static void raise(prometheus::Counter& counter, std::uint64_t total) {
        counter.Increment(static_cast<double>(total) - counter.Value());
    }

    prometheus::Registry registry_;
    prometheus::Counter& events_ =
        counter("nightjar_events_total", "Events that the engine was given");
    prometheus::Counter& bars_ = counter("nightjar_bars_total", "Closed bars");
    prometheus::Counter& orders_ = counter("nightjar_orders_total", "Orders that left");
    prometheus::Counter& fills_ = counter("nightjar_fills_total", "Fills booked");
    prometheus::Counter& refusals_ =
        counter("nightjar_refusals_total", "Targets and orders that risk refused");
    prometheus::Counter& parents_ =
        counter("nightjar_parents_total", "Parent orders that ended and were measured");
    prometheus::Gauge& parents_worth_ =
        gauges("nightjar_parents_worth", "What they were worth at the decided prices").Add({});
    prometheus::Family<prometheus::Gauge>& execution_cost_ =
        gauges("nightjar_execution_cost", "What working them has cost, by part, since the start");
    prometheus::Counter& unexplained_ =
        counter("nightjar_unexplained_total", "Reports of venues that fit no order of ours");
    prometheus::Gauge& kill_level_ =
        gauges("nightjar_kill_level",
               "0 none, 1 reduce only, 2 cancel and reduce only, 3 flatten, 4 halt")
            .Add({});
    prometheus::Gauge& open_orders_ = gauges("nightjar_open_orders", "Orders open now").Add({});
    prometheus::Family<prometheus::Counter>& letters_ =
        counters("nightjar_notify_letters_total", "Letters that a notifier has delivered");
    prometheus::Family<prometheus::Counter>& letter_failures_ =
        counters("nightjar_notify_failures_total", "Attempts of a notifier that failed");
    prometheus::Family<prometheus::Counter>& undelivered_ =
        counters("nightjar_notify_undelivered_total", "Messages that a notifier has given up");
    prometheus::Family<prometheus::Gauge>& waiting_ =
        gauges("nightjar_notify_waiting", "Messages that wait for a notifier now");
    prometheus::Family<prometheus::Gauge>& equity_ =
        gauges("nightjar_equity", "Marked value of an account, in the session's currency");
    prometheus::Family<prometheus::Gauge>& drawdown_ =
        gauges("nightjar_drawdown_ratio", "Fall from the highest equity, 0 to 1");
    prometheus::Family<prometheus::Gauge>& price_ =
        gauges("nightjar_price", "Price at which an instrument is valued");
    prometheus::Family<prometheus::Gauge>& book_valid_ =
        gauges("nightjar_book_valid", "1 while the order book may be traded on");
    prometheus::Family<prometheus::Gauge>& position_ =
        gauges("nightjar_position_value", "Value of a position, below 0 when short");
    prometheus::Family<prometheus::Gauge>& breaker_ =
        gauges("nightjar_breaker", "0 closed, 1 half open, 2 open; those that have once opened");
    prometheus::Family<prometheus::Gauge>& stage_ =
        gauges("nightjar_stage", "What a strategy is trusted with: 0 paper, 1 canary, 2 full");
    prometheus::Family<prometheus::Gauge>& stage_evidence_ =
        gauges("nightjar_stage_evidence_nats", "For a strategy's expected return; below 0 against");
    prometheus::Family<prometheus::Gauge>& venue_live_ =
        gauges("nightjar_venue_live", "1 while orders may leave for the venue");
    prometheus::Family<prometheus::Gauge>& venue_books_ =
        gauges("nightjar_venue_books", "Order books of the venue that are in step");
    prometheus::Family<prometheus::Gauge>& venue_quarantined_ =
        gauges("nightjar_venue_quarantined", "Assets and instruments that differ from the venue's");
    prometheus::Family<prometheus::Gauge>& venue_clock_ =
        gauges("nightjar_venue_clock_ahead_seconds", "The venue's clock against ours");
    prometheus::Family<prometheus::Counter>& venue_messages_ =
        counters("nightjar_venue_messages_total", "Messages of the market");
    prometheus::Family<prometheus::Counter>& venue_bad_ =
        counters("nightjar_venue_bad_messages_total", "Of them, those that were not understood");
    prometheus::Family<prometheus::Counter>& venue_gaps_ =
        counters("nightjar_venue_gaps_total", "Times that a book lost something");
    prometheus::Family<prometheus::Counter>& venue_connections_ =
        counters("nightjar_venue_connections_total", "Streams opened, of market and account");
    prometheus::Family<prometheus::Counter>& venue_unknown_ =
        counters("nightjar_venue_unknown_orders_total", "Orders of which the answer did not come");
    prometheus::Family<prometheus::Counter>& venue_missed_ = counters(
        "nightjar_venue_missed_total", "Updates and fills that were found by reconciling alone");
    std::map<std::pair<std::string, std::string>, double> positions_;
    std::map<std::string, double> breakers_;
};

Exporter::Exporter() : impl_{std::make_unique<Impl>()} {}
Exporter::~Exporter() = default;

std::string Exporter::page(const engine::Snapshot& snapshot,
                           std::span<const notify::Delivery> deliveries) {
    return impl_->page(snapshot, deliveries);
}

}  // namespace nightjar::ops
