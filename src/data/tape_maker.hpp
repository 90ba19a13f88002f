#pragma once
/// Messages of a recording become the rows of a tape. Private to the room.

#include "core/model/tape.hpp"
#include "data/recording.hpp"
#include "venue/binance/depth_sequence.hpp"

#include <deque>
#include <vector>

namespace nightjar::data {

/// What all messages of a recording have in common, known when they have been seen once.
struct TapePlan {
    int price_decimals{};
    int qty_decimals{};
    bool received{};  ///< times of receipt were noted
    bool book{};      ///< a snapshot and changes make a book; else the best prices become quotes
    venue::binance::DepthSequence::Rule rule{};
};

struct BookCounts {
    std::uint64_t updates{};    ///< messages that change the book
    std::uint64_t applied{};    ///< after a snapshot
    std::uint64_t old{};        ///< older than the snapshot
    std::uint64_t gaps{};       ///< places at which messages are missing
    std::uint64_t snapshots{};  ///< that were used
    std::uint64_t unused_snapshots{};
};

/// One recording, then thrown away. Rows come in the order of receipt; a time of receipt that goes
/// back is lifted to the one before. Changes that came before their snapshot are known only with
/// it, so they get its time of receipt. A message that names no time has that of the one before.
class TapeMaker {
public:
    explicit TapeMaker(const TapePlan& plan) : plan_{plan}, sequence_{plan.rule} {}

    /// The rows that follow from the message; good until the next call. Error: BadRow ("field:
    /// value: what to do").
    [[nodiscard]] core::Result<std::span<const core::TapeRow>> add(const RecordedMessage& message);

    [[nodiscard]] const BookCounts& counts() const { return counts_; }
    /// How often a time of receipt went back, and how far at most.
    [[nodiscard]] std::uint64_t lifted() const { return lifted_; }
    [[nodiscard]] core::Duration largest_lift() const { return largest_lift_; }

private:
    /// A copy of a message that must wait.
    struct Kept {
        venue::DepthUpdate update;
        std::vector<venue::PublicLevel> levels;
    };

    void set_times(const RecordedMessage& message);
    core::Status take(const venue::OtherMessage&) { return {}; }
    core::Status take(const venue::PublicTrade& trade);
    core::Status take(const venue::DepthUpdate& update);
    core::Status take(const venue::DepthSnapshot& snapshot);
    core::Status take(const venue::TopOfBook& top);
    core::Status take(const venue::MarkPrice& mark);
    core::Status take(const venue::FundingRate& funding);
    core::Status offer(const venue::DepthUpdate& update);
    core::Status write_snapshot();
    core::Status write_level(const venue::PublicLevel& level, std::uint64_t id,
                             core::TapeRow::Kind kind);
    void keep(const venue::DepthUpdate& update);
    void write(const core::TapeRow& row);

    TapePlan plan_;
    venue::binance::DepthSequence sequence_;
    std::deque<Kept> waiting_;  // for a snapshot
    std::vector<venue::PublicLevel> snapshot_;
    std::uint64_t snapshot_id_{};
    bool snapshot_waits_{};  // for the first change, whose time it gets: it has none of its own
    bool timed_{};           // the message at hand names a time
    core::Time exch_;
    core::Time recv_;
    bool begun_{};
    std::vector<core::TapeRow> rows_;
    BookCounts counts_;
    std::uint64_t lifted_{};
    core::Duration largest_lift_;
};

/// A venue may tell of a side that nobody offers on, as price and quantity 0. That is no quote.
bool has_both_sides(const venue::TopOfBook& top);

/// The time of the exchange that a message names.
std::optional<core::Time> time_of(const venue::PublicMessage& message);

}  // namespace nightjar::data
