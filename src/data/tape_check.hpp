#pragma once
/// What is missing, out of order or impossible in a tape, and how the recorder's clock stood to the
/// exchange's. Pure; one thread.

#include "core/model/tape.hpp"
#include "market/book.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::data {

struct TapeReport {
    core::TapeInfo info;
    std::uint64_t trades{};
    std::uint64_t book_messages{};  ///< changes of the book, without snapshots
    std::uint64_t snapshots{};
    std::uint64_t quotes{};
    std::uint64_t marks{};
    std::uint64_t fundings{};
    std::uint64_t gaps{};     ///< places at which messages are missing
    std::uint64_t lost{};     ///< so many updates in them, where that is known
    std::uint64_t crossed{};  ///< messages after which the best bid is not below the best ask
    std::uint64_t missing_trade_ids{};
    std::uint64_t disorder{};  ///< messages whose exchange time is before that of the last alike

    // Only where times of receipt were noted; a snapshot, which is asked for, does not count.
    std::uint64_t negative_latencies{};  ///< received before they were sent: the clocks differ
    /// How much the recorder's clock is behind: the least by which it must be, so that no latency
    /// is negative. 0 when none is, since then nothing tells a clock that is ahead from a long way.
    core::Duration clock_behind;
    /// How the clocks moved apart: the span of the least latencies of its minutes.
    core::Duration clock_drift;
    /// With clock_behind taken out.
    std::optional<core::Duration> median_latency;

    // Only of recordings that hold the best prices beside the book.
    /// States of the book for which the best prices of the same or an earlier update are known.
    std::uint64_t tops_compared{};
    std::uint64_t tops_different{};  ///< of these: in a price or a quantity

    /// Nothing in it makes results wrong: a gap may be the truth, and stops the book.
    [[nodiscard]] bool usable() const { return info.rows > 0 && crossed == 0; }
};

/// From 1970 to 2100: the differences of such times, and of those, have room in 64 bits.
bool is_usual_time(core::Time time);

/// Takes the rows of a tape in order, then reports. Rows with unusual times show no latency.
class TapeCheck {
public:
    explicit TapeCheck(const core::TapeInfo& info) { report_.info = info; }

    void add(std::span<const core::TapeRow> rows);
    /// The best prices after the update `id` as the venue told them beside the book.
    struct Top {
        std::uint64_t id{};
        std::int64_t bid{};
        std::int64_t bid_qty{};
        std::int64_t ask{};
        std::int64_t ask_qty{};
    };
    void add(const Top& top);

    [[nodiscard]] TapeReport report();

private:
    void add(const core::TapeRow& row);
    void add_trade(const core::TapeRow& row);
    void add_book(const core::TapeRow& row);
    void add_quote(const core::TapeRow& row);
    void end_message(const core::TapeRow& row);
    void add_latency(std::int64_t recv_ns, std::int64_t latency_ns);
    void compare(bool all);

    TapeReport report_;
    market::Book book_;
    bool book_known_{};
    bool in_snapshot_{};
    core::TapeRow bid_quote_;
    std::uint64_t last_trade_id_{};
    std::array<std::int64_t, 2> last_exch_ns_{INT64_MIN, INT64_MIN};  // of trades; of all else

    std::int64_t minute_{INT64_MIN};
    std::int64_t least_of_minute_{INT64_MAX};
    std::int64_t least_{INT64_MAX};
    std::int64_t largest_least_{INT64_MIN};
    std::vector<std::int64_t> latencies_;  // every stride_-th, so that there are never too many
    std::uint64_t stride_{1};
    std::uint64_t messages_{};

    std::deque<Top> states_;  // of the book, until a later top has come
    std::deque<Top> tops_;    // from the last one that a state was compared with
};

/// Of what the tape has left.
core::Result<TapeReport> check(core::TapeSource& tape);

}  // namespace nightjar::data
