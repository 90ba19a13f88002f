/// The same configuration on the same recorded market: in a backtest, and over a venue's protocol.
/// NIGHTJAR_PARITY_SECONDS says for how long, up to 330: the recording has 345.

#include "app/tests/served.hpp"
#include "data/tape_check.hpp"
#include "report/story.hpp"
#include "store/tape_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <map>
#include <thread>
#include <vector>

namespace nightjar::app {
namespace {

using tests::Program;

constexpr auto recording = "rawfeed_binance-usdm_btcusdt_20240808.jsonl.gz";
constexpr auto configuration = R"(
currency = "USDT"
[dashboard]
port = 0
[[venues]]
name = "binance"
protocol = "binanceusdm"
environment = "simulated"
cash = "100000"
order_latency = "1ms"
report_latency = "1ms"
[[instruments]]
venue = "binance"
symbol = "BTCUSDT"
base = "BTC"
quote = "USDT"
kind = "linear_perpetual"
tick = "0.1"
lot = "0.001"
tape = "btc"
[[strategies]]
name = "trend"
kind = "ensemble"
instruments = ["binance:BTCUSDT"]
timeframe = "1s"
cash = "50000"
  [strategies.params]
  enter = 0.05
  exit = 0.01
  min_hold = "0s"
  [[strategies.signals]]
  kind = "ema_cross"
  fast = 2
  slow = 4
  [[strategies.signals]]
  kind = "momentum"
  length = 3
  [[strategies.sizers]]
  kind = "fixed"
  qty = "0.02"
[[strategies]]
name = "fade"
kind = "ensemble"
instruments = ["binance:BTCUSDT"]
timeframe = "2s"
cash = "50000"
  [strategies.params]
  enter = 0.3
  exit = 0.1
  min_hold = "0s"
  [[strategies.signals]]
  kind = "rsi"
  length = 3
  low = 40
  high = 60
  [[strategies.sizers]]
  kind = "fixed"
  qty = "0.01"
)";

report::Story told(const Program& nightjar, const std::string& session) {
    const auto story = report::read_story(nightjar.file("data") / "sessions" / session / "ledger");
    EXPECT_TRUE(story) << story.error().text();
    return story.value_or(report::Story{});
}

/// Of the one strategy, in order.
std::vector<report::ToldTarget> targets_of(const report::Story& story, std::uint16_t strategy) {
    std::vector<report::ToldTarget> targets;
    for (const auto& target : story.targets)
        if (target.strategy.value == strategy) targets.push_back(target);
    return targets;
}

/// What so many lots would have met in the recorded book, after each message.
struct Meets {
    core::Time at;
    core::Price best;
    core::Price worst;
};

/// The book's side from which that taker takes.
std::vector<Meets> meets_of(const Program& nightjar, core::Side taker, core::Qty qty) {
    auto tape = store::TapeFile::open(nightjar.file("data") / "series", "btc").value();
    const auto behind = data::check(tape).value().clock_behind;
    tape.seek(tape.info().first);
    const auto side = core::opposite(taker);
    std::map<std::int64_t, std::int64_t> levels;  // by how bad they are
    std::vector<Meets> all;
    for (auto rows = tape.next().value(); !rows.empty(); rows = tape.next().value())
        for (const auto& row : rows) {
            if (row.kind == core::TapeRow::Kind::Clear) levels.clear();
            if (row.kind != core::TapeRow::Kind::Level) continue;
            if (row.side == side) levels[row.price * core::sign(taker)] = row.qty;
            if (row.side == side && row.qty == 0) levels.erase(row.price * core::sign(taker));
            if (!row.last || levels.empty()) continue;
            auto left = qty.raw;
            auto worst = levels.begin()->first;
            for (auto at = levels.begin(); at != levels.end() && left > 0; ++at) {
                worst = at->first;
                left -= at->second;
            }
            all.push_back({core::Time{row.exch_ns} - behind,
                           {levels.begin()->first * core::sign(taker)},
                           {worst * core::sign(taker)}});
        }
    return all;
}

/// Whether that is a price which the book showed to the taker between those times.
bool shown(const std::vector<Meets>& meets, const core::Fill& fill, core::Time from,
           core::Time to) {
    auto low = std::numeric_limits<std::int64_t>::max();
    auto high = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < meets.size() && meets[i].at <= to; ++i) {
        if (i + 1 < meets.size() && meets[i + 1].at < from) continue;  // over by then
        low = std::min({low, meets[i].best.raw, meets[i].worst.raw});
        high = std::max({high, meets[i].best.raw, meets[i].worst.raw});
    }
    return low <= fill.price.raw && fill.price.raw <= high;
}

class ParityTest : public ::testing::Test {
public:
    void SetUp() override {
        const auto file = std::filesystem::path{NIGHTJAR_SOURCE_DIR} / "../shared/data" / recording;
        if (!std::filesystem::exists(file)) GTEST_SKIP() << "no " << file;
        std::ofstream{nightjar.file("parity.toml")} << configuration;
        const auto imported = nightjar("data import " + file.string() + " --name btc 2>&1");
        ASSERT_EQ(imported.code, 0) << imported.out;
    }

    /// For so long over the protocol; gives the session's name.
    [[nodiscard]] std::string trade(std::chrono::seconds span) const {
        const auto child = nightjar.start("run " + nightjar.file("parity.toml").string());
        std::this_thread::sleep_for(span);
        const int status = Program::end(child, SIGINT);
        const auto out = nightjar.output();
        EXPECT_EQ(status, 0) << out;
        return word_after(out, "session   ");
    }
    [[nodiscard]] std::string backtest() const {
        const auto outcome =
            nightjar("backtest " + nightjar.file("parity.toml").string() + " 2>&1");
        EXPECT_EQ(outcome.code, 0) << outcome.out;
        return word_after(outcome.out, "session ");
    }
    static std::string word_after(const std::string& text, std::string_view what) {
        const auto at = text.find(what);
        if (at == std::string::npos) return {};
        const auto begin = text.find_first_not_of(' ', at + what.size());
        return text.substr(begin, text.find_first_of(" \n", begin) - begin);
    }

    Program nightjar;
};

TEST_F(ParityTest, TheSameBarsGiveTheSameTargetsInABacktestAndOverTheProtocol) {
    const char* seconds = std::getenv("NIGHTJAR_PARITY_SECONDS");
    constexpr int usual = 45;
    const std::chrono::seconds span{seconds != nullptr ? std::atoi(seconds) : usual};
    const auto paper = told(nightjar, trade(span));
    const auto history = told(nightjar, backtest());
    for (const auto strategy : std::array<std::uint16_t, 2>{0, 1}) {
        const auto here = targets_of(paper, strategy);
        const auto there = targets_of(history, strategy);
        ASSERT_GT(here.size(), 5U) << "of strategy " << strategy;
        ASSERT_GE(there.size(), here.size());
        for (std::size_t i = 0; i < here.size(); ++i) {
            EXPECT_EQ(here[i].instrument, there[i].instrument);
            EXPECT_EQ(here[i].exposure, there[i].exposure) << "target " << i;
            EXPECT_EQ(here[i].qty, there[i].qty) << "target " << i;
            ASSERT_EQ(here[i].votes.size(), there[i].votes.size());
            for (std::size_t vote = 0; vote < here[i].votes.size(); ++vote)
                EXPECT_EQ(here[i].votes[vote].score, there[i].votes[vote].score) << "target " << i;
        }
    }
    // It was played later by a whole number of the longest bars.
    constexpr auto bar = core::seconds(2).ns;
    const auto apart = (paper.targets.front().at - history.targets.front().at).ns;
    const core::Duration later{(apart + bar / 2) / bar * bar};
    ASSERT_GT(paper.fills.size(), 5U);
    constexpr auto rounding = core::milliseconds(1);  // of the protocol's times
    const core::Qty most{30};
    const std::array meets{meets_of(nightjar, core::Side::Buy, most),
                           meets_of(nightjar, core::Side::Sell, most)};
    std::vector<core::Duration> latencies;
    for (const auto& fill : paper.fills) {
        const auto decided = paper.order_of.at(fill.fill.order).at - later;
        const auto filled = fill.at - later;
        const auto buys = fill.fill.side == core::Side::Buy;
        EXPECT_TRUE(shown(meets[buys ? 0 : 1], fill.fill, decided - rounding, filled + rounding))
            << "filled at " << fill.fill.price.raw << ", " << (filled - decided).ns / 1'000
            << " us after the decision";
        latencies.push_back(filled - decided);
    }
    std::ranges::sort(latencies);
    fmt::print("{} target changes equal; {} fills, {} us (median) to {} us after the decision\n",
               paper.targets.size(), paper.fills.size(), latencies[latencies.size() / 2].ns / 1'000,
               latencies.back().ns / 1'000);
}

}  // namespace
}  // namespace nightjar::app
