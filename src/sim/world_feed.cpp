#include "sim/world_feed.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::Time;

core::Feed::Next WorldFeed::next(core::Event& event) {
    if (take_due(event)) return Next::Ready;
    advance(clock_->now());
    return take_due(event) ? Next::Ready : Next::Idle;
}

bool WorldFeed::take_due(core::Event& event) {
    // All that can still happen is known after the world's own time: up to there the order stands.
    const auto* first = world_->next_event();
    SimVenue* from = nullptr;
    for (auto* venue : venues_)
        if (const auto* report = venue->next_report();
            report != nullptr && (first == nullptr || report->stamp.recv < first->stamp.recv)) {
            first = report;
            from = venue;
        }
    if (first == nullptr || first->stamp.recv > world_->now()) return false;
    event = *first;
    if (from != nullptr)
        from->pop_report();
    else
        world_->pop_event();
    return true;
}

std::optional<Time> WorldFeed::next_arrival() const {
    std::optional<Time> earliest;
    for (const auto* venue : venues_)
        if (const auto next = venue->next_arrival(); next && (!earliest || *next < *earliest))
            earliest = next;
    return earliest;
}

void WorldFeed::advance(Time now) {
    if (now <= world_->now()) return;
    if (now - world_->now() > longest_stride) world_->skip_to(now);
    for (auto arrival = next_arrival(); arrival && *arrival <= now; arrival = next_arrival()) {
        const Time until = std::max(*arrival, world_->now());
        world_->advance(until);
        for (auto* venue : venues_) venue->advance(until);
    }
    world_->advance(now);
    for (auto* venue : venues_) venue->advance(now);
}

}  // namespace nightjar::sim
