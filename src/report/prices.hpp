#pragma once
/// What is known of an instrument's price besides the ledger, which holds none but those of fills.

#include "core/model/bars.hpp"
#include "core/model/tape.hpp"
#include "report/story.hpp"

#include <map>
#include <optional>
#include <vector>

namespace nightjar::report {

struct PricePoint {
    core::Time at;  ///< from when on it is known: a bar's close
    core::Price price;
};

/// The best prices as a decision saw them; of bars twice the close.
struct Touch {
    core::Price bid;
    core::Price ask;
};

/// One instrument's price through time. Immutable.
class PriceLine {
public:
    /// The closes of bars, in the instrument's ticks (rounded to the nearest where bars are finer).
    static PriceLine of_bars(const core::Instrument& instrument, const core::BarView& bars);
    /// The mids of a tape that stands at its beginning, some 50,000 at most, and the touch at the
    /// decision of each order that was filled. Error: that of the tape.
    static core::Result<PriceLine> of_tape(const Story& story, core::InstrumentId id,
                                           core::TapeSource& tape);
    /// All that a ledger knows: prices of fills and crosses, and the last one.
    static PriceLine of_ledger(const Story& story, core::InstrumentId id);

    /// The newest that was known then.
    [[nodiscard]] std::optional<core::Price> at(core::Time t) const;
    [[nodiscard]] const std::vector<PricePoint>& points() const { return points_; }
    [[nodiscard]] bool from_bars() const { return from_bars_; }
    /// What the decision of an order saw, where a history says so.
    [[nodiscard]] std::optional<Touch> seen_by(core::OrderId order, core::Time decided) const;
    /// Then the two sides of a Touch are the market's.
    [[nodiscard]] bool from_tape() const { return !touches_.empty(); }

private:
    std::vector<PricePoint> points_;
    std::map<core::OrderId, Touch> touches_;
    bool from_bars_{};
};

/// Of an instrument, as far as it is at hand. A tape stands at its beginning.
struct History {
    core::BarView bars;
    core::TapeSource* tape{};
};
/// By InstrumentId; those that are missing are not at hand.
using Histories = std::vector<History>;
/// A line for every instrument: of its bars or tape, else of the ledger; of a tape that cannot be
/// read to its end, too.
std::vector<PriceLine> price_lines(const Story& story, const Histories& histories);

/// A price of so many decimals in ticks, to the nearest.
core::Price in_ticks(std::int64_t raw, int decimals, const core::Instrument& instrument);

}  // namespace nightjar::report
