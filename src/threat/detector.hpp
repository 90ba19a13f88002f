#pragma once
/// What all statistics of one instrument have in common.

#include "core/model/event.hpp"
#include "market/book.hpp"

#include <concepts>

namespace nightjar::threat {

/// Of every score: at its statistic's threshold.
inline constexpr double alarm = 0.5;

/// Engine thread. Takes the events of one instrument in their order, each with the book as it
/// stands after it; never allocates after construction, and knows no time but `stamp.recv`.
/// `raw` is the statistic in its own unit, `score` is in [0, 1].
template <class D>
concept Detector =
    requires(D detector, const D& known, const core::Event& event, const market::Book& book) {
        detector.on(event, book);
        { known.raw() } -> std::same_as<double>;
        { known.score() } -> std::same_as<double>;
    };

/// 0 without pressure, the alarm at the threshold, toward 1 far beyond it.
constexpr double pressed(double value, double threshold) {
    return value <= 0 ? 0 : value / (value + threshold);
}

}  // namespace nightjar::threat
