#include "core/base/params.hpp"

#include "core/base/registry.hpp"

#include <gtest/gtest.h>

namespace nightjar::core {
namespace {

const std::vector<ParamSpec> specs{
    {"fast", ParamType::Integer, "20", 1, 100, "bars", "length"},
    {"risk", ParamType::Real, "0.5", 0, 1, "", "part"},
    {"mode", ParamType::Text, "plain", 0, 0, "", "which"},
    {"short", ParamType::Flag, "true", 0, 0, "", "allowed"},
};

TEST(Params, TakeTheirDefaultsAndWhatIsGiven) {
    const auto params = Params::make(specs, {{"fast", "7"}, {"short", "false"}});
    ASSERT_TRUE(params) << params.error().text();
    EXPECT_EQ(params->integer("fast"), 7);
    EXPECT_EQ(params->real("risk"), 0.5);
    EXPECT_EQ(params->text("mode"), "plain");
    EXPECT_FALSE(params->flag("short"));
}

TEST(Params, SayWhatIsWrong) {
    EXPECT_EQ(Params::make(specs, {{"fats", "7"}}).error().text(),
              "no setting \"fats\"; did you mean \"fast\"?");
    EXPECT_EQ(Params::make(specs, {{"fast", "101"}}).error().text(),
              "fast = 101 is outside 1 to 100 bars");
    EXPECT_EQ(Params::make(specs, {{"fast", "7.5"}}).error().text(),
              "fast = \"7.5\": expected integer");
    for (const auto* bad : {"nan", "inf", "", "1e", "0.5x"})
        EXPECT_FALSE(Params::make(specs, {{"risk", bad}})) << bad;
    EXPECT_FALSE(Params::make(specs, {{"short", "yes"}}));
}

struct Part {
    static constexpr std::string_view role = "part";
    using Maker = Result<std::unique_ptr<Part>>(const Params&, int);
    int value{};
};

TEST(Registry, MakesPartsByNameAndHintsAtTheNearest) {
    Registries registries;
    registries.of<Part>().add("doubler", {"doubles", {specs[0]}, [](const Params& p, int x) {
                                              auto part = std::make_unique<Part>();
                                              part->value = static_cast<int>(p.integer("fast")) * x;
                                              return Result<std::unique_ptr<Part>>{std::move(part)};
                                          }});
    EXPECT_EQ((*registries.of<Part>().make("doubler", {}, 2))->value, 40);
    EXPECT_EQ(registries.of<Part>().make("dubler", {}, 2).error().text(),
              "no part \"dubler\"; did you mean \"doubler\"?");
    EXPECT_EQ(registries.of<Part>().make("doubler", {{"fast", "0"}}, 2).error().text(),
              "doubler: fast = 0 is outside 1 to 100 bars");
}

}  // namespace
}  // namespace nightjar::core
