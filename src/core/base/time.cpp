#include "core/base/time.hpp"

#include "core/errc.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <limits>

namespace nightjar::core {

namespace {

struct Unit {
    std::string_view name;
    Duration length;
};

constexpr std::array units{
    Unit{"w", days(7)},          Unit{"d", days(1)},         Unit{"h", hours(1)},
    Unit{"m", minutes(1)},       Unit{"s", seconds(1)},      Unit{"ms", milliseconds(1)},
    Unit{"us", microseconds(1)}, Unit{"ns", nanoseconds(1)},
};

/// Takes exactly `digits` digits off the front of `text`, and then `separator` if there is one.
bool take(std::string_view& text, std::size_t digits, int& value) {
    if (text.size() < digits) return false;
    const auto* end = text.data() + digits;
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end) return false;
    text.remove_prefix(digits);
    return true;
}

bool take(std::string_view& text, char separator) {
    if (text.empty() || text.front() != separator) return false;
    text.remove_prefix(1);
    return true;
}

bool take_fraction(std::string_view& text, std::int64_t& ns) {
    std::int64_t place = 100'000'000;
    const auto before = text.size();
    while (!text.empty() && text.front() >= '0' && text.front() <= '9' && place > 0) {
        ns += (text.front() - '0') * place;
        place /= 10;
        text.remove_prefix(1);
    }
    return text.size() < before;
}

}  // namespace

std::string format_time(Time t) {
    namespace chr = std::chrono;
    const auto day = count_of(t, days(1));
    const auto in_day = t.ns - day * days(1).ns;
    const chr::year_month_day date{chr::sys_days{chr::days{day}}};
    const auto second = in_day / seconds(1).ns;
    auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                            second / 3600, second / 60 % 60, second % 60);
    if (const auto ns = in_day % seconds(1).ns; ns != 0) {
        text += fmt::format(".{:09}", ns);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text + "Z";
}

Result<Time> parse_time(std::string_view text) {
    namespace chr = std::chrono;
    auto rest = text;
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int64_t ns = 0;
    bool ok = take(rest, 4, year) && take(rest, '-') && take(rest, 2, month) && take(rest, '-') &&
              take(rest, 2, day);
    if (ok && (take(rest, 'T') || take(rest, ' '))) {
        ok = take(rest, 2, hour) && take(rest, ':') && take(rest, 2, minute);
        if (ok && take(rest, ':')) ok = take(rest, 2, second);
        if (ok && take(rest, '.')) ok = take_fraction(rest, ns);
        take(rest, 'Z');
    }
    const chr::year_month_day date{chr::year{year}, chr::month{static_cast<unsigned>(month)},
                                   chr::day{static_cast<unsigned>(day)}};
    if (!ok || !rest.empty() || !date.ok() || year < 1678 || year > 2261 || hour > 23 ||
        minute > 59 || second > 59)
        return fail(Errc::NotANumber, "\"{}\" is not a UTC time such as 2022-12-31T23:00:00Z",
                    text);
    const auto day_count = chr::sys_days{date}.time_since_epoch().count();
    return Time{} + days(day_count) + seconds(hour * 3600 + minute * 60 + second) + nanoseconds(ns);
}

Result<Duration> parse_duration(std::string_view text) {
    std::int64_t count = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit{stop, static_cast<std::size_t>(text.data() + text.size() - stop)};
    for (const auto& candidate : units) {
        if (error != std::errc{} || candidate.name != unit || count < 0) continue;
        if (count > std::numeric_limits<std::int64_t>::max() / candidate.length.ns) break;
        return candidate.length * count;
    }
    return fail(Errc::NotANumber, "\"{}\" is not a length of time such as 250ms, 30s, 1h or 1d",
                text);
}

std::string format_duration(Duration d) {
    for (const auto& unit : units)
        if (d.ns != 0 && d.ns % unit.length.ns == 0)
            return fmt::format("{}{}", d.ns / unit.length.ns, unit.name);
    return "0s";
}

}  // namespace nightjar::core
