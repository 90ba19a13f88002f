/// Parents that a person orders, through the whole engine.

#include "engine/tests/risk_states.hpp"

namespace nightjar::engine {
namespace {

using core::EndReason;
using core::ManualOrder;
using core::ParentEnded;
using core::Qty;
using core::Rule;

/// The first strategy wants what it is told, the second is a person's; both may hold 10 BTC.
class Manual : public tests::RiskStates {
public:
    Manual() { start(journal); }

    std::unique_ptr<Engine> made(tests::Kept& kept) {
        auto config = tests::one_instrument();
        config.losses = risk::LossGuard{};
        config.gate.settings["venue"] = {{"pct", "100"}};
        core::Registries registries;
        risk::register_builtins(registries);
        exec::register_builtins(registries);
        strategy::register_builtins(registries);
        tests::add_obedient(registries, told.data());
        config.strategies.push_back(
            tests::obedient("one", core::whole(50'000), {"twap", settings}));
        config.strategies.push_back(tests::obedient("mine", core::whole(50'000)));
        config.strategies.back().kind = "hand";
        config.strategies.back().execution = {"twap", settings};
        return Engine::build(config, registries, {{&desk}, &kept}).value();
    }
    void start(tests::Kept& kept) {
        desk = {};
        filled_ = 0;
        kept.records.clear();
        engine = made(kept);
        engine->open();
        show(mid);
    }
    /// Another process that has read the ledger, or a checkpoint of it, and goes on.
    void restart(bool checkpoint) {
        auto other = made(again);
        for (const auto& record : journal.records)
            NJ_CHECK(other->recall(record.type, record.at, record.body).has_value(), "a record");
        if (checkpoint) {
            auto third = made(again);
            NJ_CHECK(third->load(other->save()).has_value(), "a state");
            other = std::move(third);
        }
        engine = std::move(other);
        hear(core::Command{core::Command::Kind::Resumed, journal.records.size()});
        for (const auto& order : engine->orders().open())
            hear(core::OrderUpdate{order.request.id, core::OrderState::Cancelled, {}, {}, {}});
        show(mid);
    }
    void go(core::Duration time) {
        for (const auto end = now + time; now < end;) {
            pass(core::seconds(5));
            for (; filled_ < desk.orders.size(); ++filled_) {
                const auto order = desk.orders[filled_];
                hear(core::Fill{order.id,
                                {++trades},
                                order.side,
                                {mid},
                                order.qty,
                                {},
                                {},
                                core::Liquidity::Taker});
            }
        }
    }
    /// Lots of a hundredth.
    void order(std::int64_t lots, const char* terms = "", std::int64_t limit = 0) {
        hear(ManualOrder{{1},
                         ++ticket,
                         {0},
                         Qty{lots},
                         core::Price{limit},
                         core::AlgoTerms{terms},
                         core::Person{"ada"}});
    }
    void say(std::size_t strategy, double exposure) {
        told[strategy].exposure = exposure;
        show(mid);
    }
    [[nodiscard]] Engine::ManualAnswer answer() const {
        Engine::ManualAnswer last;
        engine->manual_answers([&](const auto& one) { last = one; });
        return last;
    }
    [[nodiscard]] std::vector<ParentEnded> ends() const { return journal.all<ParentEnded>(); }

    core::ParamTexts settings{{"over", "10m"}, {"adaptive", "false"}, {"children", "16"}};
    tests::Kept again;
    std::uint16_t ticket{};

private:
    std::size_t filled_{};
};

TEST_F(Manual, AnOrderOfAPersonIsWorkedByTheAlgorithmThatItNames) {
    order(400, "is over=20m adaptive=false");
    ASSERT_FALSE(answer().refused) << core::to_string(*answer().refused);
    EXPECT_EQ(engine->executor().terms(answer().parent).algorithm(), "is");
    go(core::minutes(21));
    EXPECT_EQ(held(1).raw, 400);
    ASSERT_EQ(ends().size(), 1U);
    EXPECT_EQ(ends()[0].reason, EndReason::Filled);
    ASSERT_TRUE(answer().ended);
    EXPECT_EQ(answer().ended->filled.raw, 400);
    EXPECT_EQ(held(0).raw, 0) << "the other strategy has nothing of it";
}

TEST_F(Manual, ItsSettingsHoldOverThoseOfTheStrategyAndTheRestStays) {
    order(400, "over=5m");
    go(core::minutes(6));
    EXPECT_EQ(held(1).raw, 400) << "twap over five minutes, not ten";
    order(-400);
    go(core::minutes(6));
    EXPECT_GT(held(1).raw, 50) << "over ten, as it is used to";
    go(core::minutes(5));
    EXPECT_EQ(held(1).raw, 0);
}

TEST_F(Manual, EveryAlgorithmCanBeNamed) {
    for (const auto* algo :
         {"immediate", "twap", "vwap", "pov", "is", "iceberg", "peg", "sniper"}) {
        order(10, algo);
        EXPECT_FALSE(answer().refused) << algo;
    }
}

TEST_F(Manual, AtOnceIsOneOrder) {
    order(300, "immediate");
    go(core::seconds(5));
    EXPECT_EQ(held(1).raw, 300);
    EXPECT_EQ(desk.orders.size(), 1U);
    ASSERT_TRUE(answer().ended);
    EXPECT_EQ(answer().ended->children, 1U);
}

TEST_F(Manual, SeveralWorkAtOnceBesideWhatStrategiesWant) {
    say(0, 0.3);
    order(200, "over=5m");
    order(100, "over=10m");
    go(core::minutes(11));
    EXPECT_EQ(held(0).raw, 300);
    EXPECT_EQ(held(1).raw, 300);
    EXPECT_EQ(ends().size(), 3U);
    for (const auto& end : ends()) EXPECT_EQ(end.reason, EndReason::Filled);
}

TEST_F(Manual, WhatAnotherStrategyNoLongerWantsDoesNotEndIt) {
    say(0, 0.3);
    order(200, "over=5m");
    go(core::minutes(2));
    say(0, 0);
    go(core::minutes(5));
    EXPECT_EQ(held(1).raw, 200);
    ASSERT_FALSE(ends().empty());
    EXPECT_EQ(answer().ended->reason, EndReason::Filled);
}

TEST_F(Manual, MoreThanTheSizersAllowIsRefusedWithTheNumbers) {
    order(700);
    ASSERT_FALSE(answer().refused);
    order(400);
    ASSERT_TRUE(answer().refused);
    EXPECT_EQ(answer().refused->rule, Rule::Sizing);
    EXPECT_EQ(answer().refused->limit, 1000);
    EXPECT_EQ(answer().refused->value, 1100) << "with what is under way";
    EXPECT_EQ(answer().parent, core::ParentId{});
    EXPECT_EQ(journal.all<core::TargetRefused>().size(), 1U);
    go(core::minutes(11));
    EXPECT_EQ(held(1).raw, 700);
}

TEST_F(Manual, APersonWithdrawsItAndWhatHasFilledStays) {
    order(800);
    go(core::minutes(3));
    const auto some = held(1).raw;
    EXPECT_GT(some, 0);
    hear(core::ManualCancel{answer().parent, core::Person{"ada"}});
    go(core::minutes(10));
    EXPECT_EQ(held(1).raw, some);
    ASSERT_EQ(ends().size(), 1U);
    EXPECT_EQ(ends()[0].reason, EndReason::Withdrawn);
}

TEST_F(Manual, NoChildIsBeyondItsLimit) {
    order(400, "over=5m", mid - 100);
    for (int i = 0; i < 30; ++i) pass(core::seconds(10));
    EXPECT_GT(desk.orders.size(), 0U);
    for (const auto& sent : desk.orders) EXPECT_LE(sent.price.raw, mid - 100);
}

TEST_F(Manual, NothingIsOpenedWhileThePositionsAreBeingClosed) {
    hear(core::Command::set_level(core::KillLevel::Flatten, core::Person{"ada"}));
    order(100);
    ASSERT_TRUE(answer().refused);
    EXPECT_EQ(answer().refused->rule, Rule::KillLevel);
    EXPECT_TRUE(journal.all<core::ParentOpened>().empty());
}

TEST_F(Manual, WhatCannotBeTakenIsSaidBeforeItIsAnOrder) {
    const auto wrong = [&](std::uint16_t strategy, std::int64_t lots, const char* terms) {
        ManualOrder wish;
        wish.strategy = {strategy};
        wish.qty = Qty{lots};
        wish.terms = core::AlgoTerms{terms};
        const auto checked = engine->check(wish);
        if (checked) return std::string{"fine"};
        hear(wish);
        EXPECT_TRUE(answer().refused) << terms;
        return std::string{checked.error().text()};
    };
    EXPECT_NE(wrong(0, 1, "").find("takes no orders of persons"), std::string::npos);
    EXPECT_NE(wrong(7, 1, "").find("takes no orders of persons"), std::string::npos);
    EXPECT_NE(wrong(1, 0, "").find("less than a lot"), std::string::npos);
    EXPECT_NE(wrong(1, 1, "twop").find("twap"), std::string::npos);
    EXPECT_NE(wrong(1, 1, "twap ovr=3m").find("over"), std::string::npos);
    EXPECT_NE(wrong(1, 1, "twap over").find("KEY=VALUE"), std::string::npos);
    EXPECT_NE(wrong(1, 1, "end=carry").find("carry"), std::string::npos);
    EXPECT_TRUE(journal.all<core::ParentOpened>().empty());
}

/// Whatever way the process comes back: the parent is worked on by its own algorithm, and what it
/// fills is the person's.
TEST_F(Manual, GoesOnAfterARestart) {
    for (const bool checkpoint : {false, true}) {
        start(journal);
        say(0, 0.2);
        order(400, "is over=20m adaptive=false");
        order(200, "over=15m");
        go(core::minutes(5));
        restart(checkpoint);
        EXPECT_EQ(engine->executor().working().size(), 3U) << checkpoint;
        go(core::minutes(20));
        EXPECT_EQ(held(0).raw, 200) << checkpoint;
        EXPECT_EQ(held(1).raw, 600) << checkpoint;
        EXPECT_EQ(engine->books().strategy(core::house).account.held({0}).raw, 0);
    }
}

}  // namespace
}  // namespace nightjar::engine
