#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace nightjar::app::tests {

/// Hours that rise and fall, with bodies and shadows of many kinds, from 2022-11-01.
inline std::string waves(int hours) {
    std::string text = "open_time_ms,open,high,low,close,volume\n";
    constexpr double start = 1'667'260'800'000;
    double open = 1'000;
    for (int i = 0; i < hours; ++i) {
        const double close = 1'000 + 60 * std::sin(i / 9.0) + 15 * std::sin(i * 1.7);
        const double high = std::max(open, close) + 4 + 4 * std::sin(i * 2.3);
        const double low = std::min(open, close) - 4 - 4 * std::sin(i * 3.1);
        text += fmt::format("{:.0f},{:.2f},{:.2f},{:.2f},{:.2f},5\n", start + 3'600'000.0 * i, open,
                            high, low, close);
        open = close;
    }
    return text;
}

}  // namespace nightjar::app::tests
