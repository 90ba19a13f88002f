#pragma once
/// How good answers were: pure.

#include <cstddef>
#include <span>
#include <vector>

namespace nightjar::infer {

struct Answer {
    std::vector<double> probabilities;  ///< of each label; sums to 1
    std::size_t truth{};                ///< a label
    double ms{};                        ///< of processor time
};

/// Of the answers that were about as sure as each other.
struct ReliabilityBin {
    std::size_t n{};
    double said{};   ///< their mean probability of the likeliest label
    double right{};  ///< the part of them in which it was the true one
};

struct Evaluation {
    std::size_t n{};
    double accuracy{};
    double macro_f1{};         ///< mean of the F1 of labels that are true at least once
    double brier{};            ///< mean of sum (p - truth)^2 over the labels (Brier 1950): 0 to 2
    double base_rate_brier{};  ///< of who always says how often each label is true
    double ece{};  ///< of the likeliest label, in ten bins of equal width (Naeini et al. 2015)
    std::size_t abstained{};  ///< likeliest below 0.45, or within 0.10 of the next
    double ms_p50{};
    double ms_p99{};
    /// The curve that `ece` sums up, by rising sureness; no bin is empty.
    std::vector<ReliabilityBin> reliability;
};

/// `least`: labels that are true less often than that are not in macro_f1; 1 at least. All answers
/// have the same labels. Of no answers: zeros.
Evaluation evaluate(std::span<const Answer> answers, std::size_t least = 1);

/// Says nothing rather than this.
bool abstains(std::span<const double> probabilities);

}  // namespace nightjar::infer
