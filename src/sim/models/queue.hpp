#pragma once
/// How many lots stand in front of a resting order, where a recording shows only how many there
/// are.

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace nightjar::sim {

/// What is assumed of a recorded level. From the most to the least pessimistic:
enum class QueueKind : std::uint8_t {
    Through,     ///< an order fills only when a trade prints beyond its price
    RiskAverse,  ///< who cancels stood behind us: only trades bring us forward
    Log,         ///< some of those who cancel stood in front: weights log(1 + lots)
    Power,       ///< the same with weights lots^power
    Touch,       ///< nobody stands in front: any trade at the price fills
};
constexpr std::string_view name(QueueKind kind) {
    constexpr std::array<std::string_view, 5> names{"through", "risk_averse", "log", "power",
                                                    "touch"};
    return names[static_cast<std::size_t>(kind)];
}

/// The probabilistic rules follow Rigtorp (2013), "Estimating order queue position": of the lots
/// that are cancelled the share w(behind) / (w(behind) + w(front)) stood behind the order. All
/// amounts are lots, and estimates: they may have fractions.
class QueueModel {
public:
    constexpr QueueModel() = default;
    constexpr explicit QueueModel(QueueKind kind, double power = 3) : kind_{kind}, power_{power} {}

    [[nodiscard]] constexpr QueueKind kind() const { return kind_; }
    [[nodiscard]] constexpr double power() const { return power_; }

    /// In front of an order that joins a level of so many lots.
    [[nodiscard]] constexpr double join(double level) const {
        return kind_ == QueueKind::Touch ? 0 : level;
    }
    /// In front, once the level has gone from `before` to `after` by cancels (trades apart).
    [[nodiscard]] double cancelled(double front, double before, double after) const {
        const double gone = before - after;
        if (gone > 0 && (kind_ == QueueKind::Log || kind_ == QueueKind::Power)) {
            const double behind = std::fmax(0, before - front);
            const double weight = weigh(behind) + weigh(front);
            const double share = weight > 0 ? weigh(behind) / weight : 1;
            // More than stood behind cannot have gone from there.
            front -= std::fmax((1 - share) * gone, gone - behind);
        }
        return std::fmax(0, std::fmin(front, after));
    }

private:
    [[nodiscard]] double weigh(double lots) const {
        return kind_ == QueueKind::Log ? std::log1p(lots) : std::pow(lots, power_);
    }

    QueueKind kind_{QueueKind::Through};
    double power_{3};
};

}  // namespace nightjar::sim
