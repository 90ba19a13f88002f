/// What leaves, when, and how often: in a time of its own.

#include "notify/outbox.hpp"

#include "notify/errc.hpp"
#include "notify/tests/letters.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace nightjar::notify {
namespace {

using core::Time;
using tests::at;

Message message(Severity severity, Topic topic, std::string text) {
    return {severity, topic, at(1'000), std::move(text)};
}
Message alarm(std::string text = "K2") {
    return message(Severity::Alarm, Topic::KillLevel, std::move(text));
}
Message info(std::string text = "24 fills") {
    return message(Severity::Info, Topic::Daily, std::move(text));
}
Message refusal(int number) {
    return message(Severity::Warning, Topic::Refusals, fmt::format("refusal {}", number));
}
const core::Error away{Errc::Unreachable, "away"};
const core::Error no{Errc::Refused, "no"};

Outbox outbox(Subscription wants = {}) { return {"s", std::move(wants)}; }

TEST(Outbox, KeepsOnlyWhatIsWanted) {
    auto quiet = outbox({.wanted = {Topic::KillLevel}, .least = Severity::Warning});
    quiet.put(refusal(1), at(0));
    quiet.put(message(Severity::Info, Topic::KillLevel, "it trades again"), at(0));
    EXPECT_FALSE(quiet.due());
    quiet.put(alarm(), at(0));
    EXPECT_TRUE(quiet.due());
}

TEST(Outbox, WithoutTopicsTakesAllButFills) {
    auto box = outbox();
    box.put(message(Severity::Info, Topic::Fills, "bought"), at(0));
    EXPECT_FALSE(box.due());
    auto curious = outbox({.wanted = {Topic::Fills}});
    curious.put(message(Severity::Info, Topic::Fills, "bought"), at(0));
    EXPECT_TRUE(curious.due());
}

TEST(Outbox, LetsAnAlarmGoAtOnceAndGathersTheRest) {
    auto box = outbox();
    box.put(info(), at(0));
    EXPECT_FALSE(box.take(at(1)));
    box.put(alarm(), at(1));
    const auto first = box.take(at(1));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->text, "Nightjar s: K2");
    EXPECT_FALSE(box.take(at(10))) << "one is on its way";
    box.sent();
    EXPECT_EQ(box.take(at(2))->text, "Nightjar s: 24 fills");
}

TEST(Outbox, MakesOneLetterOfAStormWithItsNumber) {
    auto box = outbox();
    for (int i = 1; i <= 10'000; ++i) box.put(refusal(i), at(0));
    const auto letter = box.take(at(2));
    ASSERT_TRUE(letter);
    EXPECT_EQ(letter->count, 10'000U);
    EXPECT_EQ(letter->text,
              "Nightjar s: refusal 1\nrefusal 2\nrefusal 3\nrefusal 4\nand 9995 more like "
              "these\nthe last: refusal 10000");
    box.sent();
    EXPECT_FALSE(box.due());
    EXPECT_EQ(box.figures().letters, 1U);
}

TEST(Outbox, SaysTheSameSentenceOnce) {
    auto box = outbox();
    for (int i = 0; i < 3; ++i) box.put(refusal(7), at(0));
    EXPECT_EQ(box.take(at(2))->text, "Nightjar s: refusal 7\nand 2 more like these");
}

TEST(Outbox, TriesAgainLaterAndLaterAndThenGivesUp) {
    auto box = outbox();
    box.put(alarm(), at(0));
    std::vector<std::int64_t> waits;
    auto now = at(0);
    for (int attempt = 1; attempt <= 12; ++attempt) {
        ASSERT_TRUE(box.take(now)) << attempt;
        const bool over = box.failed(away, now);
        EXPECT_EQ(over, attempt == 12);
        if (over) break;
        waits.push_back((*box.due() - now).ns / 1'000'000'000);
        EXPECT_FALSE(box.take(*box.due() - core::nanoseconds(1)));
        now = *box.due();
    }
    EXPECT_EQ(waits, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}));
    EXPECT_FALSE(box.due());
    EXPECT_EQ(box.figures().undelivered, 1U);
    EXPECT_EQ(box.figures().failures, 12U);
}

TEST(Outbox, GivesUpSoonerWhatTheOtherSideRefuses) {
    auto box = outbox();
    box.put(alarm(), at(0));
    for (int attempt = 1; attempt <= 3; ++attempt) {
        ASSERT_TRUE(box.take(at(100 * attempt)));
        EXPECT_EQ(box.failed(no, at(100 * attempt)), attempt == 3);
    }
}

TEST(Outbox, SendsALetterAgainUnderItsOwnIdAndAChangedOneUnderAnother) {
    auto box = outbox();
    box.put(alarm("K1"), at(0));
    const auto first = box.take(at(0))->id;
    EXPECT_FALSE(box.failed(away, at(0)));
    EXPECT_EQ(box.take(at(1))->id, first);
    box.put(alarm("K2"), at(1));  // while it is on its way
    EXPECT_FALSE(box.failed(away, at(1)));
    const auto both = box.take(at(10));
    EXPECT_NE(both->id, first);
    EXPECT_EQ(both->text, "Nightjar s: K1\nK2");
    EXPECT_EQ(both->count, 2U);
}

TEST(Outbox, LetsAFreshAlarmTryWithoutWaitingForOthersFailures) {
    auto box = outbox();
    box.put(info(), at(0));
    auto now = at(2);
    for (int i = 0; i < 8; ++i) {
        ASSERT_TRUE(box.take(now));
        (void)box.failed(away, now);
        now = *box.due();
    }
    box.put(alarm(), now - core::seconds(60));
    EXPECT_EQ(box.take(now - core::seconds(60))->severity, Severity::Alarm);
}

TEST(Outbox, KeepsItsPaceAndHasAReserveForAlarms) {
    auto box = outbox({.per_hour = 60});
    const auto leaves = [&](const Message& one, Time now) {
        box.put(one, now);
        const bool left = box.take(now + core::seconds(2)).has_value();
        if (left) box.sent();
        return left;
    };
    int left = 0;
    for (int i = 0; i < 100; ++i) left += leaves(refusal(i), at(0)) ? 1 : 0;
    EXPECT_EQ(left, 10);
    EXPECT_EQ(box.figures().waiting, 90U);
    int alarms = 0;
    for (int i = 0; i < 100; ++i) alarms += leaves(alarm(fmt::format("{}", i)), at(0)) ? 1 : 0;
    EXPECT_EQ(alarms, 10);
    // A minute later one of each may go.
    EXPECT_EQ(box.take(at(63))->severity, Severity::Alarm);
    box.sent();
    EXPECT_EQ(box.take(at(63))->count, 90U);
}

TEST(Outbox, AtTheEndSendsAllAtOnceAndEachOnce) {
    auto box = outbox({.per_hour = 1});
    box.put(info(), at(0));
    box.put(refusal(1), at(0));
    box.put(alarm(), at(0));
    box.hurry();
    EXPECT_EQ(box.take(at(0))->severity, Severity::Alarm);
    EXPECT_TRUE(box.failed(away, at(0)));
    EXPECT_EQ(box.take(at(0))->severity, Severity::Warning);
    box.sent();
    EXPECT_EQ(box.abandon(), 1U);
    EXPECT_EQ(box.figures().undelivered, 2U);
    EXPECT_EQ(box.figures().letters, 1U);
}

TEST(Outbox, LosesNoMessageWithoutCountingIt) {
    rc::check([] {
        auto box = outbox({.per_hour = *rc::gen::inRange<std::int64_t>(1, 200)});
        std::uint64_t told = 0;
        std::uint64_t came = 0;
        auto now = at(0);
        for (int i = 0; i < 300; ++i) {
            now = now + core::milliseconds(*rc::gen::inRange<std::int64_t>(0, 30'000));
            for (int n = *rc::gen::inRange(0, 4); n > 0; --n, ++told)
                box.put(message(*rc::gen::elementOf(severities),
                                *rc::gen::element(Topic::Alarm, Topic::Refusals, Topic::Daily),
                                fmt::format("{}", told)),
                        now);
            const auto letter = box.take(now);
            if (!letter) continue;
            RC_ASSERT(letter->text.size() < 4'096U);
            switch (*rc::gen::inRange(0, 3)) {
                case 0:
                    came += letter->count;
                    box.sent();
                    break;
                case 1: (void)box.failed(away, now); break;
                default: (void)box.failed(no, now); break;
            }
        }
        const auto figures = box.figures();
        RC_ASSERT(came + figures.undelivered + figures.waiting == told);
    });
}

}  // namespace
}  // namespace nightjar::notify
