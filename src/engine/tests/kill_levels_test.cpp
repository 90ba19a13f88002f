/// What a running engine does when the kill level rises, and when a person arms it again.

#include "core/base/random.hpp"
#include "engine/command_feed.hpp"
#include "engine/tests/fixtures.hpp"
#include "risk/flatten.hpp"

#include <gtest/gtest.h>

#include <map>

namespace nightjar::engine {
namespace {

using core::KillLevel;
using core::Price;
using core::Qty;
using core::RecordType;
using core::Side;
using tests::Desk;
using tests::Kept;

/// An engine without strategies, with a book around 1,000.00; what it holds came from outside.
class KillLevels : public ::testing::Test {
public:
    KillLevels() {
        engine = build(journal);
        engine->open();
        show_book(1'000);
    }
    std::unique_ptr<Engine> build(Kept& kept, const std::string& version = "1") {
        auto config = tests::one_instrument();
        config.build = version;
        config.losses = risk::LossGuard{.daily_bps = 10'000, .drawdown_bps = 1'000};
        core::Registries registries;
        risk::register_builtins(registries);
        return Engine::build(config, registries, {{&desk}, &kept}).value();
    }

    void hear(core::Event::Body body) {
        core::Event event;
        event.stamp = {now, now, 0};
        event.body = std::move(body);
        engine->on(event);
    }
    void show_book(std::int64_t lots, std::int64_t mid = 100'000) {
        for (const auto& delta : tests::ten_levels(lots, mid)) hear(delta);
    }
    void hold(std::int64_t lots) {
        hear(core::Fill{{},
                        {++trades},
                        lots > 0 ? Side::Buy : Side::Sell,
                        {100'000},
                        magnitude(Qty{lots}),
                        {},
                        {},
                        core::Liquidity::Taker});
    }
    void set(KillLevel level) { hear(core::Command::set_level(level, core::Person{"ada"})); }
    /// The last order is filled, as far as it goes.
    void fill() {
        const auto order = desk.orders.back();
        hear(core::Fill{order.id,
                        {++trades},
                        order.side,
                        order.price,
                        order.qty,
                        {},
                        {},
                        core::Liquidity::Taker});
    }
    void wait() {
        now = now + risk::flatten_every;
        show_book(1'000);
        hear(core::TimerFired{});
    }
    [[nodiscard]] Qty held() const { return engine->books().position({0}); }

    Desk desk;
    Kept journal;
    std::unique_ptr<Engine> engine;
    core::Time now = core::Time{} + core::days(19'000);
    std::uint64_t trades{};
};

TEST_F(KillLevels, FlattenClosesAPositionInSlicesThatTheBookBearsInsideTheCollar) {
    hold(1'205);
    set(KillLevel::Flatten);
    int slices = 0;
    for (; held().raw != 0 && slices < 10; ++slices) {
        ASSERT_EQ(desk.orders.size(), static_cast<std::size_t>(slices) + 1);
        const auto& order = desk.orders.back();
        EXPECT_EQ(order.side, Side::Sell);
        EXPECT_EQ(order.tif, core::TimeInForce::Ioc);
        EXPECT_TRUE(order.reduce_only);
        EXPECT_EQ(order.price, Price{97'000}) << "3 % below the mid";
        EXPECT_LE(order.qty, Qty{505}) << "5 % of ten levels, or the rest with it";
        fill();
        hear(core::TimerFired{});
        EXPECT_EQ(desk.orders.size(), static_cast<std::size_t>(slices) + 1) << "one a second";
        wait();
    }
    EXPECT_EQ(slices, 3) << "500, 500, 205";
    EXPECT_EQ(engine->kill_level(), KillLevel::Flatten) << "until a person says otherwise";
    const auto changed = journal.all<core::KillLevelChanged>();
    ASSERT_EQ(changed.size(), 1U);
    EXPECT_EQ(changed[0].by.view(), "ada");
    EXPECT_TRUE(journal.all<core::AlarmRaised>().empty());
}

TEST_F(KillLevels, FlattenBuysAShortPositionBackAndLeavesNoRestThatIsTooSmall) {
    hold(-507);
    set(KillLevel::Flatten);
    ASSERT_EQ(desk.orders.size(), 1U);
    EXPECT_EQ(desk.orders[0].side, Side::Buy);
    EXPECT_EQ(desk.orders[0].qty, Qty{507}) << "7 lots alone are below the venue's least";
    EXPECT_EQ(desk.orders[0].price, Price{103'000});
}

TEST_F(KillLevels, FlattenWaitsForWhatIsUnderWayAndCallsAPersonAfterFiveMinutes) {
    hold(1'000);
    set(KillLevel::Flatten);
    for (int i = 0; i < 299; ++i) wait();
    EXPECT_EQ(desk.orders.size(), 1U) << "its answer has not come: it counts as open";
    EXPECT_TRUE(journal.all<core::AlarmRaised>().empty());
    for (int i = 0; i < 10; ++i) wait();
    EXPECT_EQ(journal.all<core::AlarmRaised>().size(), 1U);
}

TEST_F(KillLevels, FlattenTriesAgainAfterAnOrderThatFoundNobody) {
    hold(300);
    set(KillLevel::Flatten);
    const auto order = desk.orders.back();
    hear(core::OrderUpdate{order.id, core::OrderState::Cancelled, {}, order.price, order.qty});
    EXPECT_EQ(desk.orders.size(), 1U);
    wait();
    ASSERT_EQ(desk.orders.size(), 2U);
    fill();
    EXPECT_EQ(held(), Qty{});
}

TEST_F(KillLevels, FlattenTriesNothingThatTheVenueWouldNotTakeAndRestsOnceItIsFlat) {
    hold(300);
    hear(core::InstrumentStatus{false});
    set(KillLevel::Flatten);
    wait();
    EXPECT_TRUE(desk.orders.empty());
    EXPECT_TRUE(journal.all<core::ParentOpened>().empty());
    hear(core::InstrumentStatus{true});
    wait();
    ASSERT_EQ(desk.orders.size(), 1U);
    fill();
    hold(5);  // less than the venue takes
    for (int i = 0; i < 5; ++i) wait();
    EXPECT_EQ(desk.orders.size(), 1U);
    hold(-5);
    for (int i = 0; i < 2; ++i) wait();
    EXPECT_EQ(engine->next_timer(), Engine::never) << "nothing is left to do";
}

TEST_F(KillLevels, AWordOfAPersonHoldsWhateverHadRaisedTheLevel) {
    hold(2'000);
    show_book(1'000, 40'000);
    ASSERT_EQ(engine->kill_level(), KillLevel::Flatten);
    set(KillLevel::Flatten);
    const auto changed = journal.all<core::KillLevelChanged>();
    ASSERT_EQ(changed.size(), 2U);
    EXPECT_EQ(changed[1].by.view(), "ada");
    EXPECT_EQ(desk.cancels.size(), 1U) << "what is open is cancelled again";
}

TEST_F(KillLevels, NothingButCancelsLeavesAtHalt) {
    hold(300);
    set(KillLevel::Flatten);
    ASSERT_EQ(desk.orders.size(), 1U);
    set(KillLevel::Halt);
    EXPECT_EQ(desk.cancels.size(), 1U);
    const auto order = desk.orders.back();
    hear(core::OrderUpdate{order.id, core::OrderState::Cancelled, {}, order.price, order.qty});
    for (int i = 0; i < 5; ++i) wait();
    EXPECT_EQ(desk.orders.size(), 1U);
    EXPECT_EQ(held(), Qty{300});
}

TEST_F(KillLevels, ALowerWishDoesNotLowerItAndOnlyArmingDoes) {
    set(KillLevel::CancelAndReduceOnly);
    set(KillLevel::ReduceOnly);
    EXPECT_EQ(engine->kill_level(), KillLevel::CancelAndReduceOnly);
    set(KillLevel::None);
    EXPECT_EQ(engine->kill_level(), KillLevel::None);
    const auto changed = journal.all<core::KillLevelChanged>();
    ASSERT_EQ(changed.size(), 2U);
    EXPECT_EQ(changed[1].level, KillLevel::None);
    EXPECT_EQ(changed[1].by.view(), "ada");
}

TEST_F(KillLevels, ADrawdownFlattensAndIsNotHeldAgainstOneTwice) {
    hold(2'000);  // worth 20,000
    show_book(1'000, 40'000);
    EXPECT_EQ(engine->kill_level(), KillLevel::Flatten) << "12,000 of 100,000 are lost";
    EXPECT_EQ(journal.all<core::KillLevelChanged>()[0].cause.rule, core::Rule::Drawdown);
    ASSERT_EQ(desk.orders.size(), 1U);
    set(KillLevel::None);
    show_book(1'000, 39'990);
    EXPECT_EQ(engine->kill_level(), KillLevel::None);

    // A restart knows where losses are counted from.
    Kept unused;
    auto recalled = build(unused);
    for (const auto& record : journal.records)
        ASSERT_TRUE(recalled->recall(record.type, record.at, record.body));
    EXPECT_EQ(recalled->kill_level(), KillLevel::None);
    EXPECT_EQ(recalled->books().total().armed_peak(), core::whole(88'000));
    EXPECT_EQ(recalled->books().total().peak(), core::whole(100'000));
}

/// R31: what another build or another configuration decides was not asked for.
TEST_F(KillLevels, AResumedSessionOfAnotherBuildOnlyReducesUntilAPersonSaysSo) {
    for (const auto* version : {"1", "2"}) {
        Kept kept;
        auto recalled = build(kept, version);
        for (const auto& record : journal.records)
            ASSERT_TRUE(recalled->recall(record.type, record.at, record.body));
        core::Event resumed;
        resumed.stamp = {now, now, 0};
        resumed.body = core::Command{core::Command::Kind::Resumed, journal.records.size()};
        recalled->on(resumed);
        const bool same = std::string_view{version} == "1";
        EXPECT_EQ(recalled->kill_level(), same ? KillLevel::None : KillLevel::ReduceOnly);
        const auto changed = kept.all<core::KillLevelChanged>();
        ASSERT_EQ(changed.size(), same ? 0U : 1U);
        if (same) continue;
        EXPECT_EQ(changed[0].cause.rule, core::Rule::Identity);
        auto armed = resumed;
        armed.body = core::Command::set_level(KillLevel::None, core::Person{"ada"});
        recalled->on(armed);
        EXPECT_EQ(recalled->kill_level(), KillLevel::None);
    }
}

/// The process may end behind any record.
TEST_F(KillLevels, AreLatchedWhereverACrashComes) {
    core::Random chance{7, 0};
    std::map<std::size_t, KillLevel> levels;  // after so many records, where an event had ended
    for (int i = 0; i < 200; ++i) {
        if (chance.below(3) == 0)
            set(static_cast<KillLevel>(chance.below(5)));
        else if (chance.below(2) == 0)
            hold(static_cast<std::int64_t>(chance.below(400)) - 200);
        else
            wait();
        levels[journal.records.size()] = engine->kill_level();
    }
    constexpr int crashes = 100;
    for (int i = 0; i < crashes; ++i) {
        const auto kept = chance.below(journal.records.size()) + 1;
        Kept unused;
        auto recalled = build(unused);
        auto told = KillLevel::None;
        for (std::size_t at = 0; at < kept; ++at) {
            const auto& record = journal.records[at];
            ASSERT_TRUE(recalled->recall(record.type, record.at, record.body));
            if (record.type == RecordType::KillLevelChanged)
                told = core::decode<core::KillLevelChanged>(record.body)->level;
            if (const auto known = levels.find(at + 1); known != levels.end()) {
                EXPECT_EQ(recalled->kill_level(), known->second) << "after " << at + 1;
            }
        }
        EXPECT_EQ(recalled->kill_level(), told) << "after " << kept << " records";
    }
}

}  // namespace
}  // namespace nightjar::engine
