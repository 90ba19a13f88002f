/// scenarios/*.toml: what other systems got wrong, through the whole engine.

#include "app/toml_table.hpp"
#include "engine/tests/risk_states.hpp"
#include "exec/algorithm.hpp"

#include <filesystem>
#include <map>

namespace nightjar::app {
namespace {

namespace fs = std::filesystem;
using core::Duration;
using core::Qty;

struct Answer {
    std::string what{"filled"};
    double part{1};
};

struct Scenario {
    std::string title;
    double exposure{};
    std::string algo;
    core::ParamTexts settings;
    Answer usual;
    std::map<std::int64_t, Answer> children;
    Duration run;
    std::int64_t held{};
    std::string end;
    Duration last_child;
    std::int64_t least_children{};
    std::int64_t equal_in_a_row{};
    std::string refused;
};

Answer read_answer(TomlTable& table) {
    Answer answer;
    answer.what = table.text("answer", "filled");
    answer.part = table.real("part", 0.5);
    return answer;
}

core::Result<Scenario> read(const fs::path& path) {
    NJ_TRY(file, TomlTable::read(path));
    Scenario s;
    s.title = file.text("title");
    (void)file.text("origin");
    s.run = file.duration("run", "15m");
    auto strategy = file.table("strategy");
    s.exposure = strategy.real("exposure", 0);
    s.algo = strategy.text("algo");
    auto settings = strategy.table("settings");
    s.settings = settings.rest();
    NJ_TRY(strategy.finish());
    auto venue = file.table("venue");
    s.usual = read_answer(venue);
    NJ_TRY(venue.finish());
    for (auto& child : file.tables("child")) {
        s.children[child.integer("number", 0)] = read_answer(child);
        NJ_TRY(child.finish());
    }
    auto expect = file.table("expect");
    s.held = expect.integer("held", 0);
    s.end = expect.text("end", "");
    s.last_child = expect.duration("last_child", "0s");
    s.least_children = expect.integer("children", 0);
    s.equal_in_a_row = expect.integer("equal_in_a_row", 0);
    s.refused = expect.text("refused", "");
    NJ_TRY(expect.finish());
    NJ_TRY(file.finish());
    return s;
}

/// A book that stands still, and a venue that does with each child what the scenario says.
class Played {
public:
    explicit Played(const Scenario& scenario) : scenario_{&scenario} {}

    core::Status build() {
        auto config = engine::tests::one_instrument();
        config.gate.settings["venue"] = {{"pct", "100"}};
        config.gate.settings["position"] = {{"pct", "100"}};
        core::Registries registries;
        risk::register_builtins(registries);
        exec::register_builtins(registries);
        engine::tests::add_obedient(registries, &told_);
        config.strategies = {engine::tests::obedient("one", core::whole(100'000),
                                                     {scenario_->algo, scenario_->settings})};
        NJ_TRY(made, engine::Engine::build(config, registries, {{&desk}, &journal}));
        engine_ = std::move(made);
        return {};
    }
    void play() {
        constexpr Duration step = core::seconds(1);
        engine_->open();
        told_.exposure = scenario_->exposure;
        for (const auto end = now_ + scenario_->run; now_ < end; now_ = now_ + step) {
            show();
            answer();
        }
        engine_->close();
    }
    [[nodiscard]] std::int64_t held() const { return engine_->books().position({0}).raw; }

    engine::tests::Desk desk;
    engine::tests::Kept journal;

private:
    struct Due {
        core::Time at;
        core::Event::Body body;
    };

    void hear(core::Event::Body body) {
        core::Event event;
        event.stamp = {now_, now_, 0};
        event.body = std::move(body);
        engine_->on(event);
    }
    void show() {
        for (const auto& delta : engine::tests::ten_levels(10'000)) hear(delta);
        hear(core::Trade{{mid}, Qty{50}, core::Side::Buy, {++trades_}});
    }
    void answer() {
        for (; answered_ < desk.orders.size(); ++answered_) {
            const auto order = desk.orders[answered_];
            const auto found = scenario_->children.find(static_cast<std::int64_t>(answered_) + 1);
            answer(order, found == scenario_->children.end() ? scenario_->usual : found->second);
        }
        const auto due = std::exchange(due_, {});
        for (const auto& one : due)
            if (one.at <= now_)
                hear(one.body);
            else
                due_.push_back(one);
    }
    void answer(const core::OrderRequest& order, const Answer& answer) {
        const auto update = [&](core::OrderState state) {
            return core::OrderUpdate{order.id, state, core::OrderReason::None, order.price,
                                     order.qty};
        };
        const auto fill = [&](Qty qty) {
            return core::Fill{order.id, {++trades_}, order.side, {mid},
                              qty,      {},          {},         core::Liquidity::Taker};
        };
        if (answer.what == "rejected") return hear(update(core::OrderState::Rejected));
        if (answer.what == "late") {
            hear(update(core::OrderState::Expired));
            return hear(fill(order.qty));
        }
        if (answer.what == "silent") {
            hear(update(core::OrderState::Unknown));
            due_.push_back({now_ + core::seconds(30), fill(order.qty)});
            return;
        }
        if (answer.what == "part") {
            const auto part =
                static_cast<std::int64_t>(answer.part * static_cast<double>(order.qty.raw));
            if (part > 0) hear(fill(Qty{part}));
            return hear(update(core::OrderState::Expired));
        }
        const auto whole = fill(order.qty);
        hear(whole);
        if (answer.what == "twice") hear(whole);
    }

    static constexpr std::int64_t mid = 100'000;
    const Scenario* scenario_;
    engine::tests::Told told_;
    std::unique_ptr<engine::Engine> engine_;
    core::Time now_{core::Time{1'700'438'400'000'000'000}};
    std::uint64_t trades_{};
    std::size_t answered_{};
    std::vector<Due> due_;
};

std::int64_t most_equal_in_a_row(const std::vector<core::OrderRequest>& orders) {
    std::int64_t most = 0;
    std::int64_t run = 0;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        run = i > 0 && orders[i].qty == orders[i - 1].qty ? run + 1 : 1;
        most = std::max(most, run);
    }
    return most;
}

std::vector<fs::path> files() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator{fs::path{NIGHTJAR_SOURCE_DIR} / "scenarios"})
        if (entry.path().extension() == ".toml") found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

class Scenarios : public ::testing::TestWithParam<fs::path> {};

TEST_P(Scenarios, Holds) {
    const auto scenario = read(GetParam());
    ASSERT_TRUE(scenario.has_value()) << scenario.error().text();
    Played played{*scenario};
    const auto built = played.build();
    if (!scenario->refused.empty()) {
        ASSERT_FALSE(built.has_value());
        EXPECT_NE(std::string{built.error().text()}.find(scenario->refused), std::string::npos);
        return;
    }
    ASSERT_TRUE(built.has_value()) << built.error().text();
    played.play();
    EXPECT_EQ(played.held(), scenario->held) << scenario->title;
    const auto ends = played.journal.all<core::ParentEnded>();
    ASSERT_EQ(ends.size(), 1U) << scenario->title;
    EXPECT_EQ(name(ends[0].reason), scenario->end);
    EXPECT_EQ(ends[0].filled.raw, scenario->held);
    const auto& orders = played.desk.orders;
    EXPECT_GE(static_cast<std::int64_t>(orders.size()), scenario->least_children);
    const auto parent = played.journal.all<core::ParentOpened>().at(0).parent;
    if (scenario->last_child.ns > 0) {
        EXPECT_LE((orders.back().at - parent.at).ns, scenario->last_child.ns);
    }
    if (scenario->equal_in_a_row > 0) {
        EXPECT_LE(most_equal_in_a_row(orders), scenario->equal_in_a_row);
    }
}

INSTANTIATE_TEST_SUITE_P(Files, Scenarios, ::testing::ValuesIn(files()), [](const auto& file) {
    auto name = file.param.stem().string();
    std::erase(name, '-');
    return name;
});

}  // namespace
}  // namespace nightjar::app
