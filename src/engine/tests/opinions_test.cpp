#include "core/model/mailbox.hpp"
#include "core/model/opinion_record.hpp"
#include "engine/command_feed.hpp"
#include "engine/tests/fixtures.hpp"

#include <gtest/gtest.h>

namespace nightjar::engine {
namespace {

/// Buys when it hears a good opinion.
class Listener final : public strategy::Strategy {
public:
    explicit Listener(std::vector<core::OpinionReady>& heard) : heard_{&heard} {}
    void on_opinion(const core::OpinionReady& ready, strategy::Context& context) override {
        heard_->push_back(ready);
        core::Target target;
        target.exposure = ready.opinion.score;
        context.target(target);
    }

private:
    std::vector<core::OpinionReady>* heard_;
};

/// An engine with one listener on one instrument.
struct Hall {
    Hall() {
        risk::register_builtins(registries);
        registries.of<strategy::Strategy>().add(
            "listener", {"", {}, [this](const core::Params&, const strategy::Setup&) {
                             return core::Result<std::unique_ptr<strategy::Strategy>>{
                                 std::make_unique<Listener>(heard)};
                         }});
        auto config = tests::one_instrument();
        StrategyConfig strategy;
        strategy.name = strategy.kind = "listener";
        strategy.instruments = {{0}};
        strategy.cash = core::whole(100'000);
        strategy.sizers = {{"fixed", {{"qty", "10"}}}};
        config.gate.settings["venue"] = {{"pct", "100"}};
        config.strategies.push_back(strategy);
        auto built = Engine::build(std::move(config), registries, {{&venue}, &journal});
        NJ_CHECK(built.has_value(), "{}", built.error().text());
        engine = std::move(*built);
        engine->open();
    }
    void quote(std::int64_t price) const {
        core::Event event;
        event.stamp.recv = core::Time{1};
        event.body = core::Quote{{price}, {1'000}, {price + 1}, {1'000}};
        engine->on(event);
    }

    std::vector<core::OpinionReady> heard;
    core::Registries registries;
    tests::Kept journal;
    tests::Desk venue;
    std::unique_ptr<Engine> engine;
};

core::Event opinion(std::int64_t ns, double score) {
    core::Event event;
    event.stamp = {core::Time{ns}, core::Time{ns}, 0};
    core::OpinionReady ready;
    ready.signal = {3};
    ready.opinion.score = score;
    ready.evidence = {11, 12, {-0.5F, -1.0F}, 2, 5, 1};
    event.body = ready;
    return event;
}

TEST(Opinions, AreKeptInTheLedgerAndHeardByTheStrategies) {
    Hall hall;
    hall.quote(100'000);
    hall.engine->on(opinion(2, 1));
    ASSERT_EQ(hall.heard.size(), 1U);
    EXPECT_EQ(hall.heard[0].evidence.prompt, 12U);
    const auto taken = hall.journal.all<core::OpinionTaken>();
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken[0].stamp.recv.ns, 2);
    EXPECT_EQ(taken[0].ready.signal.value, 3);
    EXPECT_EQ(taken[0].ready.evidence.log_probabilities[1], -1.0F);
    ASSERT_EQ(hall.venue.orders.size(), 1U) << "what it makes a strategy want is acted on at once";
    EXPECT_EQ(hall.venue.orders[0].side, core::Side::Buy);
}

TEST(Opinions, WithoutThemNothingIsWritten) {
    Hall hall;
    hall.quote(100'000);
    EXPECT_TRUE(hall.journal.all<core::OpinionTaken>().empty());
}

TEST(Opinions, AReplayOfTheRecordsGoesOverThem) {
    Hall hall;
    const core::OpinionTaken taken{{}, std::get<core::OpinionReady>(opinion(1, 1).body)};
    std::array<std::byte, 256> buffer{};
    core::ByteWriter writer{buffer};
    writer(taken);
    EXPECT_TRUE(hall.engine->recall(core::RecordType::OpinionTaken, core::Time{1}, writer.bytes()));
}

/// Stands still; has nothing to say.
struct Still final : core::Clock, core::Feed {
    [[nodiscard]] core::Time now() const override { return {77}; }
    [[nodiscard]] Next next(core::Event&) override { return Next::Idle; }
};

TEST(Opinions, ComeOutOfTheMailboxStampedByTheFeed) {
    Hall hall;
    Still still;
    CommandFeed feed{still, still, *hall.engine, {}};
    core::Mailbox mailbox;
    auto& slot = mailbox.add_slot();
    feed.hear(mailbox);
    core::Event event;
    EXPECT_EQ(feed.next(event), core::Feed::Next::Idle);
    ASSERT_TRUE(slot.push(opinion(0, 0.5)));
    ASSERT_EQ(feed.next(event), core::Feed::Next::Ready);
    EXPECT_EQ(event.stamp.recv.ns, 77);
    EXPECT_EQ(std::get<core::OpinionReady>(event.body).opinion.score, 0.5);
    EXPECT_EQ(feed.next(event), core::Feed::Next::Idle);
}

}  // namespace
}  // namespace nightjar::engine
