#pragma once
/// From what a signal says to how often it has been right when it said so.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nightjar::strategy {

/// Learns from a signal's own history, the last `memory` statements. A signal that is wrong more
/// often than right comes to say nothing: it is never turned round. Allocates in its constructor
/// only.
class Calibrator {
public:
    static constexpr std::size_t least = 50;           ///< statements before the first fit
    static constexpr std::size_t isotonic_from = 500;  ///< statements; fewer are fitted by Platt
    static constexpr std::size_t isotonic_block = 25;  ///< statements behind a step, at least

    explicit Calibrator(std::size_t memory);

    /// What was said, in [-1, 1], and whether the price rose.
    void observe(double score, bool rose);
    /// O(n log n). Below 500 statements p = 1 / (1 + e^-(a s + b)) with a >= 0 (Platt 1999, fitted
    /// as Lin, Lin, Weng 2007); from there on the isotonic regression over blocks of 25 (Ayer et
    /// al. 1955), each half a statement towards the mean.
    void fit();
    [[nodiscard]] std::size_t observed() const { return held_; }
    [[nodiscard]] bool fitted() const { return kind_ != Kind::None; }
    /// Of a rise, in [0.01, 0.99]; absent before the first fit.
    [[nodiscard]] std::optional<double> probability(double score) const;

private:
    enum class Kind : std::uint8_t { None, Platt, Isotonic };
    struct Statement {
        double score{};
        bool rose{};
    };
    struct Block {
        double from{};  // the lowest score in it
        double rises{};
        double count{};
    };

    void fit_platt();
    void fit_isotonic();

    std::vector<Statement> ring_;
    std::vector<Statement> sorted_;
    std::vector<Block> blocks_;
    std::size_t next_{};
    std::size_t held_{};
    std::size_t steps_{};  // blocks in use
    double slope_{};
    double shift_{};
    Kind kind_{};
};

/// In [0.01, 0.99].
double within_reason(double probability);
double logit(double probability);
double logistic(double x);

}  // namespace nightjar::strategy
