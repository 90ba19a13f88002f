#pragma once
/// Market data on its way from the feeds of a node to its engine.

#include "core/base/spsc_queue.hpp"
#include "core/model/event.hpp"

#include <span>

namespace nightjar::venue {

/// All feeds write on one thread; the engine's reads.
class MarketQueue {
public:
    explicit MarketQueue(std::size_t capacity) : queue_{capacity} {}

    /// All of them, or false: the engine is too slow, and who asked says what was lost. Some room
    /// is kept for saying that.
    [[nodiscard]] bool push(std::span<const core::Event> events) {
        return push(events, queue_.capacity() / kept_for_gaps);
    }
    [[nodiscard]] bool push_gap(const core::Event& gap) { return push({&gap, 1}, 0); }
    [[nodiscard]] std::optional<core::Event> pop() { return queue_.pop(); }
    /// A full message of a book would find room.
    [[nodiscard]] bool roomy() const { return queue_.size() < queue_.capacity() / 2; }

private:
    static constexpr std::size_t kept_for_gaps = 64;  ///< one of so many

    bool push(std::span<const core::Event> events, std::size_t kept) {
        if (queue_.size() + events.size() + kept > queue_.capacity()) return false;
        for (const auto& event : events)
            NJ_CHECK(queue_.push(event), "there is room: the other thread only makes more");
        return true;
    }

    core::SpscQueue<core::Event> queue_;
};

}  // namespace nightjar::venue
