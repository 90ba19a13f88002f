#include "risk/breaker.hpp"

#include "risk/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <ranges>

namespace nightjar::risk {
namespace {

using core::OrderReason;
using core::OrderState;
using core::Qty;
using core::Side;
using core::Time;
using State = Breaker::State;

TEST(Breaker, OpensAfterFiveFailuresInARowAndNotAfterFour) {
    Breaker breaker{1, 1};
    const Time now = Time{} + core::days(1);
    for (int i = 0; i < 4; ++i) breaker.failed(now);
    breaker.succeeded({}, now);
    for (int i = 0; i < 4; ++i) breaker.failed(now);
    EXPECT_EQ(breaker.state(now), State::Closed);
    breaker.failed(now);
    EXPECT_EQ(breaker.state(now), State::Open);
    EXPECT_FALSE(breaker.admits(now + core::seconds(3)));
    EXPECT_TRUE(breaker.admits(now + core::seconds(7))) << "5 s, 20 % more or less";
}

TEST(Breaker, OpensWhereMostOfManyAnswersAreFailures) {
    Breaker breaker{1, 1};
    Time now = Time{} + core::days(1);
    for (int i = 0; i < 12; ++i) {  // two of three fail, never five in a row
        breaker.failed(now);
        breaker.failed(now);
        EXPECT_EQ(breaker.state(now), i < 6 ? State::Closed : State::Open) << i;
        if (breaker.state(now) == State::Open) break;
        breaker.succeeded({}, now);
    }
    Breaker slow{1, 1};
    for (int i = 0; i < 40; ++i) {
        slow.failed(now);
        slow.failed(now);
        slow.succeeded({}, now);
        now = now + core::seconds(5);
    }
    EXPECT_EQ(slow.state(now), State::Closed) << "18 answers in any 30 s";
}

TEST(Breaker, EachOpeningIsTwiceAsLongUpToFiveMinutesAndTenQuietMinutesForgetThem) {
    Breaker breaker{1, 1};
    Time now = Time{} + core::days(1);
    const auto trip = [&] {
        for (int i = 0; i < Breaker::most_in_a_row; ++i) breaker.failed(now);
        const auto began = now;
        while (breaker.state(now) == State::Open) now = now + core::milliseconds(100);
        return static_cast<double>((now - began).ns) / 1e9;
    };
    const auto close = [&] {
        for (std::uint64_t probe = 1; probe <= Breaker::probes; ++probe) {
            breaker.sent({probe}, now);
            breaker.succeeded({probe}, now);
        }
        ASSERT_EQ(breaker.state(now), State::Closed);
    };
    for (const double expected : {5, 10, 20, 40, 80, 160, 300, 300}) {
        const auto span = trip();
        EXPECT_GE(span, expected * 0.8);
        EXPECT_LE(span, expected * 1.2 + 0.1);
        close();
    }
    now = now + Breaker::memory;
    EXPECT_LE(trip(), 6.1);
}

/// All sequences of up to twelve steps: an answer that is a failure, one that is not, an order that
/// leaves if it may, and time that passes. Beside it goes what the rules say, by hand.
struct Walk {
    Breaker breaker{3, 4};
    Time now = Time{} + core::days(1);
    int in_a_row{};
    int probes_left{};
    int successes{};
    std::uint64_t order_id{};
    std::vector<core::OrderId> waiting{};  // probes
    State expected{State::Closed};

    void step(int what) {
        if (expected == State::Open && breaker.state(now) == State::HalfOpen) {
            expected = State::HalfOpen;
            probes_left = Breaker::probes;
            successes = 0;
            waiting.clear();
        }
        switch (what) {
            case 0: fail(); break;
            case 1: succeed(); break;
            case 2: order(); break;
            default: now = now + core::seconds(7); break;
        }
    }
    void fail() {
        breaker.failed(now);
        if (expected == State::Open) return;
        if (expected == State::HalfOpen || ++in_a_row == Breaker::most_in_a_row) {
            expected = State::Open;
            in_a_row = 0;
        }
    }
    void succeed() {
        const bool probe = expected == State::HalfOpen && !waiting.empty();
        const auto order = probe ? waiting.back() : core::OrderId{};
        if (probe) waiting.pop_back();
        breaker.succeeded(order, now);
        in_a_row = 0;
        if (probe && ++successes == Breaker::probes) expected = State::Closed;
    }
    void order() {
        const bool may =
            expected == State::Closed || (expected == State::HalfOpen && probes_left > 0);
        ASSERT_EQ(breaker.admits(now), may);
        if (!may) return;
        breaker.sent({++order_id}, now);
        if (expected != State::HalfOpen) return;
        --probes_left;
        waiting.push_back({order_id});
    }
};

void walk_all(const Walk& from, int left, std::uint64_t& walks) {
    ++walks;
    if (left == 0) return;
    for (int what = 0; what < 4; ++what) {
        Walk next = from;
        next.step(what);
        const auto state = next.breaker.state(next.now);
        const bool due = next.expected == State::Open && state == State::HalfOpen;
        ASSERT_TRUE(state == next.expected || due);
        if (::testing::Test::HasFatalFailure()) return;
        walk_all(next, left - 1, walks);
    }
}

TEST(Breaker, KeepsItsRulesInAllSequencesOfStepsFromClosedOpenAndHalfOpen) {
    std::uint64_t walks = 0;
    constexpr int steps = 8;  // behind those that lead to each state: up to 14 in all
    Walk closed;
    walk_all(closed, steps, walks);
    Walk open;
    for (int i = 0; i < Breaker::most_in_a_row; ++i) open.step(0);
    ASSERT_EQ(open.expected, State::Open);
    walk_all(open, steps, walks);
    Walk probing = open;
    probing.step(3);
    walk_all(probing, steps, walks);
    EXPECT_EQ(walks, 3U * 87'381U);
}

struct BreakersCheck : ::testing::Test {
    tests::Desk desk;
    std::unique_ptr<Check> check = tests::check("breakers");
    std::vector<core::Allocation> shares{{{0}, Qty{1}}};
    std::vector<core::BreakerChanged> told;

    [[nodiscard]] View view() const {
        auto view = desk.view();
        view.shares = shares;
        return view;
    }
    void answer(OrderState state, OrderReason reason, int times = 1) {
        for (int i = 0; i < times; ++i) {
            const auto order = desk.order(Side::Buy, 1);
            if (check->review(order, view())) continue;
            desk.breakers.sent(order, shares, desk.now);
            desk.breakers.heard(order, {order.id, state, reason, {}, order.qty}, shares, desk.now);
        }
    }
    [[nodiscard]] std::optional<core::Refusal> refused(const core::OrderRequest& order) const {
        return check->review(order, view());
    }
    [[nodiscard]] bool lets_pass(const core::OrderRequest& order) const { return !refused(order); }
    void pass_time(std::int64_t seconds) { desk.now = desk.now + core::seconds(seconds); }
    const std::vector<core::BreakerChanged>& changes() {
        told.clear();
        desk.breakers.tell_changes(desk.now, [&](const auto& changed) { told.push_back(changed); });
        return told;
    }
    /// The price goes on by `ticks` of 300 000.
    void move(std::int64_t ticks) {
        desk.breakers.moved(desk.world.btc, core::Price{300'000 + ticks}, {}, desk.now);
    }
};

TEST_F(BreakersCheck, PausesAVenueThatFailsButNeverWhatReduces) {
    desk.hold(10);
    answer(OrderState::Rejected, OrderReason::Overloaded, 5);
    EXPECT_FALSE(lets_pass(desk.order(Side::Buy, 1)));
    EXPECT_TRUE(lets_pass(desk.order(Side::Sell, 10)));
    pass_time(7);
    EXPECT_TRUE(lets_pass(desk.order(Side::Buy, 1))) << "a probe";
    answer(OrderState::Unknown, OrderReason::None);
    EXPECT_FALSE(lets_pass(desk.order(Side::Buy, 1)));
}

TEST_F(BreakersCheck, TellsAPauseWithItsEndAndForWhom) {
    answer(OrderState::Rejected, OrderReason::Overloaded, 4);
    EXPECT_TRUE(changes().empty());
    answer(OrderState::Rejected, OrderReason::Overloaded);
    ASSERT_EQ(changes().size(), 4U) << "all, the venue, the instrument and the strategy";
    for (const auto& changed : told) {
        EXPECT_EQ(changed.state, State::Open);
        EXPECT_EQ(changed.cause, core::BreakerChanged::Cause::Failures);
        EXPECT_GT(changed.until, desk.now);
    }
    const auto refusal = refused(desk.order(Side::Buy, 1));
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->unit, core::Unit::Nanoseconds);
    EXPECT_GT(refusal->value, 0) << "how long it takes";
    EXPECT_TRUE(changes().empty()) << "once";
    pass_time(7);
    ASSERT_EQ(changes().size(), 4U);
    EXPECT_EQ(told[0].state, State::HalfOpen);
    answer(OrderState::Open, OrderReason::None, 3);
    ASSERT_EQ(changes().size(), 4U);
    EXPECT_EQ(told[0].state, State::Closed);
}

TEST_F(BreakersCheck, ProbesWithTheLeastThatTheVenueTakes) {
    answer(OrderState::Rejected, OrderReason::Overloaded, 5);
    pass_time(7);
    const auto least = desk.world.catalog[desk.world.btc].min_qty;
    const auto refusal = refused(desk.order(Side::Buy, 50'000));
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->unit, core::Unit::Lots);
    EXPECT_GE(refusal->limit, least.raw);
    EXPECT_TRUE(lets_pass(desk.order(Side::Buy, static_cast<std::int64_t>(refusal->limit))));
}

TEST_F(BreakersCheck, ProbesAreWorthTheLeastAtTheirOwnPriceOrAtTheMarkets) {
    desk.price(desk.world.sol, core::Price{2'000});  // 20; a lot is a tenth
    answer(OrderState::Rejected, OrderReason::Overloaded, 5);
    pass_time(7);
    auto half_price = desk.limit(Side::Buy, 100, 1'000);
    half_price.instrument = desk.world.sol;
    EXPECT_TRUE(lets_pass(half_price)) << "100 lots at 10 are the least";
    auto at_market = desk.order(Side::Buy, 100);
    at_market.instrument = desk.world.sol;
    const auto refusal = refused(at_market);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->limit, 50) << "lots at 20";
}

TEST_F(BreakersCheck, PausesTheStrategyWhoseOrdersFailAndNoOther) {
    tests::Desk two;
    Breakers breakers{two.world.catalog, 2};
    const std::vector<core::Allocation> first{{{0}, Qty{1}}};
    const std::vector<core::Allocation> second{{{1}, Qty{1}}};
    const std::vector<core::Allocation> both{{{0}, Qty{1}}, {{1}, Qty{1}}};
    for (int i = 0; i < Breaker::most_in_a_row; ++i) {
        const auto bad = two.order(Side::Buy, 1);
        const auto good = two.order(Side::Buy, 1);
        breakers.heard(bad, {bad.id, OrderState::Rejected, OrderReason::BadRequest, {}, bad.qty},
                       first, two.now);
        breakers.heard(good, {good.id, OrderState::Open, OrderReason::None, {}, good.qty}, second,
                       two.now);
    }
    const auto order = two.order(Side::Buy, 1);
    const auto refusal = breakers.review(order, first, order.qty, two.now);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->scope.kind, core::Scope::Kind::Strategy);
    EXPECT_EQ(refusal->scope.id, 0U);
    EXPECT_TRUE(breakers.review(order, both, order.qty, two.now));
    EXPECT_FALSE(breakers.review(order, second, order.qty, two.now));
}

TEST_F(BreakersCheck, PausesAnInstrumentWhosePriceLeaps) {
    move(0);
    pass_time(30);
    move(-8'900);
    EXPECT_TRUE(lets_pass(desk.order(Side::Sell, 1))) << "less than 3 %";
    move(-9'100);
    const auto refusal = refused(desk.order(Side::Sell, 1));
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->scope.kind, core::Scope::Kind::Instrument);
    ASSERT_EQ(changes().size(), 1U);
    EXPECT_EQ(told[0].cause, core::BreakerChanged::Cause::Move);
    desk.hold(10);
    EXPECT_TRUE(lets_pass(desk.order(Side::Sell, 10))) << "what reduces may leave";
}

TEST_F(BreakersCheck, APriceThatWalksAsFarInMoreThanAMinutePausesNothing) {
    for (int i = 0; i < 10; ++i) {
        move(-4'000 * i);
        pass_time(31);
    }
    EXPECT_TRUE(changes().empty());
    move(-4'000 * 9 - 10'000);
    EXPECT_EQ(changes().size(), 1U);
}

TEST_F(BreakersCheck, WhatIsAQuietMinuteDependsOnTheMarket) {
    const auto leap = [&](double sigma) {
        Breakers fresh{desk.world.catalog, 1};
        fresh.moved(desk.world.btc, core::Price{300'000}, sigma, desk.now);
        fresh.moved(desk.world.btc, core::Price{315'000}, sigma, desk.now);  // 5 %
        const auto order = desk.order(Side::Buy, 1);
        return fresh.review(order, shares, order.qty, desk.now).has_value();
    };
    EXPECT_TRUE(leap(0.006));
    EXPECT_FALSE(leap(0.0063)) << "eight deviations are 5.04 %";
}

TEST_F(BreakersCheck, StaysOpenWhileThePriceGoesOnLeaping) {
    move(0);
    move(-9'100);
    const auto first = changes()[0].until;
    pass_time(7);
    move(-9'200);
    ASSERT_EQ(changes().size(), 1U);
    EXPECT_EQ(told[0].state, State::Open);
    EXPECT_GT(told[0].until, first);
    EXPECT_FALSE(lets_pass(desk.order(Side::Buy, 1)));
}

TEST_F(BreakersCheck, ClosesAgainByProbesThatTheMarketTurnsDown) {
    answer(OrderState::Rejected, OrderReason::Overloaded, 5);
    pass_time(7);
    answer(OrderState::Rejected, OrderReason::PostOnlyWouldTake, 3);
    for (int i = 0; i < 10; ++i) {
        const auto order = desk.order(Side::Buy, 1);
        ASSERT_TRUE(lets_pass(order)) << i;
        desk.breakers.sent(order, shares, desk.now);
    }
}

TEST_F(BreakersCheck, DoesNotWaitForEverForProbesThatWereNotSentOrNotAnswered) {
    answer(OrderState::Rejected, OrderReason::Overloaded, 5);
    pass_time(7);
    answer(OrderState::Rejected, OrderReason::Disconnected, 10);
    EXPECT_TRUE(lets_pass(desk.order(Side::Buy, 1)));
    answer(OrderState::Cancelled, OrderReason::Requested, 3);  // which is no answer of the venue
    EXPECT_FALSE(lets_pass(desk.order(Side::Buy, 1)));
    desk.now = desk.now + Breaker::probe_patience;
    EXPECT_TRUE(lets_pass(desk.order(Side::Buy, 1)));
}

TEST_F(BreakersCheck, CountsNothingThatTheMarketOrWeDid) {
    for (const auto reason :
         {OrderReason::PostOnlyWouldTake, OrderReason::NoLiquidity, OrderReason::Unfillable,
          OrderReason::Disconnected, OrderReason::SelfTrade})
        answer(OrderState::Rejected, reason, 10);
    answer(OrderState::Cancelled, OrderReason::Requested, 10);
    EXPECT_TRUE(lets_pass(desk.order(Side::Buy, 1)));
}

TEST(MoveWatch, AgreesWithTheLowestAndHighestOfTheLastMinute) {
    core::Random random{9, 1};
    MoveWatch watch;
    std::vector<std::pair<std::int64_t, std::int64_t>> seen;  // second, price
    Time now = Time{} + core::days(1);
    for (int i = 0; i < 20'000; ++i) {
        now = now + core::milliseconds(static_cast<std::int64_t>(random.below(2'000)));
        const auto price = 1'000 + static_cast<std::int64_t>(random.below(500));
        const auto second = core::count_of(now, core::seconds(1));
        seen.emplace_back(second, price);
        std::erase_if(seen, [&](auto& s) { return s.first < second - MoveWatch::window; });
        const auto [low, high] = std::ranges::minmax(seen | std::views::values);
        const auto expected =
            std::max(static_cast<double>(price - low) / static_cast<double>(low),
                     static_cast<double>(high - price) / static_cast<double>(high));
        ASSERT_DOUBLE_EQ(watch.see(core::Price{price}, now), expected) << i;
    }
}

}  // namespace
}  // namespace nightjar::risk
