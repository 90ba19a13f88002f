#pragma once
/// What other threads have to say to the engine, besides the market: opinions of models.

#include "core/base/spsc_queue.hpp"
#include "core/model/event.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace nightjar::core {

/// A bounded queue for each who writes; read by the thread that feeds the engine, between other
/// events. Never locks; allocates when a slot is made only.
class Mailbox {
public:
    using Slot = SpscQueue<Event>;

    /// Before anything is read. One thread writes into it; a full one is for the writer to count.
    [[nodiscard]] Slot& add_slot(std::size_t room = 64) {
        slots_.push_back({std::make_unique<Slot>(room), std::nullopt});
        return *slots_.back().queue;
    }
    /// The earliest by its stamp, of the first slot where several are; none of after `until`.
    /// Within a slot the order is the writer's.
    [[nodiscard]] std::optional<Event> take(Time until) {
        Box* first = nullptr;
        for (auto& box : slots_) {
            if (!box.front) box.front = box.queue->pop();
            if (!box.front || box.front->stamp.recv > until) continue;
            if (first == nullptr || box.front->stamp.recv < first->front->stamp.recv) first = &box;
        }
        if (first == nullptr) return std::nullopt;
        auto event = first->front;
        first->front.reset();
        return event;
    }

private:
    struct Box {
        std::unique_ptr<Slot> queue;
        std::optional<Event> front;
    };
    std::vector<Box> slots_;
};

}  // namespace nightjar::core
