/// Tables of fees, through the whole engine.

#include "engine/tests/routes.hpp"

namespace nightjar::engine {
namespace {

using core::Qty;

class FeeTiers : public tests::Routes {
public:
    /// From 400 on, of which half a BTC at 1,000 is more, the third venue takes nothing.
    FeeTiers() {
        fees = {5e-4, 5e-4, 4e-4};
        tiers[2] = {{core::whole(400), {0, 0}}};
        start(journal);
        show_all();
    }
    void buy(double exposure) {
        now = now + core::minutes(6);
        for (int i = 0; i < 20; ++i) pass(core::milliseconds(100));
        told.exposure = exposure;
        pass(core::milliseconds(100));
        fill_all();
    }
};

TEST_F(FeeTiers, AVenueThatChargesOtherwiseThanItsTableIsSaidOnceAnHour) {
    buy(0.05);
    ASSERT_EQ(sent(2), Qty{50}) << "half of a BTC, at 4 bp";
    EXPECT_TRUE(journal.all<core::FeeDiffered>().empty());
    buy(0.06);
    const auto said = journal.all<core::FeeDiffered>();
    ASSERT_EQ(said.size(), 1U) << "4 bp still, though its table says 0";
    EXPECT_EQ(said[0].venue, core::VenueId{2});
    EXPECT_EQ(said[0].liquidity, core::Liquidity::Taker);
    EXPECT_EQ(said[0].expected_ppb, 0);
    EXPECT_NEAR(static_cast<double>(said[0].charged_ppb), 400'000, 10);
    buy(0.07);
    EXPECT_EQ(journal.all<core::FeeDiffered>().size(), 1U);
    for (int i = 0; i < 10; ++i) buy(0.08 + 0.01 * i);
    EXPECT_EQ(journal.all<core::FeeDiffered>().size(), 2U) << "an hour later";
}

TEST_F(FeeTiers, WithoutATableNothingIsSaid) {
    tiers[2].clear();
    start(journal);
    fees[2] = 3e-4;  // not what was configured
    buy(0.05);
    EXPECT_EQ(sent(2), Qty{50});
    EXPECT_TRUE(journal.all<core::FeeDiffered>().empty());
}

TEST_F(FeeTiers, TheTierThatWasReachedIsKnownAfterARestart) {
    fees = {3e-4, 5e-4, 4e-4};
    start(journal);
    buy(0.01);
    EXPECT_EQ(sent(0), Qty{10}) << "3 bp at home";
    mids[0] = 100'200;
    buy(0.06);
    ASSERT_EQ(sent(2), Qty{50}) << "home was dear";
    mids[0] = 100'000;
    tests::Kept later;
    auto recalled = made(later, "immediate");
    for (const auto& record : journal.records)
        ASSERT_TRUE(recalled->recall(record.type, record.at, record.body).has_value());
    auto loaded = made(later, "immediate");
    ASSERT_TRUE(loaded->load(recalled->save()).has_value());
    EXPECT_EQ(loaded->save(), recalled->save());
    engine = std::move(loaded);
    core::Command resumed;
    resumed.kind = core::Command::Kind::Resumed;
    hear(0, resumed);
    fees[2] = 0;
    buy(0.07);
    EXPECT_EQ(sent(2), Qty{60}) << "which costs nothing there now";
    EXPECT_TRUE(later.all<core::FeeDiffered>().empty());
}

}  // namespace
}  // namespace nightjar::engine
