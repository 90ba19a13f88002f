#include "exec/volume_curve.hpp"

#include <algorithm>
#include <span>

namespace nightjar::exec {

namespace {

constexpr double shrink = 0.2;

double median_of(std::span<const std::int64_t> volumes) {
    std::array<std::int64_t, VolumeCurve::weeks> known{};
    std::size_t count = 0;
    for (const auto volume : volumes)
        if (volume >= 0) known.at(count++) = volume;
    if (count == 0) return -1;
    const auto first = known.begin();
    std::sort(first, first + static_cast<std::ptrdiff_t>(count));
    return (static_cast<double>(known.at((count - 1) / 2)) +
            static_cast<double>(known.at(count / 2))) /
           2;
}

}  // namespace

void VolumeCurve::add(core::Time at, core::Qty volume) {
    const auto number = core::count_of(at, bin);
    if (number_ < 0) number_ = number;
    // After a long silence only the newest weeks are worth their zeros.
    number_ = std::max(number_, number - static_cast<std::int64_t>(bins * weeks));
    while (number_ < number) {
        close();
        ++number_;
        filled_ = 0;
    }
    filled_ += volume.raw;
}

void VolumeCurve::close() {
    const auto slot = static_cast<std::size_t>(number_) % bins;
    const auto week = static_cast<std::size_t>(number_) / bins % weeks;
    volumes_[slot * weeks + week] = filled_;
    auto& median = medians_[slot];
    if (median > 0) known_sum_ -= median;
    const auto before = std::ranges::count_if(std::span{volumes_}.subspan(slot * weeks, weeks),
                                              [](auto v) { return v >= 0; });
    median = median_of(std::span{volumes_}.subspan(slot * weeks, weeks));
    if (before == 1) ++known_;
    known_sum_ += median;
}

double VolumeCurve::level(std::int64_t number) const {
    const auto slot = static_cast<std::size_t>(number) % bins;
    const double mean = known_ == 0 ? 1 : known_sum_ / static_cast<double>(known_);
    const bool known = volumes_[slot * weeks] >= 0 || volumes_[slot * weeks + 1] >= 0 ||
                       volumes_[slot * weeks + 2] >= 0 || volumes_[slot * weeks + 3] >= 0;
    return shrink * mean + (1 - shrink) * (known ? medians_[slot] : mean);
}

double VolumeCurve::volume(core::Time from, core::Time to) const {
    double sum = 0;
    for (auto at = from; at < to;) {
        const auto number = core::count_of(at, bin);
        const auto end = std::min(to, core::Time{(number + 1) * bin.ns});
        sum += level(number) * static_cast<double>((end - at).ns) / static_cast<double>(bin.ns);
        at = end;
    }
    return sum;
}

double VolumeCurve::expected(core::Time from, core::Time to, core::Time now) const {
    if (now >= to) return 1;
    if (now <= from) return 0;
    const double whole = volume(from, to);
    if (whole > 0) return volume(from, now) / whole;
    return static_cast<double>((now - from).ns) / static_cast<double>((to - from).ns);
}

}  // namespace nightjar::exec
