#pragma once
/// E10: how one-sided the volume is.

#include "threat/detector.hpp"
#include "threat/robust_z.hpp"

#include <array>

namespace nightjar::threat {

/// VPIN (Easley, Lopez de Prado and O'Hara 2012, "Flow toxicity and liquidity in a high frequency
/// world"): the mean of |bought - sold| / volume over the last 50 buckets of a fiftieth of a day's
/// volume. Trades say who took; of bars the bought part is Phi(change of the close / its usual
/// size), their bulk volume classification. `score` tells where it is among all that it has been:
/// half at the 95th percentile. It foretells crashes badly (Andersen and Bondarenko 2014): a
/// feature, never the only reason for anything.
class Vpin {
public:
    static constexpr bool feature_only = true;
    static constexpr std::size_t buckets = 50;

    /// `day_lots`: the volume of a usual day, above 0. From the first whole day (UTC) on it is the
    /// mean of itself and the last day.
    explicit Vpin(core::Qty day_lots);

    void on(const core::Event& event, const market::Book& book);

    /// In [0, 1]; 0 before 50 buckets are full.
    [[nodiscard]] double raw() const { return vpin_; }
    /// The part of all values so far that are below it, and half of its equals; 0 before there are
    /// 50.
    [[nodiscard]] double cdf() const { return cdf_; }
    [[nodiscard]] double score() const;
    [[nodiscard]] core::Qty bucket() const { return bucket_; }

private:
    static constexpr std::size_t bins = 200;

    void add(core::Qty lots, double bought, core::Time now);
    void day(core::Time now, core::Qty lots);
    void close();

    core::Qty bucket_;
    std::int64_t day_{};
    core::Wide today_{};
    bool whole_day_{};
    double day_lots_;
    double lots_{};  // in the running bucket
    double imbalance_{};
    std::array<double, buckets> last_{};  // |bought - sold| / volume
    std::size_t full_{};
    double sum_{};
    std::array<std::uint32_t, bins> seen_{};
    std::uint32_t values_{};
    double vpin_{};
    double cdf_{};
    bool trades_come_{};
    double close_{};  // of the last bar, in ticks
    double usual_change_{};
};

static_assert(Detector<Vpin>);

}  // namespace nightjar::threat
