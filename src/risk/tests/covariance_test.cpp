#include "risk/covariance.hpp"

#include "core/base/random.hpp"
#include "core/base/result.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace nightjar::risk {
namespace {

/// Rows of `variables` normal variables with one common factor.
std::vector<double> factor_rows(std::size_t count, std::size_t variables, double correlation,
                                std::uint64_t seed) {
    core::Random random{seed, 0};
    std::vector<double> rows;
    for (std::size_t t = 0; t < count; ++t) {
        const double common = random.normal();
        for (std::size_t i = 0; i < variables; ++i)
            rows.push_back(std::sqrt(correlation) * common +
                           std::sqrt(1 - correlation) * random.normal());
    }
    return rows;
}

/// The shrinkage as the paper defines it, observation by observation (Ledoit, Wolf 2004, 3.2).
double shrinkage_by_definition(const std::vector<double>& centred, std::size_t n) {
    const auto days = centred.size() / n;
    const auto count = static_cast<double>(days);
    std::vector<double> sample(n * n);
    for (std::size_t at = 0; at < centred.size(); at += n)
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                sample[i * n + j] += centred[at + i] * centred[at + j] / count;
    double level = 0;
    for (std::size_t i = 0; i < n; ++i) level += sample[i * n + i] / static_cast<double>(n);
    double distance = 0;
    double noise = 0;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
            const double target = i == j ? level : 0;
            distance += std::pow(sample[i * n + j] - target, 2);
            for (std::size_t at = 0; at < centred.size(); at += n)
                noise += std::pow(centred[at + i] * centred[at + j] - sample[i * n + j], 2) /
                         (count * count);
        }
    return std::min(1.0, noise / distance);
}

TEST(Covariance, ShrinksAsThePaperDefinesIt) {
    for (const double correlation : {0.0, 0.3, 0.8}) {
        auto rows = factor_rows(60, 5, correlation, 7);
        std::vector<double> covariance(25);
        const auto part = ledoit_wolf(rows, 5, covariance);
        ASSERT_TRUE(part);
        EXPECT_NEAR(*part, shrinkage_by_definition(rows, 5), 1e-12);
    }
}

TEST(Covariance, TrustsManyObservationsAndDoubtsFew) {
    std::vector<double> covariance(25);
    auto few = factor_rows(20, 5, 0.5, 1);
    auto many = factor_rows(20'000, 5, 0.5, 1);
    const auto doubt = ledoit_wolf(few, 5, covariance);
    const auto trust = ledoit_wolf(many, 5, covariance);
    ASSERT_TRUE(doubt && trust);
    EXPECT_GT(*doubt, 0.05);
    EXPECT_LT(*trust, 0.001);
    ASSERT_TRUE(to_correlation(covariance, 5));
    EXPECT_NEAR(covariance[1], 0.5, 0.02);
    EXPECT_EQ(covariance[6], 1);
}

TEST(Covariance, IsCloserToTheTruthThanTheSampleIs) {
    constexpr std::size_t n = 10;
    double ours = 0;
    double plain = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        auto rows = factor_rows(30, n, 0.2, seed);
        std::vector<double> shrunk(n * n);
        ASSERT_TRUE(ledoit_wolf(rows, n, shrunk));
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) {
                const double truth = i == j ? 1 : 0.2;
                double sample = 0;  // of the rows, which came back centred
                for (std::size_t at = 0; at < rows.size(); at += n)
                    sample += rows[at + i] * rows[at + j] / 30;
                ours += std::pow(shrunk[i * n + j] - truth, 2);
                plain += std::pow(sample - truth, 2);
            }
    }
    EXPECT_LT(ours, 0.8 * plain);
}

TEST(Covariance, GivesNothingForNothing) {
    std::vector<double> covariance(4);
    std::vector<double> constant(20, 1.0);
    EXPECT_FALSE(ledoit_wolf(constant, 2, covariance));
    std::vector<double> broken{1, 2, std::nan(""), 1, 0, 1};
    EXPECT_FALSE(ledoit_wolf(broken, 2, covariance));
    EXPECT_FALSE(ledoit_wolf({}, 2, covariance));
}

struct Book {
    std::vector<double> covariance;
    std::vector<double> weights;
};

Book random_book(core::Random& random, bool long_only) {
    const std::size_t n = 2 + random.below(4);
    Book book{std::vector<double>(n * n), std::vector<double>(n)};
    std::vector<double> rows;
    const double common = random.uniform();
    for (int t = 0; t < 40; ++t) {
        const double factor = random.normal();
        for (std::size_t i = 0; i < n; ++i)
            rows.push_back(0.02 * (common * factor + random.normal()));
    }
    NJ_CHECK(ledoit_wolf(rows, n, book.covariance).has_value(), "a covariance");
    for (std::size_t i = 1; i < n; ++i) {
        book.weights[i] = 0.4 * random.uniform();
        if (!long_only && random.uniform() < 0.5) book.weights[i] = -book.weights[i];
    }
    return book;
}

bool within(const Book& book, double weight, double variance, double share) {
    auto weights = book.weights;
    weights[0] = weight;
    double contribution = 0;
    for (std::size_t j = 0; j < weights.size(); ++j)
        contribution += weights[0] * weights[j] * book.covariance[j];
    return book_variance(book.covariance, weights) <= variance * (1 + 1e-9) &&
           contribution <= share * variance * (1 + 1e-9);
}

TEST(Covariance, FindsTheLargestWeightThatKeepsEveryLimit) {
    constexpr double variance = 1e-4;
    constexpr double share = 0.35;
    core::Random random{11, 0};
    int opened = 0;
    int shut = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto book = random_book(random, i % 2 == 0);
        const double sign = random.uniform() < 0.5 ? -1 : 1;
        const double most =
            largest_weight({book.covariance, book.weights, 0, sign}, variance, share);
        if (most > 0) {
            ++opened;
            ASSERT_TRUE(within(book, sign * most, variance, share)) << i;
            ASSERT_FALSE(within(book, sign * most * 1.001, variance, share)) << i;
        } else if (i % 2 == 0 && sign > 0) {
            ++shut;  // of longs: not even a little would be within
            ASSERT_FALSE(within(book, 1e-4, variance, share)) << i;
        }
    }
    EXPECT_GT(opened, 5'000);
    EXPECT_GT(shut, 500);
}

}  // namespace
}  // namespace nightjar::risk
