#include "risk/breaker.hpp"

#include "risk/tests/fixtures.hpp"

#include <gtest/gtest.h>

namespace nightjar::risk {
namespace {

using core::OrderReason;
using core::OrderState;
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

    void answer(OrderState state, OrderReason reason, int times = 1) {
        for (int i = 0; i < times; ++i) {
            const auto order = desk.order(Side::Buy, 1);
            if (check->review(order, desk.view())) continue;
            check->approved(order, desk.view());
            check->heard(order, {order.id, state, reason, {}, order.qty}, desk.view());
        }
    }
    [[nodiscard]] bool lets_pass(const core::OrderRequest& order) const {
        return !check->review(order, desk.view());
    }
};

TEST_F(BreakersCheck, PausesAVenueThatFailsButNeverWhatReduces) {
    desk.hold(10);
    answer(OrderState::Rejected, OrderReason::Overloaded, 5);
    EXPECT_FALSE(lets_pass(desk.order(Side::Buy, 1)));
    EXPECT_TRUE(lets_pass(desk.order(Side::Sell, 10)));
    desk.now = desk.now + core::seconds(7);
    EXPECT_TRUE(lets_pass(desk.order(Side::Buy, 1))) << "a probe";
    answer(OrderState::Unknown, OrderReason::None);
    EXPECT_FALSE(lets_pass(desk.order(Side::Buy, 1)));
}

TEST_F(BreakersCheck, ClosesAgainByProbesThatTheMarketTurnsDown) {
    answer(OrderState::Rejected, OrderReason::Overloaded, 5);
    desk.now = desk.now + core::seconds(7);
    answer(OrderState::Rejected, OrderReason::PostOnlyWouldTake, 3);
    for (int i = 0; i < 10; ++i) {
        const auto order = desk.order(Side::Buy, 1);
        ASSERT_TRUE(lets_pass(order)) << i;
        check->approved(order, desk.view());
    }
}

TEST_F(BreakersCheck, DoesNotWaitForEverForProbesThatWereNotSentOrNotAnswered) {
    answer(OrderState::Rejected, OrderReason::Overloaded, 5);
    desk.now = desk.now + core::seconds(7);
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

}  // namespace
}  // namespace nightjar::risk
