#pragma once

#include "core/base/random.hpp"
#include "core/model/tape.hpp"

#include <algorithm>
#include <vector>

namespace nightjar::sim::tests {

/// A tape in memory, in blocks of a few rows.
class MemoryTape final : public core::TapeSource {
public:
    explicit MemoryTape(std::vector<core::TapeRow> rows, std::size_t block = 7,
                        bool received = true)
        : rows_{std::move(rows)}, block_{block} {
        info_.price_decimals = 2;
        info_.qty_decimals = 3;
        info_.received = received;
        info_.rows = rows_.size();
        if (rows_.empty()) return;
        info_.first = {rows_.front().recv_ns};
        info_.last = {rows_.back().recv_ns};
    }
    [[nodiscard]] const core::TapeInfo& info() const override { return info_; }
    [[nodiscard]] core::Result<std::span<const core::TapeRow>> next() override {
        const auto size = std::min(block_, rows_.size() - given_);
        const std::span rows{rows_.data() + given_, size};
        given_ += size;
        return rows;
    }

private:
    std::vector<core::TapeRow> rows_;
    core::TapeInfo info_;
    std::size_t block_;
    std::size_t given_{};
};

/// A market of `messages` messages, some 100 ms apart: a snapshot, then a walk of quotes that are
/// ten levels deep on each side, with trades at the touch. Messages take 1 to 40 ms.
inline std::vector<core::TapeRow> market_tape(std::size_t messages, std::uint64_t seed) {
    using Kind = core::TapeRow::Kind;
    constexpr std::int64_t ms = 1'000'000;
    constexpr int depth = 10;
    core::Random random{seed, 7};
    std::vector<core::TapeRow> rows;
    std::int64_t now = core::days(19'000).ns;
    std::int64_t heard = now;
    std::int64_t mid = 6'000'000;
    std::uint64_t id = 0;
    const auto put = [&](Kind kind, core::Side side, std::int64_t price, std::int64_t qty,
                         bool last) {
        rows.push_back({now, heard, price, qty, id, kind, side, last});
    };
    const auto levels = [&](std::int64_t around, bool gone, bool ends) {
        for (int i = 1; i <= depth; ++i)
            for (const auto side : {core::Side::Buy, core::Side::Sell})
                put(Kind::Level, side, around - core::sign(side) * i * 10,
                    gone ? 0 : 500 + static_cast<std::int64_t>(random.below(2'000)),
                    ends && i == depth && side == core::Side::Sell);
    };
    for (std::size_t n = 0; n < messages; ++n) {
        ++id;
        now += 10 * ms + static_cast<std::int64_t>(random.below(180)) * ms;
        heard = std::max(heard, now + ms + static_cast<std::int64_t>(random.below(40)) * ms);
        if (n == 0) {
            put(Kind::Clear, {}, 0, 0, false);
            levels(mid, false, true);
        } else if (n % 3 == 0) {
            const auto taker = random.below(2) == 0 ? core::Side::Buy : core::Side::Sell;
            put(Kind::Trade, taker, mid + core::sign(taker) * 10,
                1 + static_cast<std::int64_t>(random.below(900)), true);
        } else {
            const auto before = mid;
            mid += (static_cast<std::int64_t>(random.below(21)) - 10) * 10;
            levels(before, true, false);
            levels(mid, false, true);
        }
    }
    return rows;
}

}  // namespace nightjar::sim::tests
