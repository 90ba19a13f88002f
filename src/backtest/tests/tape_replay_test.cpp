/// Backtests on recorded books and trades.

#include "backtest/tests/fixtures.hpp"
#include "sim/tests/tapes.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace nightjar::backtest {
namespace {

using sim::tests::market_tape;
using sim::tests::MemoryTape;
using tests::builtins;
using tests::ends_session;
using tests::records;
using tests::Scratch;

using Tapes = std::vector<std::vector<core::TapeRow>>;

/// One perpetual on each of as many venues as there are tapes; a strategy that follows the book's
/// imbalance, and one that crosses averages of candles made from trades.
Settings settings(const Tapes& tapes, std::vector<MemoryTape>& sources,
                  const std::filesystem::path& ledger) {
    Settings settings;
    auto& config = settings.engine;
    config.currency = config.catalog.add_asset("USDT");
    const auto cash = core::whole(1'000'000);
    std::vector<core::InstrumentId> all;
    sources.reserve(tapes.size());
    for (std::size_t i = 0; i < tapes.size(); ++i) {
        core::Instrument btc;
        btc.venue = config.catalog.add_venue(fmt::format("venue{}", i));
        btc.base = config.catalog.add_asset("BTC");
        btc.quote = config.currency;
        btc.symbol = "BTCUSDT";
        btc.kind = core::InstrumentKind::LinearPerpetual;
        btc.tick = {core::Money::one / 100};
        btc.lot = {core::Money::one / 1'000};
        all.push_back(*config.catalog.add(btc));
        config.venue_cash.push_back(cash);
        sources.emplace_back(tapes[i]);
        settings.tapes.push_back(*sim::tape_stream(config.catalog[all.back()], sources.back()));
        VenueSettings venue;
        venue.matching.prices = sim::Prices::Recorded;
        venue.matching.fees = {100'000, 500'000, sim::FeeModel::PaidIn::Quote};
        venue.latency = {{core::milliseconds(20), 0.5}, {core::milliseconds(20), 0.5}};
        settings.venues.push_back(venue);
    }
    const auto add = [&](const char* name, core::ParamTexts params, strategy::SignalChoice signal) {
        engine::StrategyConfig strategy;
        strategy.name = name;
        strategy.kind = "ensemble";
        strategy.params = std::move(params);
        strategy.signals = {std::move(signal)};
        strategy.instruments = all;
        strategy.timeframe = core::seconds(5);
        strategy.cash = core::whole(400'000);
        strategy.sizers = {{"fixed", {{"qty", "0.5"}}}};
        config.strategies.push_back(strategy);
    };
    add("book", {{"enter", "0.1"}, {"exit", "0.05"}, {"decide_every", "1s"}},
        {"book_imbalance", {{"smoothing", "0"}}, 1});
    add("cross", {{"enter", "0.1"}, {"exit", "0.05"}},
        {"ema_cross", {{"fast", "2"}, {"slow", "4"}}, 1});
    config.build_candles = all;
    config.gate.off = {"fat_finger", "rate", "position", "asset", "venue", "open_orders"};
    settings.ledger = ledger;
    return settings;
}

engine::Counters run(const Tapes& tapes, const std::filesystem::path& ledger) {
    std::vector<MemoryTape> sources;
    auto registries = builtins();
    auto made = Backtest::make(settings(tapes, sources, ledger), registries);
    NJ_CHECK(made.has_value(), "{}", made.error().text());
    (*made)->run([](auto, auto) {});
    EXPECT_TRUE((*made)->engine().books().balanced());
    EXPECT_TRUE((*made)->finish());
    return (*made)->engine().counters();
}

TEST(TapeReplay, TradesOnTheBooksOfTwoVenuesTheSameWayEveryTime) {
    const Scratch scratch;
    const Tapes tapes{market_tape(3'000, 1), market_tape(3'000, 2)};
    const auto counters = run(tapes, scratch / "a");
    EXPECT_GT(counters.fills, 50U);
    EXPECT_GT(counters.bars, 50U);
    run(tapes, scratch / "b");
    EXPECT_EQ(records(scratch / "a"), records(scratch / "b"));
}

TEST(TapeReplay, WithoutTheFutureEveryEarlierDecisionIsTheSameByteForByte) {
    const Scratch scratch;
    const Tapes whole{market_tape(2'000, 3), market_tape(2'000, 4)};
    run(whole, scratch / "whole");
    const auto all = records(scratch / "whole");
    ASSERT_GT(all.size(), 200U);
    for (const std::int64_t part : {2, 3, 7}) {
        // Both end at one moment of receipt, as if the recording had stopped there.
        auto cut = whole;
        const auto first = whole[0].front().recv_ns;
        const auto end = first + (whole[0].back().recv_ns - first) / part;
        for (auto& tape : cut)
            std::erase_if(tape, [&](const core::TapeRow& row) { return row.recv_ns >= end; });
        const auto folder = scratch / std::to_string(part);
        run(cut, folder);
        auto early = records(folder);
        // What the exchange did with orders that were still on their way is the end of this world.
        while (!early.empty() &&
               (ends_session(early.back()) ||
                std::stoll(early.back().substr(early.back().find(' ') + 1)) >= end))
            early.pop_back();
        ASSERT_LT(early.size(), all.size());
        ASSERT_GT(early.size(), 20U);
        for (std::size_t i = 0; i < early.size(); ++i)
            ASSERT_EQ(early[i], all[i]) << "record " << i;
    }
}

/// The quoter alone, at the touch, under one queue model.
engine::Counters quote(const Tapes& tapes, sim::QueueKind queue,
                       const std::filesystem::path& ledger,
                       const std::function<void(const engine::Engine&)>& look) {
    std::vector<MemoryTape> sources;
    auto registries = builtins();
    auto wanted = settings(tapes, sources, ledger);
    auto& strategies = wanted.engine.strategies;
    strategies.resize(1);
    strategies[0].name = strategies[0].kind = "quoter";
    strategies[0].params = {{"half_spread", "0.0166"}, {"size", "0.2"}, {"max_position", "1"}};
    strategies[0].signals.clear();
    strategies[0].sizers = {{"fixed", {{"qty", "0.8"}}}};
    for (auto& venue : wanted.venues) venue.matching.queue = sim::QueueModel{queue};
    auto made = Backtest::make(std::move(wanted), registries);
    NJ_CHECK(made.has_value(), "{}", made.error().text());
    (*made)->run([&](auto, auto) {});
    look((*made)->engine());
    EXPECT_TRUE((*made)->finish());
    return (*made)->engine().counters();
}

TEST(TapeReplay, AQuoterMakesAMarketAndThePessimisticQueueFillsItLess) {
    const Scratch scratch;
    const Tapes tapes{market_tape(4'000, 5)};
    std::vector<std::uint64_t> fills;
    for (const auto queue :
         {sim::QueueKind::RiskAverse, sim::QueueKind::Log, sim::QueueKind::Touch}) {
        const auto folder = scratch / std::string{name(queue)};
        const auto counters = quote(tapes, queue, folder, [](const engine::Engine& engine) {
            EXPECT_TRUE(engine.books().balanced());
            EXPECT_EQ(engine.counters().unexplained, 0U);
            const auto& house = engine.books().strategy(core::house).account;
            EXPECT_EQ(house.position({0}).qty, core::Qty{}) << "every fill is the quoter's";
            // The sizer lets it hold 0.8 of its own limit of 1.
            EXPECT_LE(magnitude(engine.books().position({0})), core::Qty{800});
        });
        fills.push_back(counters.fills);
    }
    EXPECT_GT(fills[0], 10U);
    EXPECT_LE(fills[0], fills[1]);
    EXPECT_LT(fills[1], fills[2]);
}

TEST(TapeReplay, TheQuotersOrdersNeverTakeAndStandOncePerSide) {
    const Scratch scratch;
    quote({market_tape(2'000, 6)}, sim::QueueKind::Touch, scratch / "ledger",
          [](const engine::Engine&) {});
    auto reader = *store::LogReader::open(scratch / "ledger");
    std::map<core::Side, std::int64_t> standing;
    std::map<std::uint64_t, core::OrderRequest> orders;
    std::uint64_t fills = 0;
    while (const auto record = *reader.next()) {
        const auto type = static_cast<core::RecordType>(record->type);
        if (type == core::RecordType::OrderApproved) {
            const auto order = core::decode<core::OrderApproved>(record->body)->order;
            EXPECT_TRUE(order.post_only);
            EXPECT_EQ(++standing[order.side], 1);
            orders[order.id.value] = order;
        } else if (type == core::RecordType::OrderChanged) {
            const auto update = core::decode<core::OrderChanged>(record->body)->update;
            if (core::is_terminal(update.state)) --standing[orders.at(update.order.value).side];
        } else if (type == core::RecordType::FillBooked) {
            const auto fill = core::decode<core::FillBooked>(record->body)->fill;
            EXPECT_EQ(fill.liquidity, core::Liquidity::Maker);
            auto& left = orders.at(fill.order.value).qty;
            left -= fill.qty;
            if (left.raw == 0) --standing[fill.side];
            ++fills;
        }
    }
    EXPECT_GT(fills, 10U);
}

/// A market order that leaves at one moment meets the book of its arrival, not that of the next
/// message.
TEST(TapeReplay, AnOrderMeetsTheBookThatStandsWhenItArrives) {
    const Scratch scratch;
    using Kind = core::TapeRow::Kind;
    constexpr std::int64_t ms = 1'000'000;
    const auto start = core::days(19'000).ns;
    std::vector<core::TapeRow> rows;
    const auto book = [&](std::int64_t at_ms, std::int64_t mid, std::int64_t bids) {
        const auto at = start + at_ms * ms;
        rows.push_back({at, at + ms, 0, 0, 1, Kind::Clear, {}, false});
        rows.push_back({at, at + ms, mid - 10, bids, 1, Kind::Level, core::Side::Buy, false});
        rows.push_back({at, at + ms, mid + 10, 1'000, 1, Kind::Level, core::Side::Sell, true});
    };
    book(0, 100'000, 9'000);  // heavy bids: buy
    book(2'000, 100'000, 9'000);
    book(2'060, 150'000, 9'000);  // after the order has arrived
    book(3'000, 150'000, 9'000);
    std::vector<MemoryTape> sources;
    auto registries = builtins();
    auto wanted = settings({rows}, sources, scratch / "ledger");
    wanted.venues[0].latency = {{core::milliseconds(50), 0}, {core::milliseconds(10), 0}};
    auto made = *Backtest::make(std::move(wanted), registries);
    made->run([](auto, auto) {});
    ASSERT_EQ(made->engine().counters().fills, 1U);
    const auto& account = made->engine().books().venue({0});
    EXPECT_EQ(account.position({0}).qty, core::Qty{500});
    // 0.5 at 1000.10: the ask of the first book.
    EXPECT_EQ(account.position({0}).basis, *core::parse_money("500.05"));
}

}  // namespace
}  // namespace nightjar::backtest
