#include "core/model/record.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::core {
namespace {

template <class T>
std::vector<std::byte> bytes_of(const T& value) {
    std::vector<std::byte> buffer(4096);
    ByteWriter writer{buffer};
    writer(value);
    const auto used = writer.bytes();
    return {used.begin(), used.end()};
}

TEST(Archive, EveryKindOfEventComesBackAsItWas) {
    Event event;
    event.stamp = {Time{1}, Time{2}, 3};
    event.instrument = {4};
    event.venue = {5};
    const std::vector<Event::Body> bodies{
        Candle{Time{1}, minutes(1), Price{2}, Price{3}, Price{1}, Price{2}, Qty{9}},
        Trade{Price{1}, Qty{2}, Side::Sell, {3}},
        BookDelta{BookDelta::Action::Set, Side::Sell, Price{1}, Qty{2}, true},
        Quote{Price{1}, Qty{2}, Price{3}, Qty{4}},
        Mark{Price{7}},
        Funding{Money{-5}},
        InstrumentStatus{true},
        OrderUpdate{{1}, OrderState::Rejected, OrderReason::BadRequest, Price{2}, Qty{3}},
        Fill{{1}, {2}, Side::Sell, Price{3}, Qty{4}, Money{-5}, {6}, Liquidity::Taker},
        Balance{{1}, Money{2}, Balance::Reason::Funding},
        TimerFired{},
        OpinionReady{{1}, {0.5, 0.6, minutes(1), Time{9}}},
        Command{Command::Kind::Resumed, 77},
        Gap{12},
        ManualOrder{{1}, 2, {3}, Qty{-4}, Price{5}, AlgoTerms{"twap over=10m"}, Person{"ada"}},
        ManualCancel{{7}, Person{"ada"}}};
    ASSERT_EQ(bodies.size(), std::variant_size_v<Event::Body>);
    for (const auto& body : bodies) {
        event.body = body;
        const auto bytes = bytes_of(event);
        const auto back = decode<Event>(bytes);
        ASSERT_TRUE(back) << "kind " << body.index();
        EXPECT_EQ(bytes_of(*back), bytes) << "kind " << body.index();
    }
}

TEST(Archive, RecordsWithListsComeBack) {
    const std::vector<FillShare> shares{{{1}, Qty{2}, Money{-3}, Money{4}},
                                        {house, Qty{5}, Money{-6}, Money{7}}};
    FillBooked booked;
    booked.fill.qty = Qty{7};
    booked.shares_out = shares;
    const auto back = decode<FillBooked>(bytes_of(booked));
    ASSERT_TRUE(back);
    ASSERT_EQ(back->shares.size(), 2U);
    EXPECT_EQ(back->shares[1].strategy, house);
    EXPECT_EQ(back->shares[1].fee.raw, 7);
}

TEST(Archive, ARefusalThatSaysWhatWouldPassIsLongerAndTheOthersAreAsTheyWere) {
    OrderRefused refused;
    refused.refusal = {Rule::Leverage, Unit::BasisPoints, 2'500, 1'228, {Scope::Kind::Venue, 1}};
    const auto plain = bytes_of(refused);
    EXPECT_FALSE(decode<OrderRefused>(plain)->refusal.would_pass);
    refused.refusal.would_pass = Qty{40};
    const auto longer = bytes_of(refused);
    EXPECT_EQ(longer.size(), plain.size() + 9);
    const auto back = decode<OrderRefused>(longer);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->refusal.would_pass, Qty{40});
    EXPECT_EQ(to_string(back->refusal),
              "R19 leverage: 1228 bp against a limit of 2500 bp (venue 1); 40 lots would pass");
}

TEST(Archive, ShortOrLongBytesAreAnErrorAndNeverReadBeyond) {
    SessionOpened opened;
    opened.build = "build";
    opened.venues = {"a", "b"};
    auto bytes = bytes_of(opened);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decode<SessionOpened>(std::span{bytes}.first(size))) << size;
    bytes.push_back(std::byte{0});
    EXPECT_FALSE(decode<SessionOpened>(bytes));
}

RC_GTEST_PROP(Archive, AnyBytesDecodeOrFailCleanly, (const std::vector<std::uint8_t>& raw)) {
    const auto bytes = std::as_bytes(std::span{raw});
    (void)decode<Event>(bytes);
    (void)decode<TargetSet>(bytes);
    (void)decode<FillBooked>(bytes);
    (void)decode<SessionOpened>(bytes);
}

TEST(ClientOrderId, HasEighteenCharactersAndIsDistinctPerNodeEpochAndSequence) {
    const auto id = client_order_id(1, order_id(2, 3));
    EXPECT_EQ(id.view().size(), 18U);
    EXPECT_TRUE(id.view().starts_with("nj"));
    EXPECT_NE(id.view(), client_order_id(2, order_id(2, 3)).view());
    EXPECT_NE(id.view(), client_order_id(1, order_id(3, 3)).view());
    EXPECT_NE(id.view(), client_order_id(1, order_id(2, 4)).view());
}

}  // namespace
}  // namespace nightjar::core
