#include "infer/decision.hpp"

#include "infer/evaluation.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::infer {

Decision decide(const PromptTemplate& asked, const core::Evidence& evidence) {
    Decision decision;
    const auto count = asked.allowed.size();
    if (evidence.answers != count || count > core::Evidence::most_answers) return decision;
    std::array<double, core::Evidence::most_answers> parts{};
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        parts[i] = std::exp(static_cast<double>(evidence.log_probabilities[i]));
        sum += parts[i];
    }
    if (!std::isfinite(sum) || sum <= 0) return decision;
    for (std::size_t i = 0; i < count; ++i) {
        parts[i] /= sum;
        decision.probabilities[static_cast<std::size_t>(asked.allowed[i])] = parts[i];
    }
    const auto allowed = std::span{parts}.first(count);
    const auto likeliest = std::ranges::max_element(allowed) - allowed.begin();
    decision.confidence = allowed[static_cast<std::size_t>(likeliest)];
    constexpr std::uint8_t too_far_apart = 25;
    decision.abstained = abstains(allowed) || evidence.disagreement > too_far_apart;
    if (decision.abstained) return decision;
    decision.action = asked.allowed[static_cast<std::size_t>(likeliest)];
    if (decision.action == Action::Hold) return decision;
    constexpr double least = 0.45;
    const double sure = (decision.confidence - least) / (1 - least);
    decision.size = std::min(asked.max_size, 1 + static_cast<int>(sure * asked.max_size));
    return decision;
}

std::optional<double> score(const Decision& decision) {
    if (decision.abstained) return std::nullopt;
    return decision.probabilities[static_cast<std::size_t>(Action::Buy)] -
           decision.probabilities[static_cast<std::size_t>(Action::Sell)];
}

}  // namespace nightjar::infer
