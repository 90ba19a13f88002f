/// A recording as the market that clients meet.

#include "exchange/binance/plan.hpp"
#include "exchange/tests/exchange_testing.hpp"
#include "sim/tests/tapes.hpp"

namespace nightjar::exchange {
namespace {

using core::TapeRow;
using core::Time;

class ReplayTest : public ::testing::Test {
public:
    ReplayTest() {
        auto plan = opened(binance::plan(venue::binance::Market::Spot, 60'000, 3'000));
        plan.listings.resize(1);
        plan.listings[0].recording.tape = std::make_shared<sim::tests::MemoryTape>(rows);
        hall = std::make_unique<Hall>(std::move(plan));
    }

    [[nodiscard]] const MarketView& view() const { return hall->views().front(); }
    /// Best price of a side once all rows up to then have happened.
    [[nodiscard]] std::optional<core::Price> best(core::Side side, std::int64_t exch_ns) const {
        std::map<core::Price, core::Qty> levels;
        for (const auto& row : rows) {
            if (row.exch_ns > exch_ns) break;
            if (row.kind == TapeRow::Kind::Clear) levels.clear();
            if (row.kind != TapeRow::Kind::Level || row.side != side) continue;
            if (row.qty == 0)
                levels.erase({row.price});
            else
                levels[{row.price}] = {row.qty};
        }
        if (levels.empty()) return std::nullopt;
        return side == core::Side::Buy ? levels.rbegin()->first : levels.begin()->first;
    }

    std::vector<TapeRow> rows{sim::tests::market_tape(400, 3)};
    const core::Duration later{opening.ns - rows.front().exch_ns};
    std::unique_ptr<Hall> hall;
};

TEST_F(ReplayTest, NothingHappensBeforeItBegins) {
    hall->advance(opening + core::seconds(30));
    EXPECT_TRUE(view().bids().empty());
    EXPECT_TRUE(view().prints().empty());
}

TEST_F(ReplayTest, WhatWasRecordedHappensAgainSoMuchLater) {
    hall->play(later);
    for (const auto at : {core::seconds(1), core::seconds(7), core::seconds(30)}) {
        hall->advance(opening + at);
        for (const auto side : {core::Side::Buy, core::Side::Sell})
            EXPECT_EQ(view().best(side), best(side, rows.front().exch_ns + at.ns));
    }
    std::vector<const TapeRow*> trades;
    for (const auto& row : rows)
        if (row.kind == TapeRow::Kind::Trade && row.exch_ns <= hall->now().ns - later.ns)
            trades.push_back(&row);
    ASSERT_EQ(view().prints().size(), trades.size());
    for (std::size_t i = 0; i < trades.size(); ++i) {
        const auto& print = view().prints()[i];
        EXPECT_EQ(print.price.raw, trades[i]->price);
        EXPECT_EQ(print.at, Time{trades[i]->exch_ns} + later);
        EXPECT_EQ(print.id.value, trades[i]->id);
    }
}

TEST_F(ReplayTest, AMarketOrderIsFilledFromTheRecordedBookAndDoesNotMoveIt) {
    auto& client = *hall->admit({"alice", "secret", {}, {{"USDT", money("1000000")}}}).value();
    hall->play(later);
    hall->advance(opening + core::seconds(20));
    const auto ask = view().best(core::Side::Sell);
    Terms terms;
    terms.instrument = view().instrument().id;
    terms.side = core::Side::Buy;
    terms.type = core::OrderType::Market;
    terms.qty = core::lots_floor(0.1, view().instrument()).value();
    const auto order = hall->place(client, terms);
    ASSERT_TRUE(order) << order.error().text();
    ASSERT_EQ(client.orders.executions().size(), 1U);
    EXPECT_EQ(client.orders.executions().front().price, *ask);
    EXPECT_EQ(view().best(core::Side::Sell), ask);
}

TEST_F(ReplayTest, AQuoteIsToldWhenItsMessageEndsAndNeverCrossed) {
    struct Quotes final : HallListener {
        std::size_t told{};
        void on_quote(const MarketView& view) override {
            ++told;
            EXPECT_LT(*view.best(core::Side::Buy), *view.best(core::Side::Sell));
        }
    } quotes;
    hall->tell(&quotes);
    hall->play(later);
    hall->advance(opening + core::seconds(30));
    EXPECT_GT(quotes.told, 50U);
}

TEST_F(ReplayTest, AfterItsEndTheMarketStandsStill) {
    hall->play(later);
    hall->advance(opening + core::minutes(9));
    const auto last = *view().best(core::Side::Buy);
    const auto prints = view().prints().size();
    hall->advance(opening + core::minutes(30));
    EXPECT_EQ(view().best(core::Side::Buy), last);
    EXPECT_EQ(view().prints().size(), prints);
}

}  // namespace
}  // namespace nightjar::exchange
