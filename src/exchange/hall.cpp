#include "exchange/hall.hpp"

#include <algorithm>

namespace nightjar::exchange {

using core::InstrumentId;
using core::Time;

Hall::Hall(HallConfig config) : config_{std::move(config)}, now_{config_.opens - config_.warm_up} {
    list();
    for (const auto& instrument : catalog_.instruments())
        views_.emplace_back(instrument, config_.depth_periods.size());
    source_ = make_source(catalog_, currency_, config_);
    // Beats are at whole multiples, so that the periods are, whenever the exchange opens.
    next_beat_ = Time{(core::count_of(now_, beat) + 1) * beat.ns};
    settle();
    while (now_ < config_.opens) {
        const auto to = std::min(now_ + longest_stride, config_.opens);
        advance(to);
    }
}

void Hall::list() {
    const auto venue = catalog_.add_venue(config_.venue);
    // Bases come first: the hidden values of halls agree by the numbers of their assets.
    for (const auto& listing : config_.listings) catalog_.add_asset(listing.base);
    currency_ = catalog_.add_asset(config_.currency);
    for (auto& listing : config_.listings) {
        auto& instrument = listing.instrument;
        instrument.venue = venue;
        instrument.base = catalog_.add_asset(listing.base);
        instrument.quote = catalog_.add_asset(listing.quote);
        const auto id = catalog_.add(instrument);
        NJ_CHECK(id.has_value(), "{} cannot be listed", instrument.symbol);
        instrument = catalog_[*id];
    }
}

const MarketView* Hall::find(std::string_view symbol) const {
    const auto found = std::ranges::find_if(
        views_, [symbol](const MarketView& view) { return view.instrument().symbol == symbol; });
    return found == views_.end() ? nullptr : &*found;
}

void Hall::delist(InstrumentId id) {
    for (const auto& client : clients_) cancel_all(*client, id);
    views_[id.value].close();
    if (listener_ != nullptr) listener_->on_quote(views_[id.value]);
}

void Hall::list_again(InstrumentId id) {
    views_[id.value].reopen();
    if (listener_ != nullptr) listener_->on_quote(views_[id.value]);
}

void Hall::advance(Time now) {
    if (now <= now_) return;
    if (now - now_ > longest_stride) {
        source_->skip_to(now);
        next_beat_ = Time{core::count_of(now, beat) * beat.ns};
    }
    for (; next_beat_ <= now; next_beat_ = next_beat_ + beat) {
        step(next_beat_);
        on_beat(next_beat_);
    }
    step(now);
}

void Hall::step(Time to) {
    now_ = to;
    settle();
}

void Hall::settle() {
    // Each round wakes sleepers, and there are fewer of them in the next.
    do {
        drain();
        read_reports();
        wake();
    } while (!source_->exchange().tape().empty() || !awake_.empty());
}

void Hall::drain() {
    source_->advance(now_);
    while (const auto* event = source_->next_event()) {
        on_event(*event);
        source_->pop_event();
    }
}

void Hall::on_event(const core::Event& event) {
    auto& view = views_[event.instrument.value];
    if (const auto* trade = std::get_if<core::Trade>(&event.body)) {
        if (view.closed()) return;
        view.on_trade(*trade, event.stamp.exch);
        if (listener_ != nullptr) listener_->on_trade(view, view.prints().back());
        on_print(event.instrument, trade->price);
    } else if (const auto* delta = std::get_if<core::BookDelta>(&event.body)) {
        const bool moved = view.on_delta(*delta, event.stamp.exch);
        if (moved && listener_ != nullptr) listener_->on_quote(view);
    }
}

void Hall::on_beat(Time at) {
    for (auto& view : views_) {
        view.pass_time(at);
        for (std::size_t i = 0; i < config_.depth_periods.size(); ++i) {
            const auto period = config_.depth_periods[i];
            if (at.ns % period.ns != 0) continue;
            const auto diff = view.take_diff(i);
            if (listener_ != nullptr && !diff.empty()) listener_->on_depth(view, period, diff);
        }
    }
    for (const auto& client : clients_) {
        if (client->cancel_all_after && *client->cancel_all_after <= at) {
            client->cancel_all_after.reset();
            cancel_all(*client, std::nullopt);
        }
        for (const auto& [instrument, when] : std::map{client->cancel_after})
            if (when <= at) {
                client->cancel_after.erase(instrument);
                cancel_all(*client, instrument);
            }
    }
    if (listener_ != nullptr) listener_->on_beat(at);
}

void Hall::on_print(InstrumentId instrument, core::Price price) {
    std::erase_if(sleepers_, [&](const Sleeper& sleeper) {
        if (sleeper.instrument != instrument) return false;
        const auto& trigger = sleeper.trigger;
        const bool hit = trigger.above ? price >= trigger.price : price <= trigger.price;
        if (hit) awake_.push_back(sleeper);
        return hit;
    });
}

void Hall::wake() {
    for (const auto& sleeper : std::exchange(awake_, {}))
        if (auto* order = sleeper.client->orders.find(sleeper.order);
            order->status == OrderStatus::Waiting) {
            order->woken = true;
            submit(*sleeper.client, *order);
        }
}

}  // namespace nightjar::exchange
