#pragma once
/// When in the week an instrument trades how much.

#include "core/base/time.hpp"
#include "core/model/types.hpp"

#include <array>
#include <vector>

namespace nightjar::exec {

/// Engine thread; allocates at construction only. Bins of five minutes of the week, UTC; of each
/// the volumes of the last four weeks. The curve goes by the median of a bin, drawn one fifth
/// towards the same volume at every time; what is not known yet is the mean of what is.
class VolumeCurve {
public:
    static constexpr core::Duration bin = core::minutes(5);
    static constexpr std::size_t bins = 2016;
    static constexpr std::size_t weeks = 4;

    VolumeCurve() : volumes_(bins * weeks, none) {}

    /// Time does not go back.
    void add(core::Time at, core::Qty volume);
    /// The part of the volume between two times that is expected until `now`, in [0, 1].
    [[nodiscard]] double expected(core::Time from, core::Time to, core::Time now) const;
    /// Lots expected between two times.
    [[nodiscard]] double volume(core::Time from, core::Time to) const;

private:
    static constexpr std::int64_t none = -1;

    void close();
    [[nodiscard]] double level(std::int64_t number) const;

    std::vector<std::int64_t> volumes_;   // by bin of the week, then by week
    std::array<double, bins> medians_{};  // below 0: not known
    double known_sum_{};
    std::size_t known_{};
    std::int64_t number_{-1};  // of the bin that is filled now, since the epoch
    std::int64_t filled_{};
};

}  // namespace nightjar::exec
