#pragma once
/// Closed bars in columns, as files and importers hold them: scaled integers, no instrument yet.

#include "core/base/time.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace nightjar::core {

/// One row per bar, ascending open times without repetition. All columns have the same length.
struct BarView {
    Duration timeframe;
    int price_decimals{};   ///< prices count 10^-price_decimals
    int volume_decimals{};  ///< volumes count 10^-volume_decimals
    std::span<const std::int64_t> open_time_ns;
    std::span<const std::int64_t> open;
    std::span<const std::int64_t> high;
    std::span<const std::int64_t> low;
    std::span<const std::int64_t> close;
    std::span<const std::int64_t> volume;

    [[nodiscard]] std::size_t size() const { return open_time_ns.size(); }
};

/// The owning twin of BarView.
struct BarColumns {
    Duration timeframe;
    int price_decimals{};
    int volume_decimals{};
    std::vector<std::int64_t> open_time_ns;
    std::vector<std::int64_t> open;
    std::vector<std::int64_t> high;
    std::vector<std::int64_t> low;
    std::vector<std::int64_t> close;
    std::vector<std::int64_t> volume;

    [[nodiscard]] BarView view() const {
        return {timeframe, price_decimals, volume_decimals, open_time_ns, open, high,
                low,       close,          volume};
    }
};

}  // namespace nightjar::core
