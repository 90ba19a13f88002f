/// Children that rest before they take.

#include "exec/tests/floor.hpp"

namespace nightjar::exec::tests {
namespace {

Floor floor_with(const std::string& patience) {
    return Floor{{{"twap",
                   {{"over", "4m"},
                    {"children", "4"},
                    {"noise", "false"},
                    {"adaptive", "false"},
                    {"patience", patience}}}},
                 {},
                 1};
}

TEST(Patience, AChildRestsForItsSlotAndThenTakes) {
    auto floor = floor_with("slot");
    floor.open(400, 0);
    ASSERT_EQ(floor.log.size(), 1U);
    EXPECT_TRUE(floor.log[0].post_only);
    EXPECT_EQ(floor.log[0].tif, core::TimeInForce::Gtc);
    EXPECT_EQ(floor.log[0].price, core::Price{floor.mid - 1}) << "our own touch";
    EXPECT_EQ(floor.log[0].qty, core::Qty{100});
    floor.pass(core::seconds(59));
    EXPECT_EQ(floor.log.size(), 1U) << "nothing is late yet";
    floor.pass(core::seconds(5));
    const auto taking =
        std::ranges::count(floor.log, core::TimeInForce::Ioc, &core::OrderRequest::tif);
    EXPECT_LE(taking, 1) << "less where it filled while it was cancelled";
    floor.pass(core::minutes(5));
    ASSERT_EQ(floor.ended.size(), 1U);
    EXPECT_EQ(floor.ended[0].state, core::ParentState::Done);
}

TEST(Patience, AnOrderStaysWhereItWasOrFollowsTheTouch) {
    for (const auto& [patience, orders] : {std::pair{"slot", 1U}, std::pair{"follow", 2U}}) {
        auto floor = floor_with(patience);
        floor.open(400, 0);
        floor.pass(core::seconds(2));
        floor.mid += 20;
        floor.quote();
        floor.pass(core::seconds(2));
        EXPECT_EQ(floor.log.size(), orders) << patience;
        EXPECT_TRUE(floor.log.back().post_only);
    }
}

TEST(Patience, WithoutItNothingRests) {
    auto floor = floor_with("none");
    floor.open(400, 0);
    floor.pass(core::minutes(6));
    for (const auto& order : floor.log) EXPECT_EQ(order.tif, core::TimeInForce::Ioc);
}

}  // namespace
}  // namespace nightjar::exec::tests
