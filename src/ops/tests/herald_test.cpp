/// What the records of a ledger, and the standing of a node, sound like.

#include "ops/herald.hpp"

#include "core/base/archive.hpp"
#include "ops/amount_text.hpp"
#include "ops/standing_watch.hpp"

#include <gtest/gtest.h>

namespace nightjar::ops {
namespace {

using core::KillLevel;
using core::Money;
using core::Time;
using notify::Severity;
using notify::Topic;

Time clock(const std::string& time) { return *core::parse_time("2026-11-23T" + time + "Z"); }
Money usdt(std::string_view text) { return *core::parse_money(text); }

/// Two instruments of a venue "okx", in USDT, and a strategy "trend".
struct Heard : ::testing::Test {
    std::vector<notify::Message> told;
    Herald herald{[this](const notify::Message& message) { told.push_back(message); },
                  clock("09:00:00")};
    core::Catalog catalog;

    Heard() {
        catalog.add_venue("okx");
        core::Instrument swap;
        swap.quote = catalog.add_asset("USDT");
        swap.base = catalog.add_asset("BTC");
        swap.symbol = "BTC-USDT-SWAP";
        swap.kind = core::InstrumentKind::LinearPerpetual;
        swap.tick = usdt("0.1");
        swap.lot = usdt("0.001");
        EXPECT_TRUE(catalog.add(swap));
        core::SessionOpened opened;
        opened.cash = usdt("100000");
        opened.venues = catalog.venues();
        opened.assets = catalog.assets();
        hear(Time{}, opened);
        hear(Time{}, core::InstrumentDefined{catalog.instruments().front()});
        hear(Time{}, core::StrategyDefined{{0}, "trend", "ensemble", usdt("100000"), {}, {}});
        told.clear();
    }
    template <class Record>
    void hear(Time at, const Record& record, bool silent = false) {
        std::array<std::byte, 4'096> room{};
        core::ByteWriter writer{room};
        writer(record);
        herald.hear(Record::type, at, writer.bytes(), silent);
    }
    void refuse(Time at, core::Rule rule) {
        core::OrderRefused refused;
        refused.order.qty = core::Qty{500};
        refused.refusal = {rule, core::Unit::Quote, usdt("50000").raw, usdt("61000").raw, {}};
        hear(at, refused);
    }
    void sample(Time at, std::string_view equity, std::string_view peak) {
        hear(at, core::EquitySampled{core::EquitySampled::total, usdt(equity), usdt(peak), 0, {}});
    }
    /// The only message so far.
    [[nodiscard]] std::string only(Severity severity, Topic topic) {
        if (told.size() != 1) return fmt::format("{} messages", told.size());
        EXPECT_EQ(told[0].severity, severity);
        EXPECT_EQ(told[0].topic, topic);
        auto text = told[0].text;
        told.clear();
        return text;
    }
};

TEST_F(Heard, ALossThatRaisesTheKillLevelIsASentence) {
    hear(clock("10:00:00"), core::KillLevelChanged{KillLevel::CancelAndReduceOnly,
                                                   {core::Rule::DailyLoss,
                                                    core::Unit::Quote,
                                                    usdt("3000").raw,
                                                    usdt("3012.2").raw,
                                                    {core::Scope::Kind::Account, 0}},
                                                   {}});
    EXPECT_EQ(told.at(0).at, clock("10:00:00"));
    EXPECT_EQ(only(Severity::Alarm, Topic::KillLevel),
              "kill level K2 cancel and reduce only: R20 daily loss of 3,012.20 USDT, over the "
              "limit of 3,000.00 - nothing new is opened, and all orders are cancelled");
}

TEST_F(Heard, AStageThatWasDecidedOnIsToldWithItsReason) {
    using Cause = core::StageChanged::Cause;
    using core::Stage;
    hear(clock("09:00:00"), core::StageChanged{{0}, Stage::Paper, Cause::Start, 0, 0, {}});
    EXPECT_TRUE(told.empty());
    hear(clock("10:00:00"), core::StageChanged{{0}, Stage::Canary, Cause::Test, 42, 2'984'000, {}});
    EXPECT_EQ(
        only(Severity::Info, Topic::Ramp),
        "strategy trend is now at canary: the test, after 42 samples with an evidence of +2.98");
    hear(clock("11:00:00"), core::StageChanged{{0}, Stage::Paper, Cause::Loss, 7, 0, {}});
    EXPECT_EQ(only(Severity::Warning, Topic::Ramp), "strategy trend is now at paper: a loss limit");
    hear(clock("12:00:00"),
         core::StageChanged{{0}, Stage::Full, Cause::Person, 0, 0, core::Person{"eve"}});
    EXPECT_EQ(only(Severity::Info, Topic::Ramp), "strategy trend is now at full: by eve");
}

TEST_F(Heard, APersonWhoChangesTheLevelIsNamed) {
    hear(clock("10:00:00"), core::KillLevelChanged{KillLevel::ReduceOnly, {}, core::Person{"eve"}});
    EXPECT_EQ(only(Severity::Warning, Topic::KillLevel),
              "kill level K1 reduce only, set by eve - nothing new is opened");
    hear(clock("10:01:00"), core::KillLevelChanged{KillLevel::None, {}, core::Person{"eve"}});
    EXPECT_EQ(only(Severity::Info, Topic::KillLevel),
              "kill level none, set by eve - it trades again");
    hear(clock("10:02:00"), core::KillLevelChanged{KillLevel::None, {}, {}});
    EXPECT_EQ(only(Severity::Info, Topic::KillLevel),
              "kill level none, as the day has ended - it trades again");
}

TEST_F(Heard, WhatAnEarlierLifeHasToldIsNotToldAgain) {
    hear(clock("10:00:00"), core::KillLevelChanged{KillLevel::Flatten, {}, core::Person{"eve"}},
         true);
    hear(clock("10:00:01"), core::SessionClosed{}, true);
    EXPECT_TRUE(told.empty());
    EXPECT_EQ(herald.kill_level(), KillLevel::Flatten);
    hear(clock("11:00:00"), core::CommandTaken{{core::Command::Kind::Resumed, 7}});
    EXPECT_EQ(only(Severity::Warning, Topic::Session),
              "the session goes on after it was interrupted");
}

TEST_F(Heard, AlarmsAndEndsAreTold) {
    hear(clock("10:00:00"), core::AlarmRaised{});
    EXPECT_TRUE(only(Severity::Alarm, Topic::Alarm).starts_with("positions are still open"));
    hear(clock("10:00:00"), core::SessionClosed{});
    EXPECT_EQ(only(Severity::Info, Topic::Session), "the session has ended in order");
}

TEST_F(Heard, AVenueThatChargesAnotherFeeIsTold) {
    hear(clock("10:00:00"), core::FeeDiffered{{0}, {0}, core::Liquidity::Taker, 400'000, 500'000});
    EXPECT_EQ(
        only(Severity::Warning, Topic::Alarm),
        "okx charges a taker 5.000 bp for okx:BTC-USDT-SWAP, its table of fees says 4.000 bp: "
        "check fee_tiers");
}

TEST_F(Heard, ABreakerThatOpensAndClosesIsASentence) {
    using core::BreakerChanged;
    using core::BreakerState;
    const core::Scope swap{core::Scope::Kind::Instrument, 0};
    hear(clock("10:00:00"),
         BreakerChanged{swap, BreakerState::Open, BreakerChanged::Cause::Move, clock("10:00:05")});
    EXPECT_EQ(only(Severity::Warning, Topic::Breaker),
              "the breaker of okx:BTC-USDT-SWAP has opened: the price leaps - nothing new is "
              "opened there until 2026-11-23T10:00:05Z");
    hear(clock("10:00:05"), BreakerChanged{swap, BreakerState::HalfOpen, {}, {}});
    EXPECT_EQ(only(Severity::Info, Topic::Breaker),
              "the breaker of okx:BTC-USDT-SWAP lets orders of the least size try");
    hear(clock("10:00:09"), BreakerChanged{{core::Scope::Kind::Account, 0}, {}, {}, {}});
    EXPECT_EQ(only(Severity::Info, Topic::Breaker),
              "the breaker of all trading has closed - it trades again");
}

TEST_F(Heard, ALimitThatAPersonSetsIsTold) {
    const core::LimitChange limit{core::Rule::PositionLimit, 0, 12'500'000};
    hear(clock("10:00:00"),
         core::CommandTaken{core::Command::set_limit(limit, core::Person{"eve"})});
    EXPECT_EQ(only(Severity::Info, Topic::Session),
              "a limit was set by eve: R15 position, number 1 of its settings, is 12.5 now");
}

TEST_F(Heard, AFillIsToldAndOneOfNoOrderIsAnAlarm) {
    core::FillBooked booked;
    booked.fill = {core::OrderId{1}, core::TradeId{1}, core::Side::Sell, core::Price{601'235},
                   core::Qty{500},   usdt("15.03"),    core::AssetId{0}, core::Liquidity::Taker};
    hear(clock("10:00:00"), booked);
    EXPECT_EQ(only(Severity::Info, Topic::Fills),
              "sold 0.5 BTC at 60123.5 of okx:BTC-USDT-SWAP, fee 15.03 USDT");
    booked.fill.order = {};
    hear(clock("10:00:00"), booked);
    EXPECT_TRUE(only(Severity::Alarm, Topic::Reconciliation)
                    .starts_with("a trade that no order of ours explains"));
}

TEST_F(Heard, TwentyRefusalsOfARuleWithinAMinuteAreOneMessageWithTheirNumber) {
    for (int i = 0; i < 19; ++i)
        refuse(clock("10:00:00") + core::seconds(i), core::Rule::FatFinger);
    for (int i = 0; i < 19; ++i) refuse(clock("10:00:00") + core::seconds(i), core::Rule::Collar);
    herald.pass(clock("10:00:40"));
    EXPECT_TRUE(told.empty());
    for (int i = 0; i < 9'981; ++i) refuse(clock("10:00:30"), core::Rule::FatFinger);
    herald.pass(clock("10:00:34"));
    EXPECT_TRUE(told.empty()) << "its size is not known yet";
    herald.pass(clock("10:00:35"));
    EXPECT_EQ(only(Severity::Warning, Topic::Refusals),
              "10000 refusals by R08 fat finger within 30 s; the last: buy 0.5 BTC of "
              "okx:BTC-USDT-SWAP (R08 fat "
              "finger: 61000 against a limit of 50000 (order 0))");
    // It goes on, and is told again after ten minutes; then it ends, and is not.
    for (int i = 0; i < 100; ++i) refuse(clock("10:05:00"), core::Rule::FatFinger);
    herald.pass(clock("10:10:00"));
    EXPECT_TRUE(told.empty());
    herald.pass(clock("10:10:36"));
    EXPECT_TRUE(only(Severity::Warning, Topic::Refusals).starts_with("100 refusals"));
    herald.pass(clock("10:30:00"));
    EXPECT_TRUE(told.empty());
    for (int i = 0; i < 20; ++i) refuse(clock("10:40:00"), core::Rule::FatFinger);
    herald.pass(clock("10:41:00"));
    EXPECT_TRUE(only(Severity::Warning, Topic::Refusals).starts_with("20 refusals"));
}

TEST_F(Heard, RefusalsFarApartAreNoBurst) {
    for (int i = 0; i < 200; ++i)
        refuse(clock("10:00:00") + core::seconds(4 * i), core::Rule::Rate);
    herald.pass(clock("11:00:00"));
    EXPECT_TRUE(told.empty());
}

TEST_F(Heard, WhileTheKillLevelIsRaisedItsOwnRefusalsAreNoNews) {
    hear(clock("10:00:00"), core::KillLevelChanged{KillLevel::ReduceOnly, {}, core::Person{"eve"}});
    told.clear();
    for (int i = 0; i < 50; ++i) refuse(clock("10:00:01"), core::Rule::KillLevel);
    herald.pass(clock("10:01:00"));
    EXPECT_TRUE(told.empty());
}

TEST_F(Heard, ADayIsSummedUpAtMidnight) {
    refuse(clock("10:00:00"), core::Rule::Rate);
    core::FillBooked booked;
    booked.fill.order = {1};
    hear(clock("11:00:00"), booked);
    sample(clock("23:00:00"), "100100", "101000");
    told.clear();
    const auto midnight = clock("00:00:00") + core::days(1);
    sample(midnight, "100432.1", "101000");
    EXPECT_EQ(only(Severity::Info, Topic::Daily),
              "2026-11-23: equity 100,432.10 USDT, +432.10 in the day (+0.43 %), 0.56 % below the "
              "peak; 1 fills, 1 refusals; kill level none");
    herald.pass(midnight + core::hours(1));
    EXPECT_TRUE(told.empty()) << "a day is summed up once";
    sample(midnight + core::hours(24), "99432.1", "101000");
    EXPECT_TRUE(only(Severity::Info, Topic::Daily).contains("-1,000.00 in the day (-1.00 %)"));
}

TEST_F(Heard, AQuietMarketHasItsSummaryToo) {
    sample(clock("23:00:00"), "100100", "100100");
    herald.pass(clock("00:00:30") + core::days(1));
    EXPECT_TRUE(told.empty()) << "the sample of midnight may be on its way";
    herald.pass(clock("00:01:00") + core::days(1));
    EXPECT_TRUE(only(Severity::Info, Topic::Daily).contains("equity 100,100.00 USDT"));
}

TEST(Grouped, IsForPeople) {
    EXPECT_EQ(grouped(usdt("1234567.891")), "1,234,567.89");
    EXPECT_EQ(grouped(usdt("-3012.2")), "-3,012.20");
    EXPECT_EQ(grouped(usdt("999")), "999.00");
    EXPECT_EQ(grouped(usdt("0.00012345678")), "0.00012345");
    EXPECT_EQ(grouped(Money{}), "0.00");
}

struct Standing : ::testing::Test {
    StandingWatch watch;
    engine::Snapshot snapshot;

    Standing() { snapshot.venues = {{.name = "okx", .state = "live"}}; }
    std::string look(Time now, KillLevel recorded = KillLevel::None) {
        std::string all;
        for (const auto& message : watch.look(snapshot, recorded, now))
            all +=
                fmt::format("{} {}: {}", name(message.severity), name(message.topic), message.text);
        return all;
    }
};

TEST_F(Standing, AVenueThatIsAwayForAMinuteIsToldAndItsReturnToo) {
    EXPECT_EQ(look(clock("10:00:00")), "");
    snapshot.venues[0].state = "down";
    EXPECT_EQ(look(clock("10:00:10")), "");
    EXPECT_EQ(look(clock("10:01:09")), "");
    EXPECT_EQ(look(clock("10:01:10")),
              "warning reconciliation: okx: not reached for 60 s; no order leaves for it");
    EXPECT_EQ(look(clock("10:01:11")), "");
    snapshot.venues[0].state = "live";
    EXPECT_EQ(look(clock("10:01:12")), "info reconciliation: okx: orders may leave again");
}

TEST_F(Standing, WhatDiffersFromTheVenuesIsAnAlarm) {
    snapshot.venues[0].quarantined = 1;
    EXPECT_TRUE(look(clock("10:00:00")).starts_with("alarm reconciliation: okx: 1 instrument"));
    EXPECT_EQ(look(clock("10:00:01")), "");
    snapshot.venues[0].quarantined = 0;
    EXPECT_TRUE(look(clock("10:00:02")).contains("agree again"));
}

TEST_F(Standing, ALevelThatTheLedgerCouldNotKeepIsToldOnce) {
    snapshot.kill_level = KillLevel::CancelAndReduceOnly;
    EXPECT_EQ(look(clock("10:00:00")), "") << "the ledger may be ahead";
    EXPECT_TRUE(look(clock("10:00:04")).contains("it cannot be written"));
    EXPECT_EQ(look(clock("10:00:08")), "");
    EXPECT_EQ(look(clock("10:00:09"), KillLevel::CancelAndReduceOnly), "");
}

}  // namespace
}  // namespace nightjar::ops
