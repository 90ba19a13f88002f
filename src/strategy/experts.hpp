#pragma once
/// Who has lost less is heard more.

#include <cstddef>
#include <span>
#include <vector>

namespace nightjar::strategy {

/// How fast, and how much of all weight is dealt out again each round.
struct ExpertRule {
    double rate{};   ///< eta
    double share{};  ///< alpha, [0, 1)
};

/// Hedge (Freund and Schapire 1997): over `rounds` rounds it loses at most sqrt(rounds ln(experts)
/// / 2) more than the best expert, whatever comes (Cesa-Bianchi and Lugosi 2006, theorem 2.2).
ExpertRule hedge(std::size_t experts, double rounds);
/// Fixed-Share (Herbster and Warmuth 1998): follows a best expert that changes about every 1 /
/// `share` rounds; the rate is the one of the bound (Cesa-Bianchi and Lugosi 2006, corollary 5.1).
ExpertRule fixed_share(std::size_t experts, double share = 0.01);

/// Weights by losses: w ~ e^(-rate * loss), then a share of all to each alike. Allocates in its
/// constructor only.
class Experts {
public:
    Experts(std::size_t count, ExpertRule rule);

    /// Of one round and each expert; what is outside [0, 1] is cut.
    void lose(std::span<const double> losses);
    /// They sum to 1.
    [[nodiscard]] std::span<const double> weights() const { return weights_; }

private:
    ExpertRule rule_;
    std::vector<double> weights_;
};

}  // namespace nightjar::strategy
