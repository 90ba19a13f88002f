#pragma once
/// How good somebody's probabilities have been, and whether two say the same. The past fades: after
/// `memory` rounds a round weighs 1 / e.

#include "core/model/decision.hpp"

#include <array>
#include <cstddef>

namespace nightjar::strategy {

/// Squared errors (Brier 1950) beside those of who knows only how often prices rise.
class Track {
public:
    explicit Track(double memory) : keep_{1 - 1 / memory} {}

    /// Of one statement.
    void add(double loss, double base_loss);
    /// Statements, faded.
    [[nodiscard]] double count() const { return count_; }
    [[nodiscard]] double brier() const { return count_ > 0 ? loss_ / count_ : 0; }
    [[nodiscard]] double base_brier() const { return count_ > 0 ? base_ / count_ : 0; }
    /// 1 - brier / base_brier.
    [[nodiscard]] double skill() const { return base_ > 0 ? 1 - loss_ / base_ : 0; }
    /// Better than the base rate by more than two standard errors of the difference. Statements
    /// whose horizons of `overlap` bars overlap count as one.
    [[nodiscard]] bool proven(double overlap) const;

private:
    double keep_;
    double count_{};
    double loss_{};
    double base_{};
    double squares_{};  // of the differences
};

/// How often prices rose where so much was said, in ten bins of equal width. Nothing fades.
class Reliability {
public:
    static constexpr std::size_t bins = 10;
    struct Bin {
        double count{};
        double said{};  ///< sum of the probabilities
        double rose{};
    };

    void add(double probability, bool rose);
    [[nodiscard]] const std::array<Bin, bins>& curve() const { return bins_; }
    /// Expected calibration error: sum of count / all * |said - rose| (Naeini et al. 2015).
    [[nodiscard]] double ece() const;

private:
    std::array<Bin, bins> bins_{};
};

/// Which of the members say the same: correlated above a bound, directly or through others.
class Likeness {
public:
    static constexpr std::size_t most = core::Votes::max_size;
    Likeness(std::size_t members, double memory) : members_{members}, keep_{1 - 1 / memory} {}

    /// One round of what each said; 0 where it said nothing.
    void add(const std::array<double, most>& scores);
    /// 0 while one of them has always said the same.
    [[nodiscard]] double correlation(std::size_t a, std::size_t b) const;
    /// Of each member: how many are in its group, itself included.
    [[nodiscard]] std::array<std::size_t, most> group_sizes(double above) const;

private:
    std::size_t members_;
    double keep_;
    double count_{};
    std::array<double, most> sums_{};
    std::array<std::array<double, most>, most> products_{};  // a <= b
};

}  // namespace nightjar::strategy
