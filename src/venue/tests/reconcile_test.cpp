#include "venue/reconcile.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <map>

namespace nightjar::venue {
namespace {

using core::InstrumentId;
using core::OrderId;
using core::OrderState;
using core::Price;
using core::Qty;
using core::Side;

constexpr std::uint16_t node = 7;
constexpr std::uint32_t instruments = 2;

std::string client_id(std::uint64_t id) {
    return std::string{core::client_order_id(node, {id}).view()};
}

OwnOrder own(std::uint64_t id, OrderState state, std::int64_t filled = 0) {
    return {{id}, {0}, Side::Buy, Price{100}, Qty{10}, Qty{filled}, state};
}
VenueOrder there(std::uint64_t id, OrderState state = OrderState::Open, std::int64_t filled = 0) {
    return {client_id(id), fmt::format("v{}", id), {0}, Side::Buy, Price{100}, Qty{10}, Qty{filled},
            state};
}
VenueFill trade(std::uint64_t order, std::uint64_t id, std::int64_t lots) {
    VenueFill fill{core::Time{static_cast<std::int64_t>(id)}, {0}, client_id(order), {}};
    fill.fill.trade = {id};
    fill.fill.side = Side::Buy;
    fill.fill.price = Price{100};
    fill.fill.qty = Qty{lots};
    return fill;
}
std::vector<OrderState> told(const Findings& found) {
    std::vector<OrderState> states;
    for (const auto& missed : found.missed)
        if (const auto* update = std::get_if<core::OrderUpdate>(&missed.body))
            states.push_back(update->state);
    return states;
}

TEST(OwnOrderId, ComesBackFromItsTextAndOthersDoNot) {
    for (const std::uint64_t id : {std::uint64_t{1}, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
        EXPECT_EQ(own_order(client_id(id), node), OrderId{id});
        EXPECT_FALSE(own_order(client_id(id), node + 1));
    }
    for (const auto* foreign : {"", "nj", "web_0123456789abcd", "nj0000000000000000x",
                                "xj0000000000000001", "njzzzzzzzzzzzzzzzu"})
        EXPECT_FALSE(own_order(foreign, 0)) << foreign;
}

TEST(Reconcile, AnUnknownOrderThatIsThereIsOpen) {
    const std::vector ours{own(1, OrderState::Unknown), own(2, OrderState::Open)};
    VenueView theirs;
    theirs.open = {there(1), there(2)};
    EXPECT_TRUE(questions(ours, theirs.open, node).empty());
    const auto found = reconcile({ours, {}, {}}, theirs, node);
    EXPECT_EQ(told(found), std::vector{OrderState::Open});
}

TEST(Reconcile, AnUnknownOrderThatTheVenueNeverHeardOfIsRejected) {
    const std::vector ours{own(1, OrderState::Unknown)};
    EXPECT_EQ(questions(ours, {}, node), std::vector{OrderId{1}});
    VenueView theirs;
    theirs.absent = {{1}};
    EXPECT_EQ(told(reconcile({ours, {}, {}}, theirs, node)), std::vector{OrderState::Rejected});
}

TEST(Reconcile, AnOrderThatTheVenueHasForgottenWasCancelled) {
    const std::vector ours{own(1, OrderState::Open)};
    EXPECT_EQ(questions(ours, {}, node), std::vector{OrderId{1}});
    VenueView theirs;
    theirs.forgotten = {{1}};
    const auto found = reconcile({ours, {}, {}}, theirs, node);
    EXPECT_EQ(told(found), std::vector{OrderState::Cancelled});
    EXPECT_TRUE(found.unsettled.empty());
}

TEST(Reconcile, AnOrderThatWasNotAskedForStaysAsItIs) {
    const std::vector ours{own(1, OrderState::Unknown)};
    const auto found = reconcile({ours, {}, {}}, {}, node);
    EXPECT_TRUE(found.missed.empty());
    EXPECT_EQ(found.unsettled, std::vector{OrderId{1}});
    EXPECT_FALSE(found.agree());
}

TEST(Reconcile, AnOrderIsNotDoneBeforeItsFillsAreBooked) {
    const std::vector ours{own(1, OrderState::Open)};
    VenueView theirs;
    theirs.asked = {there(1, OrderState::Cancelled, 4)};
    theirs.positions = {Qty{4}};
    const auto early = reconcile({ours, {}, {}}, theirs, node);
    EXPECT_TRUE(early.missed.empty());
    EXPECT_EQ(early.unsettled, std::vector{OrderId{1}});
    EXPECT_EQ(early.unexplained.size(), 1U);
    theirs.fills = {trade(1, 5, 4)};
    const auto now = reconcile({ours, {}, {}}, theirs, node);
    ASSERT_EQ(now.missed.size(), 2U) << "the fill, then the end";
    EXPECT_TRUE(std::holds_alternative<core::Fill>(now.missed[0].body));
    EXPECT_EQ(told(now), std::vector{OrderState::Cancelled});
    EXPECT_TRUE(now.unexplained.empty());
}

TEST(Reconcile, TheSameTradeNumberOfAnotherInstrumentIsAnotherTrade) {
    const std::vector ours{own(1, OrderState::Open)};
    const std::vector<TradeKey> booked{{InstrumentId{1}, {5}}};
    VenueView theirs;
    theirs.asked = {there(1, OrderState::Cancelled, 4)};
    theirs.fills = {trade(1, 5, 4)};
    theirs.positions = {Qty{4}};
    const auto found = reconcile({ours, booked, {}}, theirs, node);
    ASSERT_EQ(found.missed.size(), 2U);
    EXPECT_EQ(std::get<core::Fill>(found.missed[0].body).trade, core::TradeId{5});
    EXPECT_TRUE(found.unexplained.empty());
}

TEST(Reconcile, AFillOfNobodysOrderIsBookedWithoutOne) {
    VenueView theirs;
    theirs.fills = {trade(1, 5, 4)};
    theirs.fills.front().client_id = "web_1";
    theirs.positions = {Qty{4}};
    const auto found = reconcile({{}, {}, {}}, theirs, node);
    ASSERT_EQ(found.missed.size(), 1U);
    EXPECT_EQ(std::get<core::Fill>(found.missed[0].body).order, OrderId{});
    EXPECT_TRUE(found.unexplained.empty());
}

TEST(Reconcile, StrangersAreToldAndLeftAlone) {
    VenueView theirs;
    theirs.open = {there(1), there(2)};
    theirs.open[0].client_id = "web_1";
    const auto found = reconcile({{}, {}, {}}, theirs, node);
    ASSERT_EQ(found.strangers.size(), 2U);
    EXPECT_FALSE(found.strangers[0].ours);
    EXPECT_TRUE(found.strangers[1].ours) << "our id, but of an order that we have for done";
    EXPECT_TRUE(found.missed.empty());
}

TEST(Compare, TellsWhatTheVenueHasMoreOrLess) {
    OwnCash ours;
    ours.held = {core::whole(5), core::whole(1)};
    const VenueCash theirs{{core::whole(5) + core::Money{3}, core::whole(1), core::whole(2)}, {}};
    const auto gaps = compare(ours, theirs);
    ASSERT_EQ(gaps.size(), 2U);
    EXPECT_EQ(gaps[1].asset, core::AssetId{2});
    EXPECT_EQ(gaps[1].more(), core::whole(2));
    ours.doubt = {core::Money{3}};
    EXPECT_EQ(compare(ours, theirs).size(), 1U) << "rounding adds up";
}

TEST(Compare, FillsThatTheVenueDidAfterItAnsweredAreNoGap) {
    OwnCash ours;
    ours.held = {core::whole(70)};
    ours.lately = {{core::Time{1}, {0}, core::whole(-20)}, {core::Time{2}, {0}, core::whole(-10)}};
    for (const int before : {70, 80, 100})
        EXPECT_TRUE(compare(ours, {{core::whole(before)}, {}}).empty()) << before;
    const auto gaps = compare(ours, {{core::whole(90)}, {}});
    ASSERT_EQ(gaps.size(), 1U) << "the first fill comes before the second";
    EXPECT_TRUE(gaps[0].moving);
}

TEST(Compare, WhatWasRealisedInAnotherOrderIsNoGapWhileTheSameWasPaid) {
    OwnCash ours;
    ours.held = {core::whole(1'020)};
    ours.basis = {core::whole(110)};
    EXPECT_TRUE(compare(ours, {{core::whole(1'015)}, {core::whole(105)}}).empty());
    EXPECT_EQ(compare(ours, {{core::whole(1'015)}, {core::whole(110)}}).size(), 1U);
}

RC_GTEST_PROP(Compare, TellsAGapExactlyWhereNoMomentOfOursExplainsIt, ()) {
    const auto amount = rc::gen::inRange<std::int64_t>(-20, 21);
    OwnCash ours;
    VenueCash theirs;
    ours.held.resize(2);
    std::array<std::int64_t, 2> stolen{};
    const auto answered = *rc::gen::inRange<std::int64_t>(0, 8);  // after so many changes
    for (std::uint16_t i = 0; i < 2; ++i) {
        ours.held[i] = core::Money{*amount};
        theirs.held.push_back(ours.held[i]);
    }
    for (std::int64_t at = 0; at < 8; ++at) {
        const core::AssetId asset{*rc::gen::inRange<std::uint16_t>(0, 2)};
        const core::Money change{*amount};
        ours.lately.push_back({core::Time{at}, asset, change});
        ours.held[asset.value] += change;
        if (at < answered) theirs.held[asset.value] += change;
    }
    for (std::uint16_t i = 0; i < 2; ++i) {
        stolen.at(i) = *rc::gen::element<std::int64_t>(0, 0, 1'000);  // more than all that moved
        theirs.held[i] -= core::Money{stolen.at(i)};
    }
    const auto told = compare(ours, theirs);
    RC_ASSERT(std::ssize(told) == std::ranges::count(stolen, 1'000));
    for (const auto& gap : told) {
        RC_ASSERT(stolen.at(gap.asset.value) == 1'000);
        RC_ASSERT(ours.held[gap.asset.value] + gap.more() == theirs.held[gap.asset.value]);
    }
}

/// A venue's truth, and what reached us of it.
struct World {
    std::map<OrderId, OwnOrder> ours;
    std::map<OrderId, VenueOrder> truth;
    std::vector<TradeKey> booked;
    std::vector<VenueFill> fills;
    LotsHeld held;
    LotsHeld really;
    std::vector<VenueOrder> strangers;
    LotsHeld injected;
    std::map<std::uint32_t, std::uint64_t> trades_of;  // of each instrument apart

    World() : held(instruments), really(instruments), injected(instruments) {
        const auto count = *rc::gen::inRange<std::uint64_t>(0, 12);
        for (std::uint64_t id = 1; id <= count; ++id) add_order(id);
        for (std::uint32_t i = 0; i < instruments; ++i) {
            injected[i] = Qty{*rc::gen::inRange(-1, 2)};
            really[i] += injected[i];
        }
        for (int n = *rc::gen::inRange(0, 3); n > 0; --n) {
            strangers.push_back(there(static_cast<std::uint64_t>(n)));
            strangers.back().client_id = fmt::format("web_{}", n);
        }
    }
    void add_order(std::uint64_t id) {
        OwnOrder order = own(id, *rc::gen::element(OrderState::Reserved, OrderState::Open,
                                                   OrderState::CancelPending, OrderState::Unknown));
        order.instrument = {*rc::gen::inRange<std::uint32_t>(0, instruments)};
        order.side = *rc::gen::element(Side::Buy, Side::Sell);
        if (*rc::gen::inRange(0, 5) > 0) arrive(id, order);
        ours[order.id] = order;
    }
    /// The venue has it; some of its fills reached us.
    void arrive(std::uint64_t id, OwnOrder& order) {
        auto real = there(id);
        real.instrument = order.instrument;
        real.side = order.side;
        real.price = Price{*rc::gen::inRange<std::int64_t>(99, 102)};  // amended, unknown to us
        real.filled = Qty{*rc::gen::inRange<std::int64_t>(0, 11)};
        for (std::int64_t lot = 0; lot < real.filled.raw; ++lot) {
            auto fill = trade(id, ++trades_of[order.instrument.value], 1);
            fill.instrument = order.instrument;
            fill.fill.side = order.side;
            const auto change = signed_qty(order.side, Qty{1});
            really[order.instrument.value] += change;
            if (*rc::gen::inRange(0, 2) == 0) {
                booked.push_back({fill.instrument, fill.fill.trade});
                held[order.instrument.value] += change;
                order.filled += Qty{1};
            }
            fills.push_back(std::move(fill));
        }
        real.state =
            real.filled == real.qty
                ? OrderState::Filled
                : *rc::gen::element(OrderState::Open, OrderState::Cancelled, OrderState::Expired);
        if (order.filled == order.qty) order.state = OrderState::Filled;
        truth[order.id] = real;
    }
    [[nodiscard]] std::vector<OwnOrder> live() const {
        std::vector<OwnOrder> orders;
        for (const auto& [id, order] : ours)
            if (!is_terminal(order.state)) orders.push_back(order);
        return orders;
    }
    [[nodiscard]] VenueView view() const {
        VenueView view;
        for (const auto& [id, order] : truth)
            if (order.state == OrderState::Open) view.open.push_back(order);
        view.open.insert(view.open.end(), strangers.begin(), strangers.end());
        const auto orders = live();
        for (const auto id : questions(orders, view.open, node))
            if (const auto real = truth.find(id); real != truth.end())
                view.asked.push_back(real->second);
            else
                view.absent.push_back(id);
        view.fills = fills;
        view.fills.insert(view.fills.end(), fills.begin(), fills.end());  // pages overlap
        view.positions = really;
        return view;
    }
    /// As the engine does.
    void apply(const Findings& found) {
        for (const auto& missed : found.missed)
            if (const auto* fill = std::get_if<core::Fill>(&missed.body)) {
                const TradeKey trade{missed.instrument, fill->trade};
                RC_ASSERT(std::ranges::find(booked, trade) == booked.end());
                booked.push_back(trade);
                held[missed.instrument.value] += signed_qty(fill->side, fill->qty);
                auto& order = ours.at(fill->order);
                order.filled += fill->qty;
                if (order.filled == order.qty) order.state = OrderState::Filled;
            } else {
                const auto& update = std::get<core::OrderUpdate>(missed.body);
                auto& order = ours.at(update.order);
                RC_ASSERT(!is_terminal(order.state));
                order.state = update.state;
                order.price = update.price;
                order.qty = update.qty;
            }
    }
};

RC_GTEST_PROP(Reconcile, BringsUsToWhereTheVenueIsOnceAndTellsWhatNobodyExplains, ()) {
    World world;
    const auto orders = world.live();
    const auto found = reconcile({orders, world.booked, world.held}, world.view(), node);
    RC_ASSERT(found.unsettled.empty());
    RC_ASSERT(found.strangers.size() == world.strangers.size());
    world.apply(found);
    for (const auto& [id, order] : world.ours) {
        const auto real = world.truth.find(id);
        if (real == world.truth.end() || real->second.state != OrderState::Open) {
            RC_ASSERT(is_terminal(order.state));
            continue;
        }
        RC_ASSERT(order.state == OrderState::Open || order.state == OrderState::CancelPending);
        RC_ASSERT(order.price == real->second.price);
        RC_ASSERT(order.filled == real->second.filled);
    }
    LotsHeld unexplained(instruments);
    for (const auto& gap : found.unexplained) unexplained[gap.instrument.value] = gap.lots;
    RC_ASSERT(unexplained == world.injected);
    const auto left = world.live();
    const auto again = reconcile({left, world.booked, world.held}, world.view(), node);
    RC_ASSERT(again.missed.empty());
    RC_ASSERT(again.unexplained.size() == found.unexplained.size());
}

}  // namespace
}  // namespace nightjar::venue
