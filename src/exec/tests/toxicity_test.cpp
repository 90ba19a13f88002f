#include "exec/toxicity.hpp"

#include "threat/tests/episodes.hpp"

#include <gtest/gtest.h>

namespace nightjar::exec {
namespace {

using threat::tests::ignite;
using threat::tests::spoof;
using threat::tests::Street;
using threat::tests::stuff;

/// As the street wants its detectors.
struct OnStreet {
    Toxicity toxicity;
    void on(const core::Event& event, const market::Book& book) { toxicity.on(event, book); }
    [[nodiscard]] double raw() const { return toxicity.now(); }
    [[nodiscard]] double score() const { return toxicity.now(); }
};

TEST(Toxicity, IsNoneInACalmMarket) {
    Street<OnStreet> street{1};
    street.calm(core::minutes(5));
    EXPECT_EQ(street.highest, 0);
}

TEST(Toxicity, RisesWithEachKindOfAttackAndFalls) {
    const auto attacked = [](auto attack) {
        Street<OnStreet> street{2};
        street.calm(core::minutes(2));
        street.highest = 0;
        attack(street);
        const double highest = street.highest;
        street.calm(core::minutes(3));
        EXPECT_LT(street.detector.toxicity.now(), highest);
        return highest;
    };
    EXPECT_GT(attacked([](auto& street) { stuff(street, core::seconds(2)); }), 0);
    EXPECT_GT(attacked([](auto& street) { ignite(street, core::Side::Buy); }), 0);
    EXPECT_GT(attacked([](auto& street) {
                  for (int i = 0; i < 4; ++i) spoof(street, core::Side::Buy);
              }),
              0);
}

}  // namespace
}  // namespace nightjar::exec
