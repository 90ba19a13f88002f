#include "infer/evaluation.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar::infer {

namespace {

std::size_t likeliest(std::span<const double> probabilities) {
    return static_cast<std::size_t>(std::ranges::max_element(probabilities) -
                                    probabilities.begin());
}

double brier_of(std::span<const double> probabilities, std::size_t truth) {
    double sum = 0;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        const double miss = probabilities[i] - (i == truth ? 1 : 0);
        sum += miss * miss;
    }
    return sum;
}

/// Of one label: how often it was true, said, and both.
struct Count {
    std::size_t truth{};
    std::size_t said{};
    std::size_t both{};

    [[nodiscard]] double f1() const {
        return 2 * static_cast<double>(both) / static_cast<double>(truth + said);
    }
};

double macro_f1(std::span<const Count> counts, std::size_t least) {
    double sum = 0;
    double labels = 0;
    for (const auto& count : counts) {
        if (count.truth < std::max<std::size_t>(least, 1)) continue;
        sum += count.f1();
        ++labels;
    }
    return labels > 0 ? sum / labels : 0;
}

/// How far confidence and success are apart.
class Calibration {
public:
    void add(double confidence, bool right) {
        auto& bin =
            bins_.at(std::min(static_cast<std::size_t>(confidence * wide), bins_.size() - 1));
        bin.confidence += confidence;
        bin.right += right ? 1 : 0;
        ++bin.n;
        ++all_;
    }
    [[nodiscard]] double error() const {
        double sum = 0;
        for (const auto& bin : bins_) sum += std::abs(bin.confidence - bin.right);
        return sum / all_;
    }
    [[nodiscard]] std::vector<ReliabilityBin> curve() const {
        std::vector<ReliabilityBin> curve;
        for (const auto& bin : bins_)
            if (bin.n > 0)
                curve.push_back(
                    {static_cast<std::size_t>(bin.n), bin.confidence / bin.n, bin.right / bin.n});
        return curve;
    }

private:
    static constexpr double wide = 10;
    struct Bin {
        double confidence{};
        double right{};
        double n{};
    };
    std::array<Bin, static_cast<std::size_t>(wide)> bins_{};
    double all_{};
};

double quantile(std::vector<double>& values, double part) {
    const auto at =
        static_cast<std::size_t>(std::llround(part * static_cast<double>(values.size() - 1)));
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(at));
    return values[at];
}

}  // namespace

bool abstains(std::span<const double> probabilities) {
    constexpr double least = 0.45;
    constexpr double margin = 0.1;
    double best = 0;
    double next = 0;
    for (const double p : probabilities) {
        next = std::max(next, std::min(best, p));
        best = std::max(best, p);
    }
    return best < least || best - next < margin;
}

Evaluation evaluate(std::span<const Answer> answers, std::size_t least) {
    Evaluation result;
    result.n = answers.size();
    if (answers.empty()) return result;
    std::vector<Count> counts(answers.front().probabilities.size());
    Calibration calibration;
    std::vector<double> ms;
    const auto n = static_cast<double>(answers.size());
    for (const auto& answer : answers) {
        const auto said = likeliest(answer.probabilities);
        const bool right = said == answer.truth;
        ++counts[answer.truth].truth;
        ++counts[said].said;
        if (right) ++counts[said].both;
        result.accuracy += (right ? 1 : 0) / n;
        result.brier += brier_of(answer.probabilities, answer.truth) / n;
        if (abstains(answer.probabilities)) ++result.abstained;
        calibration.add(answer.probabilities[said], right);
        ms.push_back(answer.ms);
    }
    result.macro_f1 = macro_f1(counts, least);
    result.ece = calibration.error();
    result.reliability = calibration.curve();
    double squares = 0;
    for (const auto& count : counts) squares += std::pow(static_cast<double>(count.truth) / n, 2);
    result.base_rate_brier = 1 - squares;
    result.ms_p50 = quantile(ms, 0.5);
    result.ms_p99 = quantile(ms, 0.99);
    return result;
}

}  // namespace nightjar::infer
