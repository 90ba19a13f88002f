#pragma once

#include "core/model/ports.hpp"
#include "notify/notifier.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

namespace nightjar::notify::tests {

class TestClock final : public core::Clock {
public:
    [[nodiscard]] core::Time now() const override {
        return {
            std::chrono::nanoseconds{std::chrono::system_clock::now().time_since_epoch()}.count()};
    }
};

inline core::Time at(std::int64_t s) { return core::Time{} + core::seconds(s); }

inline Letter letter(std::string text = "Nightjar s: kill level K2") {
    return {.id = "s-1-1",
            .source = "s",
            .severity = Severity::Alarm,
            .topic = Topic::KillLevel,
            .at = *core::parse_time("2026-11-23T09:20:32Z"),
            .count = 1,
            .text = std::move(text)};
}

/// Hands out what came, in order; "nothing came" is an empty value after some seconds.
template <class Item>
class Arrivals {
public:
    void put(Item item) {
        const std::lock_guard lock{mutex_};
        items_.push_back(std::move(item));
        came_.notify_all();
    }
    std::optional<Item> next(std::chrono::milliseconds patience = std::chrono::seconds{10}) {
        std::unique_lock lock{mutex_};
        if (!came_.wait_for(lock, patience, [this] { return !items_.empty(); })) return {};
        auto item = std::move(items_.front());
        items_.pop_front();
        return item;
    }
    std::size_t size() {
        const std::lock_guard lock{mutex_};
        return items_.size();
    }

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Item> items_;
};

/// Secrets by their names.
inline Secrets secrets(std::map<std::string, std::string, std::less<>> known) {
    return [known = std::move(known)](std::string_view name) -> core::Result<Secret> {
        const auto found = known.find(name);
        if (found == known.end())
            return core::fail(core::Errc::UnknownName, "no secret \"{}\"", name);
        return Secret{found->second};
    };
}

}  // namespace nightjar::notify::tests
