#include "infer/candle_memory.hpp"
#include "infer/tests/played.hpp"
#include "signal/signal.hpp"
#include "signal/tests/fixtures.hpp"

#include <gtest/gtest.h>

namespace nightjar::infer {
namespace {

using tests::empty_book;
using tests::even_scorer;
using tests::missing_model;
namespace fs = std::filesystem;

const fs::path shipped{fs::path{NIGHTJAR_SOURCE_DIR} / "prompts"};

/// A backtest's surroundings, with a model that answers by `make`.
struct Stage {
    explicit Stage(ScorerMaker make, core::Duration delay = core::seconds(1))
        : house{
              {{"small",
                std::string(64, 'b'),
                {{"direction", candle_text_version, 6, "what comes? ", " :", {" up", " down"}, {}}},
                std::move(make)}},
              book.get(),
              mailbox,
              {AnswerMode::OnTheSpot, nullptr, delay}} {
        register_signals(registries, house, shipped);
    }
    std::unique_ptr<signal::Signal> signal(const std::string& kind, core::ParamTexts params) {
        params.emplace("name", "small");
        auto made = registries.of<signal::Signal>().make(kind, params);
        NJ_CHECK(made.has_value(), "{}", made.error().text());
        return std::move(*made);
    }
    /// Hands over what has come by then.
    void deliver(signal::Signal& to, core::Time until) {
        while (const auto event = mailbox.take(until))
            (void)to.on_opinion(std::get<core::OpinionReady>(event->body), event->stamp.recv);
    }

    std::unique_ptr<AnswerBook> book{empty_book()};
    core::Mailbox mailbox;
    core::Registries registries;
    ModelHouse house;
};

core::Time close_of(const core::Candle& bar) { return bar.open_time + bar.timeframe; }

TEST(LanguageSignal, AsksWhereAPatternFiresAndSpeaksWhenTheAnswerHasCome) {
    std::atomic<int> asked{0};
    Stage stage{even_scorer(&asked)};
    const auto signal = stage.signal("model", {{"hold", "2"}});
    signal::PatternWindow patterns;
    int fired = 0;
    std::int64_t seen = 0;
    for (const auto& bar : signal::tests::walk(3, 400, 300)) {
        stage.deliver(*signal, close_of(bar));
        signal->on_candle(bar);
        const auto& values = patterns.push(bar);
        const bool fires = std::ranges::any_of(values, [](int value) { return value != 0; });
        if (++seen >= signal->warmup_bars() && fires) ++fired;
        stage.deliver(*signal, close_of(bar));
        const auto before = stage.book->size();
        stage.deliver(*signal, close_of(bar) + core::seconds(1));
        EXPECT_EQ(stage.book->size(), before);
        if (fires && seen >= signal->warmup_bars()) {
            ASSERT_TRUE(signal->score());
            EXPECT_NEAR(*signal->score(), std::tanh(1.0), 1e-6);
        }
    }
    EXPECT_GT(fired, 50);
    EXPECT_LT(fired, 400);
    EXPECT_EQ(asked, static_cast<int>(stage.book->size()));
}

TEST(LanguageSignal, ALargeModelIsAskedOnlyWhereTheOthersDisagree) {
    std::atomic<int> asked{0};
    Stage stage{even_scorer(&asked)};
    const auto signal = stage.signal("model", {{"when", "split"}, {"split", "0.5"}});
    for (const auto& bar : signal::tests::walk(4, 200, 300)) {
        signal->on_candle(bar);
        signal->on_panel(0.5);
        stage.deliver(*signal, close_of(bar) + core::seconds(1));
    }
    EXPECT_EQ(asked, 0);
    for (auto bar : signal::tests::walk(5, 200, 300)) {
        bar.open_time = bar.open_time + core::days(1);
        signal->on_candle(bar);
        signal->on_panel(0.49);
        stage.deliver(*signal, close_of(bar) + core::seconds(1));
    }
    EXPECT_GT(asked, 20);
}

TEST(LanguageSignal, WithoutItsModelItAbstainsAndRests) {
    std::atomic<int> tries{0};
    Stage stage{[&]() -> core::Result<Scorer> {
        ++tries;
        return core::fail(Errc::BadModel, "small.gguf: no model");
    }};
    const auto signal = stage.signal("model", {{"when", "bar"}});
    for (const auto& bar : signal::tests::walk(6, 100, 300)) {
        signal->on_candle(bar);
        stage.deliver(*signal, close_of(bar) + core::seconds(1));
        EXPECT_FALSE(signal->score());
    }
    EXPECT_EQ(tries, 1);
}

TEST(LanguageSignal, ANameThatIsNotKnownIsAnError) {
    Stage stage{missing_model()};
    const auto& registry = stage.registries.of<signal::Signal>();
    const auto wrong = registry.make("model", {{"name", "smal"}});
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().text().find("did you mean \"small\""), std::string_view::npos);
    EXPECT_FALSE(registry.make("model", {{"name", "small"}, {"task", "poems"}}));
    EXPECT_FALSE(registry.make("model", {{"name", "small"}, {"when", "never"}}));
}

TEST(ModelHouse, TheSameConfigurationHasTheSameSeats) {
    Stage stage{missing_model()};
    const auto first = stage.house.take_seat();
    const auto second = stage.house.take_seat();
    EXPECT_NE(first.value, second.value);
    stage.house.leave_seat(first);
    EXPECT_EQ(stage.house.take_seat().value, first.value);
}

TEST(DecisionSignal, IsAskedWithinItsBudgetAndTheSameBarsGiveTheSameVotes) {
    std::vector<std::vector<std::optional<double>>> votes;
    for (int run = 0; run < 2; ++run) {
        std::atomic<int> asked{0};
        Stage stage{even_scorer(&asked)};
        const auto signal = stage.signal("decision", {{"every", "15m"}, {"daily", "20"}});
        votes.emplace_back();
        for (const auto& bar : signal::tests::walk(7, 2'000, 300)) {
            signal->on_candle(bar);
            stage.deliver(*signal, close_of(bar) + core::seconds(1));
            votes.back().push_back(signal->score());
        }
        EXPECT_GT(asked, 0);
        EXPECT_LE(asked, 2 * 20 * 3) << "two days of twenty questions in three forms";
    }
    EXPECT_EQ(votes[0], votes[1]);
}

}  // namespace
}  // namespace nightjar::infer
