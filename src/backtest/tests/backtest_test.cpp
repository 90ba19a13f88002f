#include "backtest/errc.hpp"
#include "backtest/tests/fixtures.hpp"
#include "sim/errc.hpp"

#include <gtest/gtest.h>

namespace nightjar::backtest {
namespace {

using tests::builtins;
using tests::ends_session;
using tests::records;
using tests::Scratch;
using tests::settings;
using tests::walk;

std::string run(const core::BarColumns& bars, const std::filesystem::path& ledger) {
    auto registries = builtins();
    auto made = Backtest::make(settings(bars, ledger), registries);
    NJ_CHECK(made.has_value(), "{}", made.error().text());
    (*made)->run([](auto, auto) {});
    EXPECT_TRUE((*made)->engine().books().balanced());
    return *(*made)->finish();
}

TEST(Backtest, TwoRunsGiveOneJournal) {
    const Scratch scratch;
    const auto bars = walk(3'000, 1);
    EXPECT_EQ(run(bars, scratch / "a"), run(bars, scratch / "b"));
    EXPECT_EQ(records(scratch / "a"), records(scratch / "b"));
}

TEST(Backtest, AnotherSeedOfTheMarketGivesAnotherJournal) {
    const Scratch scratch;
    EXPECT_NE(run(walk(500, 1), scratch / "a"), run(walk(500, 2), scratch / "b"));
}

TEST(Backtest, WithoutTheFutureEveryEarlierDecisionIsTheSameByteForByte) {
    const Scratch scratch;
    const auto whole = walk(2'000, 3);
    run(whole, scratch / "whole");
    const auto all = records(scratch / "whole");
    ASSERT_GT(all.size(), 200U);
    for (const std::size_t length : {60UL, 333UL, 1'000UL, 1'999UL}) {
        auto cut = whole;
        for (auto* column :
             {&cut.open_time_ns, &cut.open, &cut.high, &cut.low, &cut.close, &cut.volume})
            column->resize(length);
        const auto folder = scratch / std::to_string(length);
        run(cut, folder);
        auto part = records(folder);
        while (!part.empty() && ends_session(part.back())) part.pop_back();
        ASSERT_LT(part.size(), all.size());
        for (std::size_t i = 0; i < part.size(); ++i)
            ASSERT_EQ(part[i], all[i]) << "record " << i << " of the first " << length << " bars";
    }
}

TEST(Backtest, AChangedFutureChangesNoEarlierDecision) {
    const Scratch scratch;
    const auto bars = walk(1'000, 4);
    auto other = bars;
    for (std::size_t i = 700; i < other.close.size(); ++i) {
        for (auto* column : {&other.open, &other.high, &other.low, &other.close})
            (*column)[i] += 123'456;
    }
    run(bars, scratch / "a");
    run(other, scratch / "b");
    const auto a = records(scratch / "a");
    const auto b = records(scratch / "b");
    const auto change = bars.open_time_ns[700];
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        if (a[i] == b[i]) continue;
        const auto at = std::stoll(a[i].substr(a[i].find(' ') + 1));
        EXPECT_GE(at, change);
        break;
    }
}

TEST(Backtest, StrategiesThatWantOppositeThingsCrossInside) {
    const Scratch scratch;
    run(walk(3'000, 5), scratch / "a");
    std::size_t crosses = 0;
    for (const auto& record : records(scratch / "a"))
        if (record.starts_with(fmt::format("{} ", static_cast<int>(core::RecordType::CrossBooked))))
            ++crosses;
    EXPECT_GT(crosses, 5U);
}

TEST(Backtest, RefusesAnExistingOrBrokenStart) {
    const Scratch scratch;
    auto registries = builtins();
    Settings empty;
    EXPECT_EQ(Backtest::make(std::move(empty), registries).error().code, Errc::NothingToDo);
}

TEST(BarStream, RefusesPricesThatAreFinerThanTheTick) {
    const auto bars = walk(10, 1);
    core::Instrument coarse;
    coarse.symbol = "COARSE";
    coarse.tick = {core::Money::one / 10};
    coarse.lot = {core::Money::one};
    ASSERT_TRUE(coarse.prepare());
    const auto stream = bar_stream(coarse, bars.view(), {});
    ASSERT_FALSE(stream);
    EXPECT_EQ(stream.error().code, sim::Errc::OffTick);
}

TEST(BarStream, DecimalsBelowWhatMoneyHoldsAreAnErrorOrADivision) {
    auto bars = walk(10, 1);
    core::Instrument token;
    token.symbol = "TOKEN";
    token.tick = {core::Money::one / 1'000'000};
    token.lot = core::whole(1);
    ASSERT_TRUE(token.prepare());
    bars.volume_decimals = 18;  // as a token counts its smallest part
    EXPECT_EQ(bar_stream(token, bars.view(), {})->lots_per_unit, -1'000'000'000'000'000'000);
    bars.price_decimals = 14;
    const auto fine = bar_stream(token, bars.view(), {});
    ASSERT_FALSE(fine);
    EXPECT_EQ(fine.error().code, sim::Errc::OffTick);
}

TEST(BarStream, CountsInTheVenuesContracts) {
    auto bars = walk(10, 1);
    core::Instrument perp;
    perp.symbol = "BTC-USDT-SWAP";
    perp.kind = core::InstrumentKind::LinearPerpetual;
    perp.tick = {core::Money::one / 1'000'000};
    perp.contract = *core::parse_money("0.01");
    perp.lot = *core::parse_money("0.0001");
    ASSERT_TRUE(perp.prepare());
    bars.volume_decimals = 1;  // tenths of a contract of 0.01 BTC: 0.001 BTC, ten lots
    EXPECT_EQ(bar_stream(perp, bars.view(), {})->lots_per_unit, 10);
    bars.volume_decimals = 4;  // 0.000001 BTC: a hundredth of a lot
    EXPECT_EQ(bar_stream(perp, bars.view(), {})->lots_per_unit, -100);
    perp.lot = *core::parse_money("0.003");
    bars.volume_decimals = 0;
    const auto odd = bar_stream(perp, bars.view(), {});
    ASSERT_FALSE(odd);
    EXPECT_EQ(odd.error().code, sim::Errc::OffTick);
}

}  // namespace
}  // namespace nightjar::backtest
