#include "venue/feed_watch.hpp"

#include "venue/node_feed.hpp"

#include <gtest/gtest.h>

namespace nightjar::venue {
namespace {

core::Catalog two_venues() {
    core::Catalog catalog;
    for (const auto* venue : {"one", "two"}) {
        core::Instrument instrument;
        instrument.venue = catalog.add_venue(venue);
        instrument.base = catalog.add_asset("BTC");
        instrument.quote = catalog.add_asset("USDT");
        instrument.symbol = "BTCUSDT";
        instrument.tick = instrument.lot = core::whole(1);
        EXPECT_TRUE(catalog.add(instrument).has_value());
    }
    return catalog;
}

constexpr core::InstrumentId one{0};
constexpr core::InstrumentId two{1};

TEST(FeedWatch, AMarketIsDeafWhenItIsQuietHereAndBusyElsewhere) {
    const auto catalog = two_venues();
    FeedWatch watch{catalog, {core::seconds(3), 5}};
    core::Time now{1'000'000'000'000};
    watch.heard(one, now);
    for (int i = 0; i < 4; ++i) watch.heard(two, now);
    EXPECT_FALSE(watch.deaf(one, now + core::seconds(4))) << "four messages are not much";
    watch.heard(two, now);
    EXPECT_FALSE(watch.deaf(one, now + core::seconds(2))) << "not quiet for long";
    EXPECT_TRUE(watch.deaf(one, now + core::seconds(4)));
    watch.heard(one, now + core::seconds(4));
    EXPECT_FALSE(watch.deaf(one, now + core::seconds(60))) << "nobody hears anything";
    EXPECT_FALSE(watch.deaf(two, now + core::seconds(60)));
}

TEST(MarketQueue, TakesAMessageWholeOrNotAtAllAndKeepsRoomToSaySo) {
    MarketQueue queue{256};
    std::vector<core::Event> message(100);
    EXPECT_TRUE(queue.push(message));
    EXPECT_TRUE(queue.push(message));
    EXPECT_FALSE(queue.push(message));
    EXPECT_FALSE(queue.roomy());
    core::Event gap;
    gap.body = core::Gap{100};
    EXPECT_TRUE(queue.push_gap(gap));
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(queue.pop().has_value());
    EXPECT_TRUE(std::holds_alternative<core::Gap>(queue.pop()->body));
    EXPECT_FALSE(queue.pop().has_value());
}

TEST(NodeFeed, TimesNeverGoBackAndAHaltedMarketIsToldOnce) {
    const auto catalog = two_venues();
    MarketQueue queue{64};
    NodeFeed feed{catalog, queue, {nullptr, nullptr}};
    core::Event event{{{}, core::Time{20}, 1}, one, {0}, core::Mark{{5}}};
    ASSERT_TRUE(queue.push({&event, 1}));
    event.stamp.recv = core::Time{10};
    ASSERT_TRUE(queue.push({&event, 1}));
    event.body = core::InstrumentStatus{false};  // as it is without an account
    ASSERT_TRUE(queue.push({&event, 1}));
    core::Event told;
    ASSERT_EQ(feed.next(told), core::Feed::Next::Ready);
    EXPECT_EQ(told.stamp.recv, core::Time{20});
    ASSERT_EQ(feed.next(told), core::Feed::Next::Ready);
    EXPECT_EQ(told.stamp.recv, core::Time{20});
    EXPECT_EQ(feed.next(told), core::Feed::Next::Idle);
}

}  // namespace
}  // namespace nightjar::venue
