/// Parents that an algorithm works, through the whole engine.

#include "engine/tests/risk_states.hpp"

namespace nightjar::engine {
namespace {

using core::EndReason;
using core::ParentEnded;
using core::ParentMeasured;

class Parents : public tests::RiskStates {
public:
    Parents() { start(journal); }

    /// Both strategies work their parents over ten minutes.
    std::unique_ptr<Engine> made(tests::Kept& kept, const core::ParamTexts& texts) {
        auto config = tests::one_instrument();
        config.losses = risk::LossGuard{};
        config.gate.settings["venue"] = {{"pct", "100"}};
        core::Registries registries;
        risk::register_builtins(registries);
        exec::register_builtins(registries);
        tests::add_obedient(registries, told.data());
        for (const auto* name : {"one", "two"})
            config.strategies.push_back(
                tests::obedient(name, core::whole(50'000), {"twap", texts}));
        return Engine::build(config, registries, {{&desk}, &kept}).value();
    }
    void start(tests::Kept& kept) {
        desk = {};
        filled_ = 0;
        kept.records.clear();
        engine = made(kept, settings);
        engine->open();
        show(mid);
    }
    /// Another process that has read the ledger, or a checkpoint of it.
    std::unique_ptr<Engine> resumed(tests::Kept& kept, bool checkpoint) {
        auto other = made(kept, settings);
        for (const auto& record : journal.records)
            NJ_CHECK(other->recall(record.type, record.at, record.body).has_value(), "a record");
        if (!checkpoint) return other;
        auto third = made(kept, settings);
        NJ_CHECK(third->load(other->save()).has_value(), "a state");
        return third;
    }
    /// Everything that has been sent is filled; time goes on in steps of five seconds.
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
    void say(std::size_t strategy, double exposure) {
        told[strategy].exposure = exposure;
        show(mid);
    }
    [[nodiscard]] std::vector<ParentEnded> ends() const { return journal.all<ParentEnded>(); }

    core::ParamTexts settings{{"over", "10m"}, {"adaptive", "false"}, {"children", "16"}};

private:
    std::size_t filled_{};
};

TEST_F(Parents, ATargetIsReachedByChildrenAndTheEndIsOnRecord) {
    say(0, 0.5);
    go(core::minutes(5));
    EXPECT_GT(held(0).raw, 100);
    EXPECT_LT(held(0).raw, 450);
    EXPECT_TRUE(ends().empty());
    go(core::minutes(6));
    EXPECT_EQ(held(0).raw, 500);
    ASSERT_EQ(ends().size(), 1U);
    EXPECT_EQ(ends()[0].reason, EndReason::Filled);
    EXPECT_EQ(ends()[0].average_price(), static_cast<double>(mid));
    EXPECT_GT(desk.orders.size(), 8U);
    EXPECT_EQ(journal.all<core::ParentOpened>()[0].style, core::StrategyId{0});
}

TEST_F(Parents, WhatItHasCostIsOnRecordFiveMinutesAfterItsEnd) {
    say(0, 0.5);
    go(core::minutes(11));
    ASSERT_EQ(ends().size(), 1U);
    EXPECT_TRUE(journal.all<ParentMeasured>().empty());
    go(core::minutes(6));
    const auto measured = journal.all<ParentMeasured>();
    ASSERT_EQ(measured.size(), 1U);
    EXPECT_EQ(measured[0].parent, ends()[0].parent);
    EXPECT_EQ(measured[0].filled.raw, 500);
    EXPECT_EQ(measured[0].average, ends()[0].average_price());
    EXPECT_EQ(measured[0].messages, ends()[0].children);
    EXPECT_EQ(measured[0].window, core::minutes(10));
    EXPECT_NEAR(measured[0].schedule[16], 5'000, 100) << "half in half";
    EXPECT_GT(measured[0].behind_worst, 0) << "children come before or after the line";
    EXPECT_EQ(measured[0].markouts[4].taker_qty.raw, 500);
    EXPECT_EQ(engine->tca().totals().parents, 1U);
}

TEST_F(Parents, ASessionThatClosesTellsWhatIsKnown) {
    say(0, 0.5);
    go(core::minutes(11));
    engine->close();
    const auto measured = journal.all<ParentMeasured>();
    ASSERT_EQ(measured.size(), 1U);
    EXPECT_LT(measured[0].markouts[4].taker_qty.raw, 500) << "the last fills are too young";
}

TEST_F(Parents, ATargetThatChangesTakesTheParentsPlace) {
    say(0, 0.5);
    go(core::minutes(5));
    const auto before = held(0).raw;
    say(0, 0.0);
    ASSERT_EQ(ends().size(), 1U);
    EXPECT_EQ(ends()[0].reason, EndReason::Superseded);
    go(core::minutes(11));
    EXPECT_EQ(held(0).raw, 0);
    ASSERT_EQ(ends().size(), 2U);
    EXPECT_EQ(ends()[1].qty.raw, before);
}

TEST_F(Parents, AnotherStrategysWishEndsNothingOfTheFirst) {
    say(0, 0.5);
    go(core::minutes(3));
    say(1, 0.3);
    go(core::minutes(12));
    EXPECT_EQ(held(0).raw, 500);
    EXPECT_EQ(held(1).raw, 300);
}

TEST_F(Parents, AKillLevelStopsWhatAddsAndLetsGoOnWhatReduces) {
    say(0, 0.5);
    go(core::minutes(5));
    hear(core::Command::set_level(core::KillLevel::ReduceOnly, core::Person{"ada"}));
    ASSERT_EQ(ends().size(), 1U);
    EXPECT_EQ(ends()[0].reason, EndReason::Risk);
    const auto sent = desk.orders.size();
    go(core::minutes(2));
    EXPECT_EQ(desk.orders.size(), sent);
    say(0, 0.0);
    go(core::minutes(11));
    EXPECT_EQ(held(0).raw, 0);
}

TEST_F(Parents, AnOpenParentGoesOnAfterARestart) {
    for (const bool checkpoint : {false, true}) {
        start(journal);
        say(0, 0.5);
        go(core::minutes(5));
        const auto filled = held(0);
        const auto sent = desk.orders.size();
        tests::Kept later;
        engine = resumed(later, checkpoint);
        core::Command command;
        command.kind = core::Command::Kind::Resumed;
        hear(command);
        go(core::seconds(10));
        EXPECT_LE(desk.orders.size(), sent + 1) << "it is where it was, and does not begin again";
        EXPECT_GE(held(0), filled);
        go(core::minutes(6));
        EXPECT_EQ(held(0).raw, 500);
        EXPECT_EQ(later.all<ParentEnded>().size(), 1U);
        EXPECT_TRUE(later.all<core::ParentOpened>().empty());
        told[0].exposure.reset();
    }
}

}  // namespace
}  // namespace nightjar::engine
