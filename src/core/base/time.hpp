#pragma once
/// Points in time and spans of it, both in nanoseconds. Nothing here reads a clock.

#include "core/base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace nightjar::core {

struct Duration {
    std::int64_t ns{};

    friend constexpr auto operator<=>(Duration, Duration) = default;
    friend constexpr Duration operator+(Duration a, Duration b) { return {a.ns + b.ns}; }
    friend constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
    friend constexpr Duration operator*(Duration a, std::int64_t n) { return {a.ns * n}; }
};

/// Nanoseconds since 1970-01-01T00:00:00Z; covers the years 1678 to 2262.
struct Time {
    std::int64_t ns{};

    friend constexpr auto operator<=>(Time, Time) = default;
    friend constexpr Time operator+(Time t, Duration d) { return {t.ns + d.ns}; }
    friend constexpr Time operator-(Time t, Duration d) { return {t.ns - d.ns}; }
    friend constexpr Duration operator-(Time a, Time b) { return {a.ns - b.ns}; }
};

constexpr Duration nanoseconds(std::int64_t n) { return {n}; }
constexpr Duration microseconds(std::int64_t n) { return {n * 1'000}; }
constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000'000}; }
constexpr Duration minutes(std::int64_t n) { return seconds(60 * n); }
constexpr Duration hours(std::int64_t n) { return minutes(60 * n); }
constexpr Duration days(std::int64_t n) { return hours(24 * n); }

/// How many whole `step`s since the epoch; the floor, also before 1970.
constexpr std::int64_t count_of(Time t, Duration step) {
    return t.ns / step.ns - (t.ns % step.ns < 0 ? 1 : 0);
}

/// The next midnight, UTC.
constexpr Time end_of_day(Time t) { return {(count_of(t, days(1)) + 1) * days(1).ns}; }

/// "2022-12-31T23:00:00Z", with as many of 9 decimals of a second as are not zero.
std::string format_time(Time t);

/// Reads "2022-12-31", "2022-12-31T23:00", "2022-12-31T23:00:00.5Z" (always UTC).
Result<Time> parse_time(std::string_view text);

/// Reads a count and one of ns us ms s m h d w: "1h", "250ms".
Result<Duration> parse_duration(std::string_view text);

/// The largest unit that divides it: "1h", "90s".
std::string format_duration(Duration d);

}  // namespace nightjar::core
