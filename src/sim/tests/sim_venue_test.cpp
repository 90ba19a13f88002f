#include "sim/sim_venue.hpp"

#include "risk/order_gate.hpp"
#include "sim/tests/fixtures.hpp"

#include <algorithm>
#include <map>

namespace nightjar::sim::tests {
namespace {

using core::milliseconds;
using core::Side;
using core::Time;

struct OurVenue : ::testing::Test, Floor {
    Matching exchange{catalog, venue, usdt, free(Prices::Book)};
    SimVenue ours{
        venue, exchange, core::whole(1'000'000), {{milliseconds(5), 0}, {milliseconds(3), 0}}, 1};
    risk::OrderGate gate{{}};

    void submit(core::OrderRequest order, Time decided) {
        order.at = decided;
        risk::View view;
        view.now = decided;
        ours.submit(*gate.review(order, view));
    }
    std::vector<core::Event> reports() {
        std::vector<core::Event> all;
        for (; ours.next_report() != nullptr; ours.pop_report()) all.push_back(*ours.next_report());
        return all;
    }
};

TEST_F(OurVenue, ARequestTakesEffectAfterItsLatencyAndItsReportComesAfterAnother) {
    submit(limit(1, perp, Side::Buy, 1, 100), at(1));
    ours.advance(at(1) + milliseconds(4));
    EXPECT_EQ(ours.next_report(), nullptr);
    EXPECT_EQ(ours.next_arrival(), at(1) + milliseconds(5));
    ours.advance(at(1) + milliseconds(5));
    ASSERT_NE(ours.next_report(), nullptr);
    EXPECT_EQ(ours.next_report()->stamp.exch, at(1) + milliseconds(5));
    EXPECT_EQ(ours.next_report()->stamp.recv, at(1) + milliseconds(8));
}

TEST_F(OurVenue, FillsByOthersAreCollected) {
    submit(limit(1, perp, Side::Buy, 1, 100), at(1));
    ours.advance(at(2));
    const auto other = exchange.open_account(core::whole(1'000));
    exchange.submit(other, market(1, perp, Side::Sell, 1), at(3));
    ours.advance(at(4));
    const auto all = reports();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<core::Fill>(all[1].body));
    EXPECT_EQ(all[1].stamp.exch, at(3));
}

TEST_F(OurVenue, NothingOvertakesWhateverTheLatency) {
    SimVenue jittery{
        venue, exchange, core::whole(1'000'000), {{milliseconds(5), 1}, {milliseconds(5), 1}}, 7};
    for (std::uint64_t i = 1; i <= 500; ++i) {
        auto order = limit(i, perp, Side::Buy, 1, 100);
        order.at = at(0) + milliseconds(static_cast<std::int64_t>(i));
        risk::View view;
        view.now = order.at;
        jittery.submit(*gate.review(order, view));
    }
    jittery.advance(at(1'000));
    Time before{};
    for (std::uint64_t i = 1; i <= 500; ++i, jittery.pop_report()) {
        const auto* report = jittery.next_report();
        ASSERT_NE(report, nullptr);
        EXPECT_EQ(std::get<core::OrderUpdate>(report->body).order.value, i);
        EXPECT_GE(report->stamp.recv, before);
        EXPECT_GE(report->stamp.recv, report->stamp.exch);
        before = report->stamp.recv;
    }
}

TEST(Latency, IsLogNormalAboutItsMedian) {
    const LatencyModel model{milliseconds(10), 0.5};
    core::Random random{3, 4};
    std::vector<core::Duration> drawn;
    for (int i = 0; i < 10'001; ++i) drawn.push_back(model.draw(random));
    std::ranges::sort(drawn);
    EXPECT_NEAR(static_cast<double>(drawn[5'000].ns), 10e6, 0.3e6);
    EXPECT_NEAR(static_cast<double>(drawn[8'413].ns), 10e6 * std::exp(0.5), 0.7e6) << "one sigma";
    EXPECT_GT(drawn.front().ns, 0);
}

TEST(Latency, IsOneOfTheMeasuredTimesEachAsLikely) {
    const LatencyModel model{{milliseconds(1), milliseconds(2), milliseconds(9)}};
    core::Random random{3, 4};
    std::map<std::int64_t, int> drawn;
    for (int i = 0; i < 30'000; ++i) ++drawn[model.draw(random).ns / 1'000'000];
    ASSERT_EQ(drawn.size(), 3U);
    for (const auto ms : {1, 2, 9}) EXPECT_NEAR(drawn[ms], 10'000, 400) << ms << " ms";
}

TEST_F(OurVenue, AnApprovalThatExpiredIsRejectedHere) {
    ours.advance(at(10));
    submit(limit(1, perp, Side::Buy, 1, 100), at(10) - milliseconds(101));
    const auto all = reports();
    ASSERT_EQ(all.size(), 1U);
    const auto& update = std::get<core::OrderUpdate>(all[0].body);
    EXPECT_EQ(update.state, core::OrderState::Rejected);
    EXPECT_EQ(update.reason, core::OrderReason::Overloaded);
    EXPECT_FALSE(ours.next_arrival());
}

TEST_F(OurVenue, BeyondItsLimitOrdersAreRejectedAndCancelsStillGo) {
    for (std::uint64_t i = 1; i <= SimVenue::most_waiting + 1; ++i)
        submit(limit(i, perp, Side::Buy, 1, 100), at(1));
    auto all = reports();
    ASSERT_EQ(all.size(), 1U);
    const auto& update = std::get<core::OrderUpdate>(all[0].body);
    EXPECT_EQ(update.order.value, SimVenue::most_waiting + 1);
    EXPECT_EQ(update.reason, core::OrderReason::Overloaded);
    ours.cancel({{1}, perp, venue, at(1)});
    ours.advance(at(2));
    all = reports();
    ASSERT_EQ(all.size(), SimVenue::most_waiting + 1);
    EXPECT_EQ(std::get<core::OrderUpdate>(all.back().body).state, core::OrderState::Cancelled);
}

TEST_F(OurVenue, ALateRequestDoesNotTakeTheExchangeBack) {
    ours.advance(at(10));
    submit(limit(1, perp, Side::Buy, 1, 100), at(10) - milliseconds(50));
    ours.advance(at(11));
    EXPECT_EQ(reports().at(0).stamp.exch, at(10));
}

TEST(Ring, KeepsItsOrderWhenItGrowsWhileWrapped) {
    Ring<int> ring{4};
    for (int i = 0; i < 3; ++i) ring.push(i);
    ring.pop();
    ring.pop();
    for (int i = 3; i < 12; ++i) ring.push(i);
    EXPECT_EQ(ring.back(), 11);
    for (int i = 2; i < 12; ++i, ring.pop()) EXPECT_EQ(ring.front(), i);
    EXPECT_TRUE(ring.empty());
}

}  // namespace
}  // namespace nightjar::sim::tests
