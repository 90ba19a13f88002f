#include "notify/outbox.hpp"

#include "notify/errc.hpp"

#include <fmt/format.h>

namespace nightjar::notify {

using core::Time;

namespace {

constexpr core::Duration gathering = core::seconds(2);
constexpr std::size_t most_lines = 4;
constexpr std::size_t most_of_line = 900;
constexpr unsigned most_attempts = 12;
constexpr unsigned most_refused = 3;
constexpr core::Duration longest_wait = core::minutes(5);

core::Duration wait_after(unsigned failed) {
    constexpr unsigned most_doublings = 9;
    return std::min(core::Duration{core::seconds(1).ns << std::min(failed - 1, most_doublings)},
                    longest_wait);
}

}  // namespace

bool Subscription::takes(const Message& message) const {
    if (message.severity < least) return false;
    if (wanted.empty()) return message.topic != Topic::Fills;
    return std::ranges::find(wanted, message.topic) != wanted.end();
}

void Outbox::Batch::add(std::string line) {
    ++count;
    if (std::ranges::find(lines, line) != lines.end()) return;
    if (lines.size() < most_lines)
        lines.push_back(std::move(line));
    else
        last = std::move(line);
}

void Outbox::put(const Message& message, Time now) {
    if (!wants_.takes(message)) return;
    const bool alarm = message.severity == Severity::Alarm;
    const auto [at, fresh] = waiting_.try_emplace({message.severity, message.topic});
    auto& batch = at->second;
    if (fresh) {
        batch.severity = message.severity;
        batch.topic = message.topic;
        batch.first_at = message.at;
        batch.due = alarm ? now : now + gathering;
        // The other side may be there again, and an alarm must not wait for minutes to find out.
        if (alarm) not_before_ = std::min(not_before_, now);
    }
    // With more in it than before it is another letter, with all its attempts.
    batch.number = ++numbered_;
    batch.attempts = 0;
    batch.add(one_line(message.text, most_of_line));
}

Time Outbox::affordable(const Batch& batch) const {
    if (batch.paid) return {};
    if (batch.severity != Severity::Alarm) return pace_.next();
    return std::min(pace_.next(), reserve_.next());
}

void Outbox::pay(Batch& batch, Time now) {
    if (std::exchange(batch.paid, true)) return;
    const bool reserved = batch.severity == Severity::Alarm && reserve_.next() <= now;
    (reserved ? reserve_ : pace_).spend(now);
}

std::optional<Letter> Outbox::take(Time now) {
    if (on_way_ || (!hurried_ && now < not_before_)) return std::nullopt;
    for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
        auto& batch = at->second;
        if (!hurried_ && now < std::max(batch.due, affordable(batch))) continue;
        pay(batch, now);
        on_way_ = std::move(batch);
        waiting_.erase(at);
        return letter(*on_way_);
    }
    return std::nullopt;
}

std::optional<Time> Outbox::due() const {
    std::optional<Time> first;
    for (const auto& [key, batch] : waiting_) {
        const auto at = std::max({not_before_, batch.due, affordable(batch)});
        first = std::min(first.value_or(at), at);
    }
    return hurried_ && first ? Time{} : first;
}

void Outbox::sent() {
    ++figures_.letters;
    failed_lately_ = 0;
    not_before_ = {};
    on_way_.reset();
}

bool Outbox::failed(const core::Error& why, Time now) {
    ++figures_.failures;
    not_before_ = now + wait_after(++failed_lately_);
    auto batch = *std::exchange(on_way_, std::nullopt);
    ++batch.attempts;
    const auto most = why.code == Errc::Refused ? most_refused : most_attempts;
    if (hurried_ || batch.attempts >= most) {
        figures_.undelivered += batch.count;
        return true;
    }
    put_back(std::move(batch));
    return false;
}

/// Before what has come of its kind meanwhile.
void Outbox::put_back(Batch batch) {
    const auto [at, fresh] = waiting_.try_emplace({batch.severity, batch.topic}, batch);
    if (fresh) return;
    const auto later = std::exchange(at->second, std::move(batch));
    auto& all = at->second;
    const auto told = all.count + later.count;
    for (const auto& line : later.lines) all.add(line);
    if (!later.last.empty()) all.add(later.last);
    all.count = told;
    all.number = later.number;
    all.attempts = later.attempts;
    all.paid = all.paid || later.paid;
}

std::uint64_t Outbox::abandon() {
    std::uint64_t lost = 0;
    for (const auto& [key, batch] : waiting_) lost += batch.count;
    waiting_.clear();
    figures_.undelivered += lost;
    return lost;
}

Delivery Outbox::figures() const {
    auto figures = figures_;
    for (const auto& [key, batch] : waiting_) figures.waiting += batch.count;
    if (on_way_) figures.waiting += on_way_->count;
    return figures;
}

Letter Outbox::letter(const Batch& batch) const {
    auto text = fmt::format("Nightjar {}: ", source_);
    for (std::size_t i = 0; i < batch.lines.size(); ++i)
        text += (i == 0 ? "" : "\n") + batch.lines[i];
    const auto shown = batch.lines.size() + (batch.last.empty() ? 0 : 1);
    if (batch.count > shown) text += fmt::format("\nand {} more like these", batch.count - shown);
    if (!batch.last.empty()) text += "\nthe last: " + batch.last;
    return {.id = fmt::format("{}-{}-{}", source_, batch.first_at.ns, batch.number),
            .source = source_,
            .severity = batch.severity,
            .topic = batch.topic,
            .at = batch.first_at,
            .count = batch.count,
            .text = std::move(text)};
}

}  // namespace nightjar::notify
