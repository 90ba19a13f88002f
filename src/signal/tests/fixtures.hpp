#pragma once

#include "core/base/random.hpp"
#include "core/model/bars.hpp"
#include "signal/signal.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace nightjar::signal::tests {

inline std::unique_ptr<Signal> make(const std::string& kind, const core::ParamTexts& params = {}) {
    core::Registries registries;
    register_builtins(registries);
    auto made = registries.of<Signal>().make(kind, params);
    NJ_CHECK(made.has_value(), "{}", made.error().text());
    return std::move(*made);
}

/// A walk whose moves are below `size`: a small one has many equal prices, dojis and gaps.
inline std::vector<core::Candle> walk(std::uint64_t seed, std::size_t count, std::uint64_t size) {
    core::Random random{seed, 1};
    const auto within = [&](std::uint64_t most) {
        return static_cast<std::int64_t>(random.below(most + 1));
    };
    std::vector<core::Candle> bars;
    std::int64_t last = 1'000'000;
    for (std::size_t i = 0; i < count; ++i) {
        const auto open =
            last + (within(3) == 0 ? within(2 * size) - static_cast<std::int64_t>(size) : 0);
        const auto close = open + within(2 * size) - static_cast<std::int64_t>(size);
        const auto high = std::max(open, close) + within(size) * within(1);
        const auto low = std::min(open, close) - within(size) * within(1);
        bars.push_back({core::Time{static_cast<std::int64_t>(i) * core::minutes(1).ns},
                        core::minutes(1),
                        {open},
                        {high},
                        {low},
                        {close},
                        {within(100)}});
        last = close;
    }
    return bars;
}

inline core::BarColumns columns(const std::vector<core::Candle>& bars) {
    core::BarColumns made;
    made.timeframe = core::minutes(1);
    for (const auto& bar : bars) {
        made.open_time_ns.push_back(bar.open_time.ns);
        made.open.push_back(bar.open.raw);
        made.high.push_back(bar.high.raw);
        made.low.push_back(bar.low.raw);
        made.close.push_back(bar.close.raw);
        made.volume.push_back(bar.volume.raw);
    }
    return made;
}

}  // namespace nightjar::signal::tests
