#include "infer/evaluation.hpp"

#include "core/base/random.hpp"

#include <gtest/gtest.h>

namespace nightjar::infer {
namespace {

TEST(Evaluation, OfWhoKnowsIsPerfect) {
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < 30; ++i) {
        std::vector<double> p(3, 0);
        p[i % 3] = 1;
        answers.push_back({p, i % 3, static_cast<double>(i)});
    }
    const auto e = evaluate(answers);
    EXPECT_EQ(e.n, 30U);
    EXPECT_DOUBLE_EQ(e.accuracy, 1);
    EXPECT_DOUBLE_EQ(e.macro_f1, 1);
    EXPECT_DOUBLE_EQ(e.brier, 0);
    EXPECT_DOUBLE_EQ(e.ece, 0);
    EXPECT_NEAR(e.base_rate_brier, 2.0 / 3, 1e-12);
    EXPECT_EQ(e.abstained, 0U);
    EXPECT_EQ(e.ms_p99, 29);
}

TEST(Evaluation, OfTheBaseRateHasTheBriersOfTheBaseRate) {
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < 100; ++i) answers.push_back({{0.7, 0.3}, i % 10 < 7 ? 0U : 1U, 1});
    const auto e = evaluate(answers);
    EXPECT_NEAR(e.brier, e.base_rate_brier, 1e-12);
    EXPECT_NEAR(e.ece, 0, 1e-12);
    EXPECT_NEAR(e.accuracy, 0.7, 1e-12);
    EXPECT_NEAR(e.macro_f1, (2 * 70.0 / 170 + 0) / 2, 1e-12);
}

TEST(Evaluation, LabelsThatAreRareAreNotInTheMacroF1) {
    std::vector<Answer> answers(99, Answer{{1, 0}, 0, 1});
    answers.push_back({{1, 0}, 1, 1});
    EXPECT_LT(evaluate(answers).macro_f1, 0.5);
    EXPECT_GT(evaluate(answers, 2).macro_f1, 0.99);
}

/// Who says 90 % and is right half of the time is 40 points off.
TEST(Evaluation, ConfidenceThatIsNotEarnedIsAnErrorOfCalibration) {
    core::Random random{1, 0};
    std::vector<Answer> answers;
    for (int i = 0; i < 20'000; ++i) answers.push_back({{0.9, 0.1}, random.below(2), 1});
    const auto e = evaluate(answers);
    EXPECT_NEAR(e.ece, 0.4, 0.01);
    ASSERT_EQ(e.reliability.size(), 1U);
    EXPECT_EQ(e.reliability[0].n, 20'000U);
    EXPECT_NEAR(e.reliability[0].said, 0.9, 1e-9);
    EXPECT_NEAR(e.reliability[0].right, 0.5, 0.01);
}

TEST(Evaluation, AbstainsWhereNothingIsLikely) {
    EXPECT_TRUE(abstains(std::vector{0.4, 0.3, 0.3}));
    EXPECT_TRUE(abstains(std::vector{0.5, 0.45, 0.05}));
    EXPECT_FALSE(abstains(std::vector{0.6, 0.3, 0.1}));
}

TEST(Evaluation, OfNothingIsNothing) { EXPECT_EQ(evaluate({}).n, 0U); }

}  // namespace
}  // namespace nightjar::infer
