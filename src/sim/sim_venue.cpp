#include "sim/sim_venue.hpp"

#include <algorithm>

namespace nightjar::sim {

SimVenue::SimVenue(core::VenueId venue, Matching& matching, core::Money cash, Latency latency,
                   std::uint64_t seed)
    : venue_{venue},
      matching_{&matching},
      account_{matching.open_account(cash)},
      latency_{latency},
      random_{seed, venue.value} {}

void SimVenue::submit(core::Approved<core::OrderRequest>&& order) { send({order->at, {}, *order}); }

void SimVenue::amend(core::Approved<core::AmendRequest>&& amend) { send({amend->at, {}, *amend}); }

void SimVenue::cancel(const core::CancelRequest& cancel) { send({cancel.at, {}, cancel}); }

void SimVenue::send(Request request) {
    request.arrives = request.decided + latency_.orders.draw(random_);
    if (!requests_.empty()) request.arrives = std::max(request.arrives, requests_.back().arrives);
    requests_.push_back(request);
}

void SimVenue::take(const Request& request, core::Time at) {
    if (const auto* order = std::get_if<core::OrderRequest>(&request.what))
        matching_->submit(account_, *order, at);
    else if (const auto* cancel = std::get_if<core::CancelRequest>(&request.what))
        matching_->cancel(account_, cancel->id, at, core::OrderReason::Requested);
    collect();
}

void SimVenue::advance(core::Time now) {
    while (!requests_.empty() && requests_.front().arrives <= now) {
        take(requests_.front(), requests_.front().arrives);
        requests_.pop_front();
    }
}

void SimVenue::on_open(core::InstrumentId instrument, core::Price open, core::Time at) {
    while (!requests_.empty() && requests_.front().decided <= at) {
        take(requests_.front(), requests_.front().arrives);
        requests_.pop_front();
    }
    matching_->on_open(instrument, open, at);
    collect();
}

void SimVenue::on_bar(core::InstrumentId instrument, const core::Candle& candle) {
    matching_->on_bar(instrument, candle);
    collect();
}

void SimVenue::collect() {
    for (const auto& report : matching_->reports()) {
        if (report.account != account_) continue;
        core::Event event;
        event.stamp = {report.at, report.at + latency_.reports.draw(random_), next_seq_++};
        if (!events_.empty())
            event.stamp.recv = std::max(event.stamp.recv, events_.back().stamp.recv);
        event.instrument = report.instrument;
        event.venue = venue_;
        std::visit([&event](const auto& body) { event.body = body; }, report.body);
        events_.push_back(event);
    }
    matching_->forget_reports();
}

}  // namespace nightjar::sim
