/// [strategies.protection], as a user writes it.

#include "app/plan.hpp"
#include "app/wiring.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace nightjar::app {
namespace {

core::Result<Plan> read(const std::string& protection) {
    const auto file = std::filesystem::temp_directory_path() /
                      fmt::format("nightjar-protection-{}.toml", ::getpid());
    std::ofstream{file} << "currency = \"USDT\"\n"
                           "[[venues]]\nname = \"sim\"\ncash = \"1000\"\n"
                           "[[instruments]]\nvenue = \"sim\"\nsymbol = \"X\"\nbase = \"BTC\"\n"
                           "quote = \"USDT\"\ntick = \"0.01\"\nkind = \"linear_perpetual\"\n"
                           "[[strategies]]\nname = \"up\"\nkind = \"hold\"\n"
                           "instruments = [\"sim:X\"]\ncash = \"1000\"\n"
                           "[[strategies.sizers]]\nkind = \"fixed\"\nqty = \"1\"\n"
                        << protection;
    auto toml = TomlTable::read(file);
    std::filesystem::remove(file);
    if (!toml) return std::unexpected{toml.error()};
    return read_plan(*toml);
}

std::string error_of(const std::string& settings) {
    const auto plan = read("[strategies.protection]\n" + settings);
    return plan ? "" : std::string{plan.error().text()};
}

bool says(const std::string& text, std::string_view wanted) {
    return text.find(wanted) != std::string::npos;
}

TEST(ProtectionSettings, ComeThroughToTheEngine) {
    const auto plan = read(
        "[strategies.protection]\nstop = 2.0\ntake_profit = 4.0\ntrailing = 1.5\nnative = false\n");
    ASSERT_TRUE(plan.has_value()) << plan.error().text();
    const auto config = engine_config(*plan, {});
    ASSERT_TRUE(config.has_value()) << config.error().text();
    const auto& terms = config->strategies[0].protection;
    EXPECT_EQ(terms.stop, 2);
    EXPECT_EQ(terms.take_profit, 4);
    EXPECT_EQ(terms.trailing, 1.5);
    EXPECT_FALSE(terms.native);
    EXPECT_TRUE(config->native_stops.at(0)) << "the simulated venue keeps stops";
    EXPECT_TRUE(says(config->text, "protection = stop 2 % take profit 4 % trailing 1.5 % emulated"))
        << config->text;
}

TEST(ProtectionSettings, WithoutThemTheConfigurationReadsAsBefore) {
    const auto plan = read("");
    ASSERT_TRUE(plan.has_value());
    EXPECT_FALSE(plan->strategies[0].protection.any());
    EXPECT_TRUE(plan->strategies[0].protection.native) << "where it can, once there is a stop";
    EXPECT_FALSE(says(describe(*plan), "protection"));
}

TEST(ProtectionSettings, AreRefusedWhereTheyMakeNoSense) {
    EXPECT_TRUE(says(error_of("stop = -1\n"), "stop = -1: percent"));
    EXPECT_TRUE(says(error_of("stop = 100\n"), "to below 100"));
    EXPECT_TRUE(says(error_of("trailing = 250\n"), "trailing = 250"));
    EXPECT_TRUE(says(error_of("take_profit = -0.5\n"), "take_profit"));
    EXPECT_TRUE(says(error_of("stop = \"two\"\n"), "stop"));
    EXPECT_TRUE(says(error_of("native = \"yes\"\n"), "native: yes is neither true nor false"));
    EXPECT_TRUE(says(error_of("stpo = 2\n"), "did you mean \"stop\"?")) << error_of("stpo = 2\n");
}

}  // namespace
}  // namespace nightjar::app
