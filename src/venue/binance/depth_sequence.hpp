#pragma once
/// Which of a book's changes to apply: the venue's rule for joining a snapshot and the numbered
/// messages around it, and for seeing that one was lost. Source: "How to manage a local order book
/// correctly" in the venue's documentation of spot and of futures.

#include "venue/depth_verdict.hpp"
#include "venue/public_message.hpp"

#include <cstdint>
#include <optional>

namespace nightjar::venue::binance {

/// One book of one connection. Pure. It keeps numbers only: whoever holds it buffers messages.
class DepthSequence {
public:
    /// How one message follows another.
    enum class Rule : std::uint8_t {
        Spot,     ///< its first update is the one after the last of the message before
        Futures,  ///< it names the last update of the message before
        Ordered,  ///< as futures, in a recording that left that out: lost messages are not seen
    };
    using Verdict = DepthVerdict;  ///< Drop: the snapshot has it. After a Gap keep the message

    explicit DepthSequence(Rule rule) : rule_{rule} {}

    /// A snapshot came. False when it does not help: the book is in step, and newer than it.
    bool snapshot(const DepthSnapshot& snapshot);
    /// The next message, also one that was buffered, in the order in which they came. After a Gap
    /// all is to be buffered until a snapshot.
    Verdict next(const DepthUpdate& update);

    /// The book is as the venue's was at `last_id`.
    [[nodiscard]] bool in_step() const { return state_ == State::InStep; }
    [[nodiscard]] bool wants_snapshot() const { return state_ == State::NoSnapshot; }
    /// After a Gap: how many updates are missing, where the rule can tell.
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

private:
    enum class State : std::uint8_t { NoSnapshot, Joining, InStep };

    [[nodiscard]] bool joins(const DepthUpdate& update) const;
    [[nodiscard]] bool follows(const DepthUpdate& update) const;
    Verdict gap(const DepthUpdate& update);

    Rule rule_;
    State state_{};
    std::uint64_t last_id_{};  // of the snapshot, then of the last message applied
    std::uint64_t lost_{};
};

}  // namespace nightjar::venue::binance
