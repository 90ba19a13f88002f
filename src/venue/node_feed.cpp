#include "venue/node_feed.hpp"

#include <algorithm>

namespace nightjar::venue {

NodeFeed::NodeFeed(const core::Catalog& catalog, MarketQueue& queue, std::vector<Gateway*> gateways)
    : queue_{&queue}, gateways_{std::move(gateways)}, statuses_(catalog.instruments().size()) {}

core::Feed::Next NodeFeed::next(core::Event& event) {
    if (!take(event)) return Next::Idle;
    event.stamp.recv = last_ = std::max(last_, event.stamp.recv);
    return Next::Ready;
}

bool NodeFeed::take(core::Event& event) {
    for (auto* gateway : gateways_)
        while (gateway != nullptr && gateway->next_report(event))
            if (combine(event, false)) return true;
    while (const auto said = queue_->pop()) {
        event = *said;
        if (combine(event, true)) return true;
    }
    return false;
}

bool NodeFeed::combine(core::Event& event, bool of_market) {
    auto* said = std::get_if<core::InstrumentStatus>(&event.body);
    if (said == nullptr) return true;
    auto& status = statuses_[event.instrument.value];
    (of_market ? status.market : status.account) = said->tradable;
    said->tradable = status.market && status.account;
    return std::exchange(status.told, said->tradable) != said->tradable;
}

}  // namespace nightjar::venue
