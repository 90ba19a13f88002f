#pragma once
/// What has been traded of an instrument, by others and by us.

#include "core/base/random.hpp"
#include "core/model/event.hpp"
#include "exec/volume_curve.hpp"
#include "market/market.hpp"

#include <array>
#include <memory>
#include <optional>

namespace nightjar::exec {

/// How the book is against what it usually is; absent: not known.
struct Conditions {
    std::optional<double> depth;      ///< lots within 5 bp of the mid, of the median
    std::optional<double> spread;     ///< the median, of the spread now
    std::optional<double> calm;       ///< the usual volatility, of that of the last minute
    double toxicity{};                ///< [0, 1]; not of the book alone, 0 from `conditions`
    std::optional<core::Qty> touch;   ///< lots at the best level against us
    std::optional<core::Qty> minute;  ///< lots that others traded in the last minute
};

/// Engine thread; allocates at construction only. Our own prints are told by the number of the
/// trade, whichever comes first, the print or the fill. Where no trades come the volume is that of
/// the bars.
class Flow {
public:
    explicit Flow(bool with_curve);

    void apply(const core::Event& event);
    void own(const core::Fill& fill, core::Time now);
    void see_book(const market::InstrumentState& market, core::Time now);

    /// Lots that others have traded since the beginning.
    [[nodiscard]] core::Wide others() const { return others_; }
    /// What they were worth: ticks times lots. A bar's volume counts at the mean of its high, low
    /// and close.
    [[nodiscard]] double others_worth() const { return others_worth_; }
    /// In the last `seconds`, at most 60.
    [[nodiscard]] core::Qty recent(core::Time now, std::size_t seconds) const;
    [[nodiscard]] core::Qty own_recent(core::Time now, std::size_t seconds) const;
    [[nodiscard]] const VolumeCurve* curve() const { return curve_.get(); }
    [[nodiscard]] Conditions conditions(const market::InstrumentState& market, core::Side side,
                                        core::Time now) const;
    /// Lots of one of the last 64 trades of others, each as likely; absent before there are so
    /// many.
    [[nodiscard]] std::optional<core::Qty> any_size(core::Random& random) const;
    /// Median lots of a best level; absent without a book.
    [[nodiscard]] std::optional<double> usual_touch() const;

private:
    static constexpr std::size_t remembered = 64;
    static constexpr std::size_t minute = 60;
    struct Print {
        core::TradeId id;
        core::Qty qty;
    };
    struct Second {
        std::int64_t number{-1};
        core::Qty others;
        core::Qty own;
    };

    void add(core::Time at, core::Qty others, double price, core::Qty own);

    std::array<Print, remembered> prints_{};  // of all, as counted for others
    std::array<Print, remembered> ours_{};
    std::size_t next_print_{};
    std::size_t next_ours_{};
    std::array<Second, minute + 1> seconds_{};
    core::Wide others_{};
    double others_worth_{};
    bool trades_come_{};
    std::unique_ptr<VolumeCurve> curve_;
    core::Time looked_at_;
    double usual_depth_{};
    double usual_spread_{};
    double usual_touch_{};
    double usual_sigma_{};
};

}  // namespace nightjar::exec
