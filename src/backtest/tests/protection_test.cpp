/// Protected positions in backtests, on bars and on recorded books.

#include "backtest/tests/fixtures.hpp"
#include "sim/tests/tapes.hpp"

#include <gtest/gtest.h>

#include <map>

namespace nightjar::backtest {
namespace {

using core::ProtectionState;
using tests::Scratch;

template <class Record>
std::vector<Record> all(const std::filesystem::path& ledger) {
    std::vector<Record> found;
    auto reader = *store::LogReader::open(ledger);
    while (const auto record = *reader.next())
        if (record->type == static_cast<std::uint16_t>(Record::type))
            found.push_back(*core::decode<Record>(record->body));
    return found;
}

struct Bar {
    std::int64_t low{};
    std::int64_t close{};
};

/// From 20,000.00, one bar a minute; each opens where the last has closed.
core::BarColumns bars(const std::vector<Bar>& wanted) {
    core::BarColumns columns;
    columns.timeframe = core::minutes(1);
    columns.price_decimals = 2;
    std::int64_t price = 2'000'000;
    for (const auto& bar : wanted) {
        columns.open_time_ns.push_back(core::days(18'000).ns +
                                       static_cast<std::int64_t>(columns.open.size()) *
                                           core::minutes(1).ns);
        columns.open.push_back(price);
        columns.high.push_back(std::max(price, bar.close));
        columns.low.push_back(std::min({price, bar.close, bar.low}));
        columns.close.push_back(bar.close);
        columns.volume.push_back(100);
        price = bar.close;
    }
    return columns;
}

constexpr Bar still{2'000'000, 2'000'000};

/// Holds 1.5 BTC with a stop of 2 %, from the second bar's open at 20,002.00 on.
std::vector<core::FillBooked> run(const std::vector<Bar>& wanted, bool native,
                                  const std::filesystem::path& ledger) {
    const auto columns = bars(wanted);
    auto settings = tests::settings(columns, ledger);
    auto& strategies = settings.engine.strategies;
    strategies.resize(1);
    strategies[0].kind = "hold";
    strategies[0].params = {};
    strategies[0].signals.clear();
    strategies[0].protection = {2, 0, 0, native};
    settings.engine.native_stops = {true};
    auto registries = tests::builtins();
    auto made = Backtest::make(std::move(settings), registries);
    NJ_CHECK(made.has_value(), "{}", made.error().text());
    (*made)->run([](auto, auto) {});
    EXPECT_TRUE((*made)->engine().books().balanced());
    EXPECT_TRUE((*made)->finish());
    return all<core::FillBooked>(ledger);
}

TEST(ProtectedBars, TheVenuesStopFillsWithinTheBarAndTheOneHereAtItsClose) {
    const Scratch scratch;
    const std::vector<Bar> dip{still, still, still, {1'950'000, 1'990'000}, still, still};
    const auto native = run(dip, true, scratch / "native");
    ASSERT_EQ(native.size(), 2U) << "in, and out for good";
    // 2 % below 20,002.00, and a slip of 1 bp.
    EXPECT_EQ(native[1].fill.price, core::Price{1'960'196 - 197});
    EXPECT_EQ(native[1].stamp.exch, core::Time{core::days(18'000).ns + core::minutes(4).ns});
    EXPECT_EQ(run(dip, false, scratch / "here").size(), 1U) << "no bar has closed below";
}

TEST(ProtectedBars, TheOneHereLeavesAtTheNextOpen) {
    const Scratch scratch;
    const std::vector<Bar> fall{still, still, still, {1'900'000, 1'900'000}, still, still};
    const auto fills = run(fall, false, scratch / "here");
    ASSERT_EQ(fills.size(), 2U);
    EXPECT_EQ(fills[1].fill.price, core::Price{1'900'000 - 190});
}

TEST(ProtectedBars, TheBarInWhichItWasBoughtIsWatchedHereAlone) {
    const Scratch scratch;
    const std::vector<Bar> dip{still, {1'900'000, 2'000'000}, still, {1'900'000, 1'900'000}, still};
    const auto fills = run(dip, true, scratch / "native");
    ASSERT_EQ(fills.size(), 2U);
    EXPECT_EQ(fills[1].stamp.exch, core::Time{core::days(18'000).ns + core::minutes(4).ns});
    const auto changes = all<core::ProtectionChanged>(scratch / "native");
    EXPECT_EQ(changes.back().state, ProtectionState::Waiting);
    EXPECT_TRUE(changes[changes.size() - 2].resting.has_value());
}

/// Follows the book's imbalance, with levels a few ticks away.
engine::Counters run_book(bool native, const std::filesystem::path& ledger) {
    sim::tests::MemoryTape source{sim::tests::market_tape(4'000, 5)};
    Settings settings = tests::settings(bars({still}), ledger);
    settings.streams.clear();
    auto& config = settings.engine;
    config.strategies.resize(1);
    auto& strategy = config.strategies[0];
    strategy.params = {{"enter", "0.1"}, {"exit", "0.05"}, {"decide_every", "1s"}};
    strategy.signals = {{"book_imbalance", {{"smoothing", "0"}}, 1}};
    strategy.sizers = {{"fixed", {{"qty", "0.5"}}}};
    strategy.timeframe = core::seconds(5);
    strategy.protection = {0.006, 0.002, 0.004, native};
    config.native_stops = {true};
    config.build_candles = strategy.instruments;
    settings.tapes.push_back(*sim::tape_stream(config.catalog[{0}], source));
    settings.venues[0].matching.prices = sim::Prices::Recorded;
    auto registries = tests::builtins();
    auto made = Backtest::make(std::move(settings), registries);
    NJ_CHECK(made.has_value(), "{}", made.error().text());
    (*made)->run([](auto, auto) {});
    EXPECT_TRUE((*made)->engine().books().balanced());
    EXPECT_TRUE((*made)->finish());
    return (*made)->engine().counters();
}

TEST(ProtectedBooks, PositionsAreClosedByTheirLevelsAndTheSameWayEveryTime) {
    for (const bool native : {true, false}) {
        const Scratch scratch;
        run_book(native, scratch / "a");
        run_book(native, scratch / "b");
        EXPECT_EQ(tests::records(scratch / "a"), tests::records(scratch / "b"));
        std::map<core::ProtectionLeg, int> closed;
        int at_venue = 0;
        for (const auto& changed : all<core::ProtectionChanged>(scratch / "a")) {
            if (changed.state != ProtectionState::Closing) continue;
            ++closed[changed.leg];
            at_venue += changed.resting ? 1 : 0;
        }
        EXPECT_GT(closed[core::ProtectionLeg::Trailing], 0);
        EXPECT_GT(closed[core::ProtectionLeg::TakeProfit], 0);
        if (native)
            EXPECT_GT(at_venue, 0);
        else
            EXPECT_EQ(at_venue, 0);
        core::Qty held;
        for (const auto& booked : all<core::FillBooked>(scratch / "a")) {
            held += core::signed_qty(booked.fill.side, booked.fill.qty);
            EXPECT_LE(core::magnitude(held), core::Qty{500}) << "half a coin is the most";
        }
    }
}

}  // namespace
}  // namespace nightjar::backtest
