#pragma once
/// From messages to notifiers.

#include "core/model/ports.hpp"
#include "notify/notifier.hpp"
#include "notify/outbox.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nightjar::notify {

/// A thread for each notifier: one that is down keeps no other waiting. `tell` copies a message
/// under a lock that nobody holds for long; it allocates, so the engine's thread has no business
/// here: its ledger is followed instead.
class Dispatcher {
public:
    using Say = std::function<void(const std::string&)>;

    /// `source` is what the messages are about, a session. `say` is told, on any of its threads,
    /// when a notifier does not take letters, takes them again, and when one is given up. Both
    /// outlive it.
    Dispatcher(const core::Clock& clock, std::string source, Say say);
    /// Stops it.
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    /// Before the first message.
    void add(std::string name, Subscription wants, std::unique_ptr<Notifier> notifier);
    [[nodiscard]] bool empty() const { return posts_.empty(); }

    /// Any thread. After `stop` nothing leaves any more.
    void tell(const Message& message);
    /// Any thread; in the order in which they were added.
    [[nodiscard]] std::vector<Delivery> deliveries() const;
    /// Sends what waits, each letter once, and gives up the rest: after `patience` at most, and
    /// what an attempt takes that is under way (5 s).
    void stop(core::Duration patience = core::seconds(5));

private:
    class Post;

    const core::Clock* clock_;
    std::string source_;
    Say say_;
    std::vector<std::unique_ptr<Post>> posts_;
};

}  // namespace nightjar::notify
