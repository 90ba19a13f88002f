#pragma once
/// What is known of an instrument's price besides the ledger, which holds none but those of fills.

#include "core/model/bars.hpp"
#include "report/story.hpp"

#include <optional>
#include <vector>

namespace nightjar::report {

struct PricePoint {
    core::Time at;  ///< from when on it is known: a bar's close
    core::Price price;
};

/// One instrument's price through time. Immutable.
class PriceLine {
public:
    /// The closes of bars, in the instrument's ticks (rounded to the nearest where bars are finer).
    static PriceLine of_bars(const core::Instrument& instrument, const core::BarView& bars);
    /// All that a ledger knows: prices of fills and crosses, and the last one.
    static PriceLine of_ledger(const Story& story, core::InstrumentId id);

    /// The newest that was known then.
    [[nodiscard]] std::optional<core::Price> at(core::Time t) const;
    [[nodiscard]] const std::vector<PricePoint>& points() const { return points_; }
    /// Of bars: then it also says what a decision saw.
    [[nodiscard]] bool from_bars() const { return from_bars_; }

private:
    std::vector<PricePoint> points_;
    bool from_bars_{};
};

/// Bars by InstrumentId; empty views (or none at all) where they are not at hand.
using Histories = std::vector<core::BarView>;
/// A line for every instrument: of its bars, else of the ledger.
std::vector<PriceLine> price_lines(const Story& story, const Histories& histories);

/// A bar's price in ticks.
core::Price in_ticks(std::int64_t raw, const core::BarView& bars,
                     const core::Instrument& instrument);

}  // namespace nightjar::report
