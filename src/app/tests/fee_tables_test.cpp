/// A venue's table of fees in a configuration.

#include "app/plan.hpp"
#include "app/tests/fixtures.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace nightjar::app {
namespace {

using tests::Program;

struct FeeTables : ::testing::Test {
    Program program;

    core::Result<Plan> read(const std::string& venue) const {
        const auto path = program.file("mine.toml");
        std::ofstream{path} << fmt::format(
            "currency = \"USDT\"\n"
            "[[venues]]\nname = \"v\"\ncash = \"1000\"\nmaker_bps = 2\ntaker_bps = 5\n{}\n"
            "[[instruments]]\nvenue = \"v\"\nsymbol = \"BTC-USDT\"\nbase = \"BTC\"\n"
            "quote = \"USDT\"\n"
            "[[strategies]]\nname = \"up\"\nkind = \"sma_cross\"\ninstruments = "
            "[\"v:BTC-USDT\"]\n"
            "cash = \"1000\"\n[[strategies.sizers]]\nkind = \"fixed\"\nqty = \"1\"\n",
            venue);
        NJ_TRY(file, TomlTable::read(path));
        return read_plan(file);
    }
    void expect_error(const std::string& venue, std::string_view part) const {
        const auto plan = read(venue);
        ASSERT_FALSE(plan);
        EXPECT_NE(plan.error().text().find(part), std::string::npos) << plan.error().text();
    }
};

constexpr auto spoken = "protocol = \"okx\"\nenvironment = \"demo\"\nkey = \"mine\"\n";
constexpr auto tiers = R"([[venues.fee_tiers]]
volume = "1000000"
maker_bps = 1.6
taker_bps = 4
[[venues.fee_tiers]]
volume = "5000000"
maker_bps = -0.5
taker_bps = 3
)";

TEST_F(FeeTables, AreReadAndSaidInTheLedger) {
    const auto plan = read(std::string{spoken} + tiers);
    ASSERT_TRUE(plan) << plan.error().text();
    const auto& read = plan->venues[0].fee_tiers;
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read[1].volume, core::whole(5'000'000));
    EXPECT_DOUBLE_EQ(read[0].rates.taker, 4e-4);
    EXPECT_DOUBLE_EQ(read[1].rates.maker, -0.5e-4);
    const auto text = describe(*plan);
    EXPECT_NE(text.find("fee_tier = from 5000000 maker -0.5 bp taker 3 bp"), std::string::npos)
        << text;
    EXPECT_EQ(describe(*this->read(spoken)).find("fee_tier"), std::string::npos);
}

TEST_F(FeeTables, ThatCannotBeMeantAreRefused) {
    expect_error(tiers, "fee_tiers are of real venues");
    expect_error(std::string{spoken} + tiers + tiers, "volumes of fee_tiers must rise");
    expect_error(std::string{spoken} + "[[venues.fee_tiers]]\nvolume = \"1\"\nmaker_bps = 1\n",
                 "needs maker_bps and taker_bps");
    expect_error(std::string{spoken} + "[[venues.fee_tiers]]\nvolume = \"1\"\nmakers_bps = 1\n",
                 "maker_bps");
}

}  // namespace
}  // namespace nightjar::app
