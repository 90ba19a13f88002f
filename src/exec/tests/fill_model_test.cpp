/// What the fill model learns from markets that are made by hand.

#include "exec/fill_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace nightjar::exec {
namespace {

using core::Qty;
using core::Side;

constexpr std::int64_t mid = 100'000;

/// A book of one level a side, a tick from the mid.
class Tape {
public:
    Tape() { show(mid, 10, 10); }

    void show(std::int64_t at, std::int64_t bids, std::int64_t asks) {
        using Delta = core::BookDelta;
        hear(Delta{Delta::Action::Clear, {}, {}, {}, false});
        hear(Delta{Delta::Action::Set, Side::Buy, {at - 1}, {bids}, false});
        hear(Delta{Delta::Action::Set, Side::Sell, {at + 1}, {asks}, true});
    }
    void trade(Side taker, std::int64_t price, std::int64_t lots) {
        hear(core::Trade{{price}, Qty{lots}, taker, {++trades_}});
    }
    void pass(core::Duration time) { now = now + time; }
    [[nodiscard]] std::optional<Prospect> prospect(std::int64_t lots = 1) const {
        return model.prospect(Side::Buy, Qty{lots}, book);
    }

    FillModel model;
    market::Book book;
    core::Time now{core::Time{1'700'438'400'000'000'000}};

private:
    void hear(core::Event::Body body) {
        core::Event event;
        event.stamp = {now, now, 0};
        event.body = std::move(body);
        if (const auto* delta = std::get_if<core::BookDelta>(&event.body)) book.apply(*delta);
        model.apply(event, book);
    }

    std::uint64_t trades_{};
};

/// In every sixteen seconds, one after the other: sellers and buyers trade so many lots at the
/// touches, or none do.
void trade_on(Tape& tape, int times, core::Random& random, double chance, std::int64_t lots) {
    for (int i = 0; i < times; ++i) {
        tape.show(mid, 10, 10);  // two join
        if (random.uniform() < chance) {
            tape.trade(Side::Sell, mid - 1, lots);
            tape.trade(Side::Buy, mid + 1, lots);
        }
        tape.pass(core::seconds(16));
        tape.show(mid, 10, 10);
        tape.pass(core::milliseconds(1));
    }
}

TEST(FillModel, SaysNothingBeforeItHasSeenEnough) {
    Tape tape;
    core::Random random{1, 0};
    EXPECT_FALSE(tape.prospect());
    trade_on(tape, 20, random, 1, 20);
    EXPECT_LT(tape.model.outcomes(), FillModel::least_outcomes);
    EXPECT_FALSE(tape.prospect());
    trade_on(tape, 60, random, 1, 20);
    EXPECT_TRUE(tape.prospect());
}

TEST(FillModel, ItsChanceIsHowOftenTheQueueWasTraded) {
    Tape tape;
    core::Random random{2, 0};
    trade_on(tape, 600, random, 0.3, 20);
    ASSERT_TRUE(tape.prospect());
    EXPECT_NEAR(tape.prospect()->fills, 0.3, 0.08);
    EXPECT_NEAR(tape.prospect(10)->fills, 0.3, 0.08) << "ten in front and ten of ours";
    EXPECT_LT(tape.prospect(11)->fills, 0.01) << "that many were never traded";
}

TEST(FillModel, ALongerQueueFillsLessOften) {
    Tape tape;
    core::Random random{3, 0};
    for (int i = 0; i < 200; ++i) trade_on(tape, 1, random, 1, 5 + 2 * (i % 10));
    tape.show(mid, 10, 10);
    const double usual = tape.prospect()->fills;
    tape.show(mid, 14, 14);
    const double longer = tape.prospect()->fills;
    EXPECT_GT(usual, longer + 0.1);
    EXPECT_GT(longer, 0.1);
}

/// Half of those who stand there cancel: of the ten in front five are left, and six lots traded are
/// one more than that.
TEST(FillModel, CancelsInFrontBringAnOrderForward) {
    Tape tape;
    for (int i = 0; i < 100; ++i) {
        tape.show(mid, 10, 10);
        tape.pass(core::seconds(1));
        tape.show(mid, 5, 5);
        tape.pass(core::seconds(1));
        tape.trade(Side::Sell, mid - 1, 6);
        tape.pass(core::seconds(14));
        tape.show(mid, 10, 10);
    }
    EXPECT_GT(tape.prospect()->fills, 0.4) << "of the bids all; of the asks none";
    EXPECT_LT(tape.prospect(3)->fills, 0.1);
}

/// Some venues show the book first and the trade then, others the other way round.
TEST(FillModel, ATradeCountsOnceWhicheverIsHeardFirst) {
    for (const bool book_first : {false, true}) {
        Tape tape;
        for (int i = 0; i < 100; ++i) {
            tape.show(mid, 10, 10);
            tape.pass(core::seconds(1));
            if (book_first) tape.show(mid, 4, 4);
            tape.trade(Side::Sell, mid - 1, 6);
            tape.trade(Side::Buy, mid + 1, 6);
            if (!book_first) tape.show(mid, 4, 4);
            tape.pass(core::seconds(15));
            tape.show(mid, 10, 10);
        }
        EXPECT_LT(tape.prospect()->fills, 0.01) << "six of eleven: " << book_first;
        std::array<double, 8> outflows{};
        ASSERT_EQ(tape.model.outflows(Side::Buy, 10, tape.book, outflows), outflows.size());
        EXPECT_NEAR(outflows.back(), 6, 1e-9) << book_first;
    }
}

/// The touches are traded, or the bids alone; then the price falls by 2 bp, and comes back before
/// the next time.
void fall(Tape& tape, bool asks_too) {
    tape.show(mid, 10, 10);
    tape.trade(Side::Sell, mid - 1, 20);
    if (asks_too) tape.trade(Side::Buy, mid + 1, 20);
    tape.pass(core::seconds(3));
    tape.show(mid - 20, 10, 10);
    tape.pass(core::milliseconds(2'500));
    tape.show(mid - 20, 10, 10);
    tape.pass(core::milliseconds(10'500));
}

TEST(FillModel, WhereThePriceGoesAfterFillsIsWhatTheyCost) {
    Tape both;
    for (int i = 0; i < 100; ++i) fall(both, true);
    ASSERT_TRUE(both.prospect());
    EXPECT_NEAR(both.prospect()->adverse_bps, 0, 0.1) << "against who bought, with who sold";
    Tape bids;
    for (int i = 0; i < 100; ++i) fall(bids, false);
    EXPECT_NEAR(bids.prospect()->adverse_bps, 2, 0.1);
    EXPECT_NEAR(bids.prospect()->chase_bps, 0, 0.5) << "up for half of them, down for the others";
}

TEST(FillModel, WhatOurOwnFillsLostCountsWithTheTape) {
    Tape tape;
    core::Random random{4, 0};
    trade_on(tape, 100, random, 1, 20);
    const double before = tape.prospect()->adverse_bps;
    EXPECT_NEAR(before, 0, 1e-6);
    core::Fill fill;
    fill.side = Side::Buy;
    fill.price = {mid - 1};
    fill.qty = {1};
    for (int i = 0; i < 20; ++i) {
        tape.show(mid, 10, 10);
        tape.model.own(fill, tape.now);
        tape.pass(core::seconds(6));
        tape.show(mid - 40, 10, 10);  // 4 bp
        tape.pass(core::seconds(6));
    }
    // Twenty of ours count as much as the tape, of which the last few joins fell too.
    EXPECT_NEAR(tape.prospect()->adverse_bps, 2, 1);
}

TEST(FillModel, AGapEndsWhatWasBeingWatched) {
    Tape tape;
    core::Random random{5, 0};
    trade_on(tape, 40, random, 1, 20);
    const auto before = tape.model.outcomes();
    tape.show(mid, 10, 10);
    tape.book.invalidate();
    core::Event gap;
    gap.stamp = {tape.now, tape.now, 0};
    gap.body = core::Gap{1};
    tape.model.apply(gap, tape.book);
    tape.pass(core::seconds(16));
    tape.show(mid, 10, 10);
    EXPECT_EQ(tape.model.outcomes(), before);
}

}  // namespace
}  // namespace nightjar::exec
