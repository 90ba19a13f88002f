#pragma once
/// For tests: rows as a market gives them, the same for the same seed.

#include "core/model/tape.hpp"

#include <cstdint>
#include <vector>

namespace nightjar::store {

using Rows = std::vector<core::TapeRow>;

/// Like a book's: several rows a message, small steps, now and then a leap.
inline Rows rows_of(std::size_t count, std::uint64_t seed = 1) {
    Rows rows;
    auto random = [state = seed]() mutable {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::int64_t>(state >> 33);
    };
    std::int64_t at = 1'723'161'253'000'000'000;
    for (std::size_t i = 0; i < count; ++i) {
        const bool last = random() % 4 == 0;
        rows.push_back(
            {.exch_ns = at / 1'000'000 * 1'000'000,
             .recv_ns = at,
             .price = 6'180'000 + random() % 1000 * 10,
             .qty = random() % 3 == 0 ? 0 : random() % 100'000,
             .id = static_cast<std::uint64_t>(i / 4),
             .kind = random() % 7 == 0 ? core::TapeRow::Kind::Trade : core::TapeRow::Kind::Level,
             .side = random() % 2 == 0 ? core::Side::Buy : core::Side::Sell,
             .last = last});
        if (last) at += random() % 50'000'000;
    }
    return rows;
}

}  // namespace nightjar::store
