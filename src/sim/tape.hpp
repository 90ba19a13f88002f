#pragma once
/// What everybody at a venue can see: its trades and the changes of its books.

#include "core/model/event.hpp"

#include <span>
#include <vector>

namespace nightjar::sim {

/// One venue, one thread. Grows until it is forgotten; whoever runs the venue does so often.
/// Events are stamped with exchange time alone: how long they travel is their reader's affair.
class Tape {
public:
    explicit Tape(core::VenueId venue) : venue_{venue} {}

    void put(core::InstrumentId instrument, core::Time at, const core::Event::Body& body) {
        events_.push_back({{at, at, ++seq_}, instrument, venue_, body});
    }
    [[nodiscard]] std::span<const core::Event> events() const { return events_; }
    void forget() { events_.clear(); }

private:
    core::VenueId venue_;
    std::vector<core::Event> events_;
    std::uint64_t seq_{};
};

}  // namespace nightjar::sim
