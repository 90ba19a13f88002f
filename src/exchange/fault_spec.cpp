#include "exchange/faults.hpp"

#include <fast_float/fast_float.h>

#include <algorithm>

namespace nightjar::exchange {

using core::fail;
using core::Result;

namespace {

constexpr std::array<std::string_view, fault_kinds> names{
    "lose",        "error_before", "error_after", "silent_after", "cut_before",      "cut_after",
    "throttle",    "late",         "delay",       "drop",         "double",          "swap",
    "garble",      "hold",         "cut",         "mute",         "mute_after_part", "skew",
    "maintenance", "delist",       "balance"};

std::string_view cut(std::string_view& text, char at) {
    const auto end = std::min(text.find(at), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

Result<core::Duration> span_of(std::string_view text) {
    const bool behind = text.starts_with('-');
    NJ_TRY(span, core::parse_duration(behind ? text.substr(1) : text));
    return behind ? core::Duration{-span.ns} : span;
}

}  // namespace

std::string_view name(FaultKind kind) { return names[static_cast<std::size_t>(kind)]; }

Result<Fault> Fault::parse(std::string_view spec) {
    const auto whole = spec;
    Fault fault;
    auto rest = cut(spec, '/');
    if (rest.size() < whole.size()) fault.path = "/" + std::string{spec};
    auto head = cut(rest, '@');
    const auto word = cut(head, ':');
    const auto found = std::ranges::find(names, word);
    if (found == names.end())
        return fail(Errc::BadRequest, "{}: no such fault; there are lose, error_before, ...",
                    whole);
    fault.kind = static_cast<FaultKind>(found - names.begin());
    constexpr double usual_part = 0.01;
    if (fault.kind == FaultKind::Balance) fault.chance = usual_part;
    while (!head.empty()) {
        const auto part = cut(head, ':');
        const auto before = fault.chance;  // which a number of "200ms" would change
        const auto number =
            fast_float::from_chars(part.data(), part.data() + part.size(), fault.chance);
        if (number.ec == std::errc{} && number.ptr == part.data() + part.size()) {
            if (!(fault.chance >= 0 && fault.chance <= 1))
                return fail(Errc::BadRequest, "{}: a chance is from 0 to 1", whole);
            continue;
        }
        fault.chance = before;
        NJ_TRY(span, span_of(part));
        fault.span = span;
    }
    if (!rest.empty()) {
        NJ_TRY(from, core::parse_duration(cut(rest, '-')));
        fault.from = from;
    }
    if (!rest.empty()) {
        NJ_TRY(until, core::parse_duration(rest));
        fault.until = until;
    }
    return fault;
}

}  // namespace nightjar::exchange
