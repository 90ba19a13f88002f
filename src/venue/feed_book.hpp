#pragma once
/// One instrument's book, from a venue's messages to what the engine learns.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "venue/public_side.hpp"
#include "venue/steps.hpp"

#include <deque>
#include <vector>

namespace nightjar::venue {

/// Pure. It keeps no levels: those are the engine's. Until it is whole, and again after a gap, the
/// engine is told nothing but the Gap.
class FeedBook {
public:
    /// What is to be done to have it whole.
    enum class Need : std::uint8_t { Nothing, Snapshot, Mend };

    /// `mend`: with Snapshot, messages that came before one are kept for it.
    FeedBook(const core::Instrument& instrument, Mend mend)
        : instrument_{&instrument}, steps_{instrument}, mend_{mend} {}

    /// A new connection or subscription: what was there is forgotten.
    void begin(std::unique_ptr<BookRule> rule);

    /// Adds to `events`, with `stamp` and the exchange's time of the message; what was added counts
    /// only where Nothing is needed. Error: BadField, for a level on no step of the instrument.
    core::Result<Need> on(const DepthUpdate& update, core::Stamp stamp,
                          std::vector<core::Event>& events);
    core::Result<Need> on(const DepthSnapshot& snapshot, core::Stamp stamp,
                          std::vector<core::Event>& events);

    [[nodiscard]] bool whole() const { return whole_; }
    /// Messages are kept for a snapshot that must be asked for.
    [[nodiscard]] bool waiting() const { return !kept_.empty(); }

private:
    struct Kept {
        DepthUpdate update;
        std::vector<PublicLevel> levels;
    };
    static constexpr std::size_t most_kept = 2'000;

    void keep(const DepthUpdate& update);
    core::Result<Need> replay(core::Stamp stamp, std::vector<core::Event>& events);
    core::Status add(std::span<const PublicLevel> levels, core::Stamp stamp,
                     std::vector<core::Event>& events) const;
    [[nodiscard]] Need lose(const DepthUpdate* next);

    const core::Instrument* instrument_;
    Steps steps_;
    Mend mend_;
    std::unique_ptr<BookRule> rule_;
    std::deque<Kept> kept_;
    bool whole_{};
};

}  // namespace nightjar::venue
