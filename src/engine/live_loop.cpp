#include "engine/live_loop.hpp"

namespace nightjar::engine {

void LiveLoop::run(const std::function<void(core::Duration)>& wait) {
    core::Event event;
    publish();
    for (auto next = feed_->next(event); next != core::Feed::Next::End; next = feed_->next(event)) {
        if (next == core::Feed::Next::Ready)
            engine_->on(event);
        else
            wait(idle_wait);
        if (clock_->now() >= published_ + snapshot_every) publish();
    }
    engine_->close();
    publish();
}

void LiveLoop::publish() {
    const auto now = clock_->now();
    auto snapshot = take_snapshot(*engine_);
    const auto passed = static_cast<double>((now - published_).ns) / 1e9;
    if (published_.ns != 0 && passed > 0)
        snapshot.events_per_second = static_cast<double>(snapshot.events - events_then_) / passed;
    events_then_ = snapshot.events;
    snapshot.published = published_ = now;
    if (now >= next_point_) {
        if (curve_.size() == curve_points) curve_.erase(curve_.begin());
        curve_.push_back(snapshot.accounts.back().equity);
        next_point_ = now + curve_step;
    }
    snapshot.venues = venues_();
    snapshot.equity_curve = curve_;
    box_->put(std::move(snapshot));
}

}  // namespace nightjar::engine
