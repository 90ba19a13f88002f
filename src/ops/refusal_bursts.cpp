#include "ops/refusal_bursts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::ops {

using core::Time;

void RefusalBursts::refused(core::Rule rule, Time at, std::string text) {
    auto& run = runs_[rule];
    run.last[run.seen++ % many] = at;
    run.text = std::move(text);
    run.last_at = at;
    ++run.count;
    // The next to be overwritten is the first of the last twenty.
    const auto first = run.last[run.seen % many];
    if (run.on || run.seen < many || at - first > within) return;
    run.on = true;
    run.first_at = first;
    run.count = many;
    run.told_at = at + told_after;
}

std::vector<std::string> RefusalBursts::due(Time now) {
    std::vector<std::string> lines;
    for (auto& [rule, run] : runs_) {
        if (!run.on || now < run.told_at) continue;
        if (run.told && run.count < many) {
            run = {};
            continue;
        }
        const auto span =
            std::max<std::int64_t>(1, (run.last_at - run.first_at).ns / 1'000'000'000);
        lines.push_back(fmt::format("{} refusals by {} within {} s{}; the last: {}", run.count,
                                    name(rule), span, run.told ? ", and it goes on" : "",
                                    run.text));
        run.told = true;
        run.told_at = now + told_again;
        run.first_at = now;
        run.count = 0;
    }
    return lines;
}

}  // namespace nightjar::ops
