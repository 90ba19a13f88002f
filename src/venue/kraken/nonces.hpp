#pragma once
/// The numbers of the calls that one key signs.

#include "core/base/time.hpp"

#include <algorithm>
#include <cstdint>

namespace nightjar::venue::kraken {

/// Rises from call to call, also where the clock does not. One for each key, for all that sign with
/// it, on one thread: the venue refuses a number that is not above the last it saw.
class Nonces {
public:
    [[nodiscard]] std::uint64_t next(core::Time now) {
        constexpr std::int64_t us = 1'000;
        const auto count = static_cast<std::uint64_t>(std::max<std::int64_t>(now.ns / us, 0));
        return last_ = std::max(last_ + 1, count);
    }

private:
    std::uint64_t last_{};
};

}  // namespace nightjar::venue::kraken
