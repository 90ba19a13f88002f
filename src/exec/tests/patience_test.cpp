/// Children that rest before they take.

#include "exec/tests/floor.hpp"

#include <set>

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

Floor accompanied() {
    return Floor{{{"twap",
                   {{"over", "20m"},
                    {"children", "20"},
                    {"noise", "false"},
                    {"adaptive", "false"},
                    {"patience", "slot"},
                    {"extra", "2"}}}},
                 {},
                 1};
}

TEST(Patience, ExtraOrdersRestBehindTheTouchAtPricesAndSizesOfTheirOwn) {
    auto floor = accompanied();
    const auto id = floor.open(2'000, 0);
    floor.pass(core::seconds(1));
    const auto* parent = floor.parent(id);
    ASSERT_NE(parent, nullptr);
    ASSERT_EQ(parent->children().size(), 3U);
    ASSERT_EQ(parent->beside(), 2);
    std::set<std::int64_t> prices;
    std::set<std::int64_t> sizes;
    for (const auto& child : parent->children()) {
        prices.insert(child.price.raw);
        sizes.insert(child.left.raw);
        EXPECT_LE(child.price.raw, floor.mid - 1);
        EXPECT_GE(child.price.raw, floor.mid - 1 - floor.mid / 1'000) << "10 bp";
    }
    EXPECT_EQ(prices.size(), 3U);
    EXPECT_EQ(sizes.size(), 3U);
    EXPECT_LE(parent->open, core::Qty{400}) << "a child, and two of one and a half at most";
}

TEST(Patience, ExtraOrdersStayWhereThePriceComesToThem) {
    auto floor = accompanied();
    const auto id = floor.open(2'000, 0);
    floor.pass(core::seconds(30));
    floor.mid -= 2;
    floor.quote();
    floor.pass(core::seconds(10));
    for (const auto& child : floor.parent(id)->children())
        EXPECT_FALSE(child.beside && child.cancelling);
    EXPECT_EQ(floor.parent(id)->beside(), 2);
}

TEST(Patience, ExtraOrdersAreTakenBackAMinuteLaterWhereTheMarketHasLeftThem) {
    auto floor = accompanied();
    const auto id = floor.open(2'000, 0);
    floor.pass(core::seconds(1));
    const auto first = floor.parent(id)->children()[1].id;
    floor.mid += 1'000;
    floor.quote();
    const auto stands = [&] {
        const auto all = floor.parent(id)->children();
        return std::ranges::find(all, first, &Child::id) != all.end();
    };
    floor.pass(core::seconds(57));
    EXPECT_TRUE(stands());
    floor.pass(core::seconds(10));
    EXPECT_FALSE(stands());
}

TEST(Patience, TheLastSlotsNeedTheLotsOfExtraOrders) {
    auto floor = accompanied();
    const auto id = floor.open(2'000, 0);
    floor.pass(core::minutes(17));
    ASSERT_NE(floor.parent(id), nullptr);
    EXPECT_EQ(floor.parent(id)->beside(), 0);
    floor.pass(core::minutes(4));
    ASSERT_EQ(floor.ended.size(), 1U);
    EXPECT_EQ(floor.ended[0].state, core::ParentState::Done);
}

TEST(Patience, WithoutItNothingRests) {
    auto floor = floor_with("none");
    floor.open(400, 0);
    floor.pass(core::minutes(6));
    for (const auto& order : floor.log) EXPECT_EQ(order.tif, core::TimeInForce::Ioc);
}

}  // namespace
}  // namespace nightjar::exec::tests
