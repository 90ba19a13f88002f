#include "notify/message.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::notify {

namespace {

constexpr std::string_view ellipsis = "...";
constexpr std::size_t most_of_subject = 140;

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }
/// A byte within a character of UTF-8.
bool goes_on(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

}  // namespace

std::string_view name(Severity severity) {
    switch (severity) {
        case Severity::Info: return "info";
        case Severity::Warning: return "warning";
        case Severity::Alarm: return "alarm";
    }
    return "?";
}

std::string_view name(Topic topic) {
    switch (topic) {
        case Topic::Alarm: return "alarm";
        case Topic::KillLevel: return "kill_level";
        case Topic::Breaker: return "breaker";
        case Topic::Reconciliation: return "reconciliation";
        case Topic::Ramp: return "ramp";
        case Topic::Refusals: return "refusals";
        case Topic::Fills: return "fills";
        case Topic::Daily: return "daily";
        case Topic::Session: return "session";
        case Topic::Watchdog: return "watchdog";
    }
    return "?";
}

std::string subject(const Letter& letter) {
    std::string_view first = letter.text;
    first = first.substr(0, first.find('\n'));
    const auto before = fmt::format("Nightjar {}: ", letter.source);
    if (first.starts_with(before)) first.remove_prefix(before.size());
    return one_line(fmt::format("Nightjar {}: {}", name(letter.severity), first), most_of_subject);
}

std::string one_line(std::string_view text, std::size_t most) {
    std::string line{text};
    std::ranges::replace_if(line, is_control, ' ');
    if (line.size() <= most) return line;
    auto end = most - std::min(most, ellipsis.size());
    while (end > 0 && goes_on(line[end])) --end;
    line.resize(end);
    line += ellipsis;
    return line;
}

}  // namespace nightjar::notify
