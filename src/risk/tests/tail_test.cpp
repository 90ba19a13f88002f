#include "risk/tail.hpp"

#include "risk/tests/sizing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace nightjar::risk {
namespace {

using tests::student;

TEST(Tail, FindsTheShapeOfAParetoSample) {
    for (const double shape : {-0.2, 0.0, 0.2, 0.4}) {
        core::Random random{5, 0};
        std::vector<double> sample;
        for (int i = 0; i < 100'000; ++i) {
            const double u = 1 - random.uniform();
            sample.push_back(shape == 0 ? -2 * std::log(u) : 2 * (std::pow(u, -shape) - 1) / shape);
        }
        std::ranges::sort(sample);
        const auto fit = fit_pareto(sample);
        ASSERT_TRUE(fit);
        EXPECT_NEAR(fit->shape, shape, 0.03);
        EXPECT_NEAR(fit->scale, 2, 0.05);
    }
}

TEST(Tail, GivesNothingForLossesThatAreAlikeOrNoNumbers) {
    std::vector<double> alike(600, 0.01);
    EXPECT_FALSE(tail_risk(alike, 0.975));
    std::vector<double> few(499);
    for (std::size_t i = 0; i < few.size(); ++i) few[i] = static_cast<double>(i);
    EXPECT_FALSE(tail_risk(few, 0.975));
    few.push_back(500);
    EXPECT_TRUE(tail_risk(few, 0.975));
    few[7] = std::nan("");
    EXPECT_FALSE(tail_risk(few, 0.975));
}

TEST(Tail, ScalesWithTheLosses) {
    core::Random random{6, 0};
    std::vector<double> losses(800);
    for (auto& loss : losses) loss = student(random, 4);
    auto tripled = losses;
    for (auto& loss : tripled) loss *= 3;
    const auto one = tail_risk(losses, 0.975);
    const auto three = tail_risk(tripled, 0.975);
    ASSERT_TRUE(one && three);
    EXPECT_NEAR(three->shortfall, 3 * one->shortfall, 1e-9);
    EXPECT_NEAR(three->value_at_risk, 3 * one->value_at_risk, 1e-9);
}

/// The root of the mean square error of the shortfall over samples of 500, in parts of the truth.
struct Errors {
    double pareto{};
    double counted{};  // the mean of the worst 2.5 %
    double bias{};
};

Errors errors(double truth, const std::function<double(core::Random&)>& draw) {
    constexpr int samples = 2'000;
    constexpr std::size_t worst = 12;
    Errors result;
    for (int s = 0; s < samples; ++s) {
        core::Random random{21, static_cast<std::uint64_t>(s)};
        std::vector<double> losses(500);
        for (auto& loss : losses) loss = draw(random);
        const double ours = tail_risk(losses, 0.975)->shortfall;
        for (auto& loss : losses) loss = 0;  // spoilt by the call: draw the same again
        random.seek(0);
        for (auto& loss : losses) loss = draw(random);
        std::ranges::sort(losses, std::greater{});
        double counted = 0;
        for (std::size_t i = 0; i < worst; ++i) counted += losses[i] / worst;
        result.pareto += std::pow(ours / truth - 1, 2) / samples;
        result.counted += std::pow(counted / truth - 1, 2) / samples;
        result.bias += (ours / truth - 1) / samples;
    }
    return {std::sqrt(result.pareto), std::sqrt(result.counted), result.bias};
}

TEST(Tail, KnowsTheShortfallOfNormalLosses) {
    // phi(q) / 0.025 at q = 1.959964
    const auto found = errors(2.337803, [](core::Random& random) { return random.normal(); });
    RecordProperty("measured", fmt::format("rmse {:.4f}, counted {:.4f}, bias {:.4f}", found.pareto,
                                           found.counted, found.bias));
    EXPECT_LT(found.pareto, found.counted);  // or the tail would be no use
    EXPECT_LT(std::abs(found.bias), 0.02);
    EXPECT_LT(found.pareto, 0.08);
}

TEST(Tail, KnowsTheShortfallOfHeavyTailedLosses) {
    // Student's t of 4 degrees: g(q) (4 + q^2) / 3 / 0.025 at q = 2.776445, over the root of 2.
    const auto found = errors(3.993561 / std::numbers::sqrt2,
                              [](core::Random& random) { return student(random, 4); });
    RecordProperty("measured", fmt::format("rmse {:.4f}, counted {:.4f}, bias {:.4f}", found.pareto,
                                           found.counted, found.bias));
    EXPECT_LT(found.pareto, found.counted);  // or the tail would be no use
    EXPECT_LT(std::abs(found.bias), 0.03);
    EXPECT_LT(found.pareto, 0.2);
}

}  // namespace
}  // namespace nightjar::risk
