#include "infer/worker.hpp"

#include "infer/tests/played.hpp"

#include <gtest/gtest.h>

namespace nightjar::infer {
namespace {

using tests::answering;
using tests::empty_book;
using tests::even_scorer;
using tests::HandClock;
using tests::missing_model;
using tests::next_mail;
using tests::question;
using tests::stalled_scorer;

/// A worker and all around it.
struct Room {
    explicit Room(ScorerMaker make)
        : worker{std::make_unique<Worker>(answering(std::move(make), *book), clock,
                                          mailbox.add_slot(), [this](const std::string& text) {
                                              const std::scoped_lock lock{mutex};
                                              notes.push_back(text);
                                          })} {}
    std::unique_ptr<AnswerBook> book{empty_book()};
    HandClock clock;
    core::Mailbox mailbox;
    std::mutex mutex;
    std::vector<std::string> notes;
    std::unique_ptr<Worker> worker;
};

TEST(Worker, AnswersEachQuestionOnceInOrder) {
    Room room{even_scorer()};
    for (std::uint16_t i = 0; i < 100; ++i) {
        auto asked = question(core::Time{i});
        asked.seat = {i};
        while (!room.worker->ask(asked)) std::this_thread::yield();
        const auto ready = next_mail(room.mailbox);
        EXPECT_EQ(ready.signal.value, i);
        EXPECT_EQ(ready.evidence.answers, 2);
        EXPECT_NE(ready.evidence.model, 0U);
        EXPECT_NE(ready.evidence.prompt, 0U);
        EXPECT_NEAR(ready.opinion.score, std::tanh(1.0), 1e-6) << "e^2 to 1 for up";
        EXPECT_EQ(ready.opinion.valid_until, core::Time{i} + core::hours(4));
    }
    EXPECT_EQ(room.book->size(), 1U) << "the same question is computed once";
}

TEST(Worker, AStalledModelIsGivenUpAtTheDeadlineAndNobodyWaits) {
    Room room{stalled_scorer()};
    ASSERT_TRUE(room.worker->ask(question(core::Time{0})));
    std::size_t taken = 1;
    while (room.worker->ask(question(core::Time{0}))) ++taken;
    EXPECT_LE(taken, Worker::queue + 1);
    EXPECT_EQ(room.worker->counts().refused, 1U);
    EXPECT_FALSE(room.mailbox.take(core::Time{INT64_MAX}));
    room.clock.ns = core::seconds(3).ns;
    for (std::size_t i = 0; i < taken; ++i) {
        const auto ready = next_mail(room.mailbox);
        EXPECT_EQ(ready.evidence.answers, 0);
        EXPECT_EQ(ready.opinion.score, 0);
        EXPECT_LE(ready.opinion.valid_until, core::Time{0}) << "it never counts";
    }
}

TEST(Worker, AMissingModelIsSaidOnceAndEveryQuestionGetsNoAnswer) {
    Room room{missing_model()};
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(room.worker->ask(question(core::Time{i})));
        EXPECT_EQ(next_mail(room.mailbox).evidence.answers, 0);
    }
    const std::scoped_lock lock{room.mutex};
    ASSERT_FALSE(room.notes.empty());
    EXPECT_NE(room.notes.front().find("small.gguf"), std::string::npos);
}

TEST(Worker, TheBarsOfAWarmUpAreNotAskedAbout) {
    Room room{even_scorer()};
    room.clock.ns = core::hours(1).ns;
    EXPECT_FALSE(room.worker->ask(question(core::Time{0})));
    EXPECT_TRUE(room.worker->ask(question(core::Time{core::hours(1).ns})));
    EXPECT_EQ(next_mail(room.mailbox).evidence.answers, 2);
    EXPECT_EQ(room.worker->counts().refused, 0U);
}

TEST(Worker, GoesWhileItsModelStalls) {
    auto room = std::make_unique<Room>(stalled_scorer());
    ASSERT_TRUE(room->worker->ask(question(core::Time{0})));
    room.reset();  // ends: the computation is given up
}

TEST(OnTheSpot, AnswersWithTheModelsDelayAndTheSecondTimeWithoutTheModel) {
    const auto book = empty_book();
    for (const bool again : {false, true}) {
        core::Mailbox mailbox;
        OnTheSpot desk{answering(again ? missing_model() : even_scorer(), *book), core::seconds(2),
                       mailbox.add_slot(), [](const std::string&) { FAIL(); }};
        const core::Time close{core::hours(7).ns};
        ASSERT_TRUE(desk.ask(question(close)));
        EXPECT_FALSE(mailbox.take(close + core::seconds(1)));
        const auto event = mailbox.take(close + core::seconds(2));
        ASSERT_TRUE(event);
        EXPECT_EQ(event->stamp.recv, close + core::seconds(2));
        EXPECT_EQ(std::get<core::OpinionReady>(event->body).evidence.answers, 2);
        EXPECT_EQ(desk.answering().computed(), again ? 0U : 1U);
    }
}

TEST(Mailbox, GivesTheEarliestOfAllItsSlots) {
    core::Mailbox mailbox;
    auto& one = mailbox.add_slot();
    auto& two = mailbox.add_slot();
    const auto at = [](std::int64_t ns) {
        core::Event event;
        event.stamp.recv = {ns};
        return event;
    };
    ASSERT_TRUE(one.push(at(5)) && one.push(at(9)) && two.push(at(3)) && two.push(at(7)));
    for (const std::int64_t expected : {3, 5, 7})
        EXPECT_EQ(mailbox.take(core::Time{8})->stamp.recv.ns, expected);
    EXPECT_FALSE(mailbox.take(core::Time{8}));
}

/// A desk that takes all and says nothing.
struct Mute final : Desk {
    bool ask(const Question&) override {
        ++asked;
        return true;
    }
    int asked{};
};

struct SeatDrill : ::testing::Test {
    std::unique_ptr<AnswerBook> book{empty_book()};
    core::Mailbox mailbox;
    ModelHouse house{{}, book.get(), mailbox, {AnswerMode::Recorded}};
    Mute desk;
    Seat seat{house, desk, core::seconds(3)};

    core::OpinionReady answer(bool good) const {
        core::OpinionReady ready{seat.id(), {}};
        ready.opinion.horizon = core::hours(4);
        ready.opinion.valid_until = asked_at + core::hours(4);
        ready.evidence.answers = good ? 2 : 0;
        return ready;
    }
    core::Time asked_at{0};
    bool accepted{};
};

TEST_F(SeatDrill, ALateAnswerIsNone) {
    auto asked = question(core::Time{0});
    ASSERT_TRUE(seat.ask(asked));
    EXPECT_TRUE(seat.busy(core::Time{1}));
    EXPECT_TRUE(seat.take(answer(true), core::Time{0} + core::seconds(4), accepted));
    EXPECT_FALSE(accepted);
    EXPECT_EQ(seat.late(), 1U);
    EXPECT_TRUE(seat.take(answer(true), core::Time{0} + core::seconds(3), accepted));
    EXPECT_TRUE(accepted) << "in time: also where, in a replay, nobody asked";
    auto others = answer(true);
    others.signal = {77};
    EXPECT_FALSE(seat.take(others, core::Time{0}, accepted));
}

TEST_F(SeatDrill, AfterThreeFailuresItRestsLongerEachTimeAndOneAnswerHeals) {
    core::Time now{0};
    const auto fail_once = [&] {
        ASSERT_FALSE(seat.busy(now));
        auto asked = question(now);
        asked_at = now;
        ASSERT_TRUE(seat.ask(asked));
        ASSERT_TRUE(seat.take(answer(false), now, accepted));
    };
    for (int i = 0; i < 3; ++i) fail_once();
    for (const auto minutes : {5, 10, 20, 40, 60, 60}) {
        EXPECT_TRUE(seat.busy(now + core::minutes(minutes) - core::nanoseconds(1)));
        now = now + core::minutes(minutes);
        fail_once();
    }
    now = now + core::hours(1);
    auto asked = question(now);
    asked_at = now;
    ASSERT_TRUE(seat.ask(asked));
    EXPECT_TRUE(seat.take(answer(true), now, accepted));
    EXPECT_TRUE(accepted);
    for (int i = 0; i < 2; ++i) fail_once();
    EXPECT_FALSE(seat.busy(now)) << "healed: three are counted anew";
}

TEST_F(SeatDrill, AnAnswerThatNeverComesIsAFailure) {
    core::Time now{0};
    for (int i = 0; i < 3; ++i) {
        ASSERT_FALSE(seat.busy(now));
        auto asked = question(now);
        ASSERT_TRUE(seat.ask(asked));
        now = now + core::minutes(1);
    }
    EXPECT_TRUE(seat.busy(now));
    EXPECT_TRUE(seat.resting(now));
}

}  // namespace
}  // namespace nightjar::infer
