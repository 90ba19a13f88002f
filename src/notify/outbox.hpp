#pragma once
/// What goes to one notifier, when, and how often it is tried. Knows no time but what it is told.

#include "core/base/result.hpp"
#include "notify/message.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nightjar::notify {

/// What somebody wants to be told, and how often at most.
struct Subscription {
    std::vector<Topic> wanted{};  ///< none: all but fills
    Severity least{Severity::Info};
    std::int64_t per_hour{60};  ///< letters; alarms have as many of their own besides

    [[nodiscard]] bool takes(const Message& message) const;
};

/// What has become of the messages of one notifier.
struct Delivery {
    std::string notifier;
    std::uint64_t letters{};      ///< that came
    std::uint64_t failures{};     ///< attempts that failed
    std::uint64_t undelivered{};  ///< messages that were given up
    std::uint64_t waiting{};      ///< messages, now
};

/// So many an hour, and a sixth of them at once. Source: the generic cell rate algorithm, ITU-T
/// I.371.
class Pace {
public:
    explicit Pace(std::int64_t per_hour)
        : step_{core::hours(1).ns / per_hour},
          slack_{step_ * (std::max<std::int64_t>(1, per_hour / 6) - 1)} {}

    /// When the next may go.
    [[nodiscard]] core::Time next() const { return paid_ - slack_; }
    void spend(core::Time now) { paid_ = std::max(paid_, now) + step_; }

private:
    core::Duration step_;
    core::Duration slack_;
    core::Time paid_;  // until then
};

/// One thread. Messages of one severity and topic that wait are one letter, so it holds no more
/// than a few whatever comes; of many it keeps the first four, the last, and their number.
class Outbox {
public:
    Outbox(std::string source, Subscription wants)
        : source_{std::move(source)},
          wants_{std::move(wants)},
          pace_{wants_.per_hour},
          reserve_{wants_.per_hour} {}

    /// An alarm may go at once; what is less waits a moment for more of its kind.
    void put(const Message& message, core::Time now);
    /// What is to be sent now, alarms first. Nothing else is until `sent` or `failed` is told.
    [[nodiscard]] std::optional<Letter> take(core::Time now);
    /// When there may be something to take; nothing while nothing waits.
    [[nodiscard]] std::optional<core::Time> due() const;

    void sent();
    /// It waits for its next attempt, after 1 s doubled to 5 min. True: it was the last, the 12th,
    /// or the 3rd where the other side had refused it, and it is given up.
    bool failed(const core::Error& why, core::Time now);

    /// The end is near: what waits goes at once, and once.
    void hurry() { hurried_ = true; }
    /// Gives up what waits; the number of messages.
    std::uint64_t abandon();
    [[nodiscard]] Delivery figures() const;

private:
    struct Batch {
        Severity severity{};
        Topic topic{};
        core::Time first_at;
        core::Time due;
        std::vector<std::string> lines;  // the first few that differ
        std::string last;                // if it is none of those
        std::uint64_t count{};
        std::uint64_t number{};
        unsigned attempts{};
        bool paid{};

        void add(std::string line);
    };
    using Key = std::pair<Severity, Topic>;

    [[nodiscard]] core::Time affordable(const Batch& batch) const;
    void pay(Batch& batch, core::Time now);
    void put_back(Batch batch);
    [[nodiscard]] Letter letter(const Batch& batch) const;

    std::string source_;
    Subscription wants_;
    Pace pace_;
    Pace reserve_;  // of alarms
    std::map<Key, Batch, std::greater<>> waiting_;
    std::optional<Batch> on_way_;
    core::Time not_before_;
    unsigned failed_lately_{};
    bool hurried_{};
    std::uint64_t numbered_{};
    Delivery figures_;
};

}  // namespace nightjar::notify
