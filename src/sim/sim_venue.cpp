#include "sim/sim_venue.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace nightjar::sim {

using core::OrderReason;
using core::OrderState;
using core::OrderUpdate;
using core::Time;

namespace {

constexpr std::uint64_t report_stream = 0x1'0000;  // beyond all venue ids

}  // namespace

SimVenue::SimVenue(core::VenueId venue, Matching& matching, core::Money cash, Latency latency,
                   std::uint64_t seed)
    : venue_{venue},
      matching_{&matching},
      account_{matching.open_account(cash)},
      latency_{std::move(latency)},
      order_chance_{seed, venue.value},
      report_chance_{seed, report_stream + venue.value},
      now_{std::numeric_limits<std::int64_t>::min()},
      last_recv_{now_} {}

void SimVenue::submit(core::Approved<core::OrderRequest>&& order) {
    if (order.expired(now_) || requests_.size() >= most_waiting) {
        const Time at = std::max(now_, order->at);
        return deliver(at, at, order->instrument,
                       OrderUpdate{order->id, OrderState::Rejected, OrderReason::Overloaded,
                                   order->price, order->qty});
    }
    send({order->at, {}, *order});
}

void SimVenue::amend(core::Approved<core::AmendRequest>&& amend) {
    if (amend.expired(now_) || requests_.size() >= most_waiting) {
        const Time at = std::max(now_, amend->at);
        // Quantity 0: the order stays as it is, and how that is only the exchange knows.
        return deliver(at, at, {},
                       OrderUpdate{amend->id, OrderState::Open, OrderReason::Overloaded, {}, {}});
    }
    send({amend->at, {}, *amend});
}

void SimVenue::cancel(const core::CancelRequest& cancel) { send({cancel.at, {}, cancel}); }

void SimVenue::send(Request request) {
    request.arrives = request.decided + latency_.orders.draw(order_chance_);
    if (!requests_.empty()) request.arrives = std::max(request.arrives, requests_.back().arrives);
    requests_.push(request);
}

void SimVenue::take_first(Time at) {
    const auto& what = requests_.front().what;
    if (const auto* order = std::get_if<core::OrderRequest>(&what))
        matching_->submit(account_, *order, at);
    else if (const auto* amend = std::get_if<core::AmendRequest>(&what))
        matching_->amend(account_, *amend, at);
    else if (const auto* cancel = std::get_if<core::CancelRequest>(&what))
        matching_->cancel(account_, cancel->id, at, OrderReason::Requested);
    requests_.pop();
    collect();
}

void SimVenue::advance(Time now) {
    collect();  // what happened to us before any request of now
    while (!requests_.empty() && requests_.front().arrives <= now)
        take_first(std::max(requests_.front().arrives, now_));
    now_ = now;
}

void SimVenue::on_open(core::InstrumentId instrument, core::Price open, Time at) {
    while (!requests_.empty() && requests_.front().decided <= at)
        take_first(requests_.front().arrives);
    matching_->on_open(instrument, open, at);
    collect();
}

void SimVenue::on_bar(core::InstrumentId instrument, const core::Candle& candle) {
    matching_->on_bar(instrument, candle);
    collect();
}

void SimVenue::on_recorded(const core::Event& event) {
    advance(event.stamp.exch);
    matching_->on_recorded(event);
    collect();
}

void SimVenue::collect() {
    const auto reports = matching_->reports(account_);
    if (reports.empty()) return;
    for (const auto& report : reports)
        std::visit(
            [&](const auto& body) {
                deliver(report.at, report.at + latency_.reports.draw(report_chance_),
                        report.instrument, body);
            },
            report.body);
    matching_->forget_reports(account_);
}

void SimVenue::deliver(Time exch, Time recv, core::InstrumentId instrument,
                       const core::Event::Body& body) {
    last_recv_ = std::max(recv, last_recv_);
    events_.push({{exch, last_recv_, next_seq_++}, instrument, venue_, body});
}

}  // namespace nightjar::sim
