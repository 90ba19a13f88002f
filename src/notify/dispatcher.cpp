#include "notify/dispatcher.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace nightjar::notify {

using core::Duration;
using core::Time;

namespace {

constexpr Duration attempt_patience = core::seconds(5);
/// A wall clock may be set back, so no wait is trusted for longer.
constexpr Duration longest_sleep = core::seconds(1);

}  // namespace

/// One notifier with its outbox and its thread.
class Dispatcher::Post {
public:
    Post(Dispatcher& owner, std::string name, Subscription wants,
         std::unique_ptr<Notifier> notifier)
        : owner_{&owner},
          name_{std::move(name)},
          notifier_{std::move(notifier)},
          outbox_{owner.source_, std::move(wants)},
          thread_{[this] { run(); }} {}
    ~Post() = default;
    Post(const Post&) = delete;
    Post& operator=(const Post&) = delete;

    void put(const Message& message) {
        {
            const std::lock_guard lock{mutex_};
            outbox_.put(message, now());
        }
        came_.notify_one();
    }
    void stop(Duration patience) {
        {
            const std::lock_guard lock{mutex_};
            if (!stop_by_) stop_by_ = now() + patience;
            outbox_.hurry();
        }
        came_.notify_one();
    }
    void join() {
        if (thread_.joinable()) thread_.join();
    }
    Delivery figures() {
        const std::lock_guard lock{mutex_};
        auto figures = outbox_.figures();
        figures.notifier = name_;
        return figures;
    }

private:
    [[nodiscard]] Time now() const { return owner_->clock_->now(); }

    void run() {
        std::unique_lock lock{mutex_};
        for (;;) {
            if (stop_by_ && now() >= *stop_by_) break;
            if (const auto letter = outbox_.take(now())) {
                send(*letter, lock);
                continue;
            }
            if (stop_by_) break;
            const auto due = outbox_.due();
            const auto left =
                due ? std::clamp(*due - now(), Duration{1}, longest_sleep) : longest_sleep;
            came_.wait_for(lock, std::chrono::nanoseconds{left.ns});
        }
        const auto lost = outbox_.abandon();
        lock.unlock();
        if (lost > 0) say(fmt::format("{} messages were not delivered before the end", lost));
    }
    void send(const Letter& letter, std::unique_lock<std::mutex>& lock) {
        const auto left =
            stop_by_ ? std::min(*stop_by_ - now(), attempt_patience) : attempt_patience;
        lock.unlock();
        const auto status = notifier_->send(letter, left);
        const auto news = judge(letter, status);
        // Nobody who has something to tell waits for a log.
        if (!news.empty()) say(news);
        lock.lock();
    }
    /// What a person may want to know of it, if anything.
    std::string judge(const Letter& letter, const core::Status& status) {
        const std::lock_guard lock{mutex_};
        if (status) {
            outbox_.sent();
            return std::exchange(down_, false) ? "letters are taken again" : "";
        }
        const bool over = outbox_.failed(status.error(), now());
        const auto why = status.error().text();
        if (over)
            return fmt::format("given up: {} ({} {} of {}, the first of {}): {}", letter.id,
                               letter.count, letter.count == 1 ? "message" : "messages",
                               notify::name(letter.topic), core::format_time(letter.at), why);
        if (std::exchange(down_, true)) return {};
        return fmt::format("cannot be reached, and is tried again: {}", why);
    }
    void say(const std::string& text) const {
        owner_->say_(fmt::format("notifier {}: {}", name_, text));
    }

    Dispatcher* owner_;
    std::string name_;
    std::unique_ptr<Notifier> notifier_;
    std::mutex mutex_;
    std::condition_variable came_;
    Outbox outbox_;
    std::optional<Time> stop_by_;
    bool down_{};
    std::thread thread_;
};

Dispatcher::Dispatcher(const core::Clock& clock, std::string source, Say say)
    : clock_{&clock}, source_{std::move(source)}, say_{std::move(say)} {}

Dispatcher::~Dispatcher() { stop(); }

void Dispatcher::add(std::string name, Subscription wants, std::unique_ptr<Notifier> notifier) {
    posts_.push_back(
        std::make_unique<Post>(*this, std::move(name), std::move(wants), std::move(notifier)));
}

void Dispatcher::tell(const Message& message) {
    for (const auto& post : posts_) post->put(message);
}

std::vector<Delivery> Dispatcher::deliveries() const {
    std::vector<Delivery> all;
    for (const auto& post : posts_) all.push_back(post->figures());
    return all;
}

void Dispatcher::stop(Duration patience) {
    for (const auto& post : posts_) post->stop(patience);
    for (const auto& post : posts_) post->join();
}

}  // namespace nightjar::notify
