#pragma once
/// A feed with a person's, or the node's own, word put in.

#include "core/base/spsc_queue.hpp"
#include "core/model/mailbox.hpp"
#include "core/model/ports.hpp"
#include "engine/engine.hpp"

#include <atomic>
#include <optional>
#include <vector>

namespace nightjar::engine {

/// Says when a moment has come for which the engine asked. Ends a little after the stop, so that
/// the venues' answers to the last cancels are heard. Read by the engine's thread; `request_stop`
/// is for any thread and for signal handlers, `request` for one other thread.
class CommandFeed final : public core::Feed {
public:
    static constexpr core::Duration grace = core::milliseconds(500);

    /// `first` are handed out before all else: what a start has to say. Those without a stamp get
    /// the clock's.
    CommandFeed(core::Feed& inner, const core::Clock& clock, const Engine& engine,
                std::vector<core::Event> first)
        : inner_{&inner}, clock_{&clock}, engine_{&engine}, first_{std::move(first)} {}

    void request_stop() { stop_.store(true, std::memory_order_relaxed); }
    /// Before the first event: what models have to say. It outlives the feed.
    void hear(core::Mailbox& opinions) { opinions_ = &opinions; }
    /// False: too many wait.
    [[nodiscard]] bool request(const core::Event::Body& said) { return wanted_.push(said); }

    [[nodiscard]] Next next(core::Event& event) override {
        if (handed_ < first_.size()) {
            event = first_[handed_++];
            return event.stamp.recv.ns == 0 ? stamp(event) : Next::Ready;
        }
        if (stopped_ && clock_->now() >= *stopped_ + grace) return Next::End;
        if (!stopped_ && stop_.load(std::memory_order_relaxed)) {
            stopped_ = clock_->now();
            event = {};
            event.body = core::Command{core::Command::Kind::Stop};
            return stamp(event);
        }
        if (const auto wanted = wanted_.pop()) {
            event = {};
            event.body = *wanted;
            return stamp(event);
        }
        if (opinions_ != nullptr) {
            if (const auto ready = opinions_->take(clock_->now())) {
                event = *ready;
                return stamp(event);
            }
        }
        if (engine_->next_timer() != Engine::never && clock_->now() >= engine_->next_timer()) {
            event = {};
            event.body = core::TimerFired{};
            return stamp(event);
        }
        return inner_->next(event);
    }

private:
    Next stamp(core::Event& event) const {
        event.stamp = {clock_->now(), clock_->now(), 0};
        return Next::Ready;
    }

    core::Feed* inner_;
    const core::Clock* clock_;
    const Engine* engine_;
    std::vector<core::Event> first_;
    std::size_t handed_{};
    std::atomic<bool> stop_{false};
    core::SpscQueue<core::Event::Body> wanted_{16};
    std::optional<core::Time> stopped_;
    core::Mailbox* opinions_{};
};

}  // namespace nightjar::engine
