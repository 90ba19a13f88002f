/// What a parent has cost, against the same from first principles.

#include "exec/tca.hpp"

#include "core/base/archive.hpp"
#include "core/base/random.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace nightjar::exec {
namespace {

using core::Liquidity;
using core::ParentMeasured;
using core::Price;
using core::Qty;
using core::Side;

/// A book that is put where the test wants it; parents of one child at a time.
class Costs : public ::testing::Test {
public:
    Costs() {
        core::Instrument btc;
        usdt = catalog.add_asset("USDT");
        btc.venue = catalog.add_venue("sim");
        btc.base = base = catalog.add_asset("BTC");
        btc.quote = usdt;
        btc.symbol = "BTCUSDT";
        btc.tick = btc.lot = {core::Money::one / 100};
        id = *catalog.add(btc);
        market.emplace(catalog);
        tca.emplace(catalog);
    }
    void hear(core::Event::Body body) {
        core::Event event;
        event.stamp = {now, now, 0};
        event.instrument = id;
        event.body = std::move(body);
        tca->advance(now, *market);
        market->apply(event);
        flow.apply(event);
        tca->take(now, false, [this](const auto& m) { told.push_back(m); });
    }
    void book(std::int64_t bid, std::int64_t ask) { hear(core::Quote{{bid}, {50}, {ask}, {50}}); }
    core::ParentOrder open(Side side, std::int64_t qty) {
        core::ParentOrder parent;
        parent.id = {++parents};
        parent.instrument = id;
        parent.side = side;
        parent.qty = Qty{qty};
        parent.at = now;
        tca->opened(parent, *market, flow);
        ended = {parent.id, id, core::ParentState::Done, core::EndReason::Filled, parent.qty, {},
                 {},        {}};
        return parent;
    }
    core::OrderRequest send(const core::ParentOrder& parent, std::int64_t qty) {
        core::OrderRequest order;
        order.id = {++orders};
        order.parent = parent.id;
        order.instrument = id;
        order.side = parent.side;
        order.qty = Qty{qty};
        order.at = now;
        tca->sent(order, *market);
        return order;
    }
    void fill(const core::OrderRequest& order, std::int64_t price, std::int64_t qty,
              Liquidity liquidity = Liquidity::Taker, core::Money fee = {}) {
        core::Fill fill;
        fill.order = order.id;
        fill.trade = {++trades};
        fill.side = order.side;
        fill.price = {price};
        fill.qty = Qty{qty};
        fill.fee = fee;
        fill.fee_asset = fee_asset.value_or(usdt);
        fill.liquidity = liquidity;
        flow.own(fill, now);
        tca->filled(order, fill, *market, now);
    }
    void end() { tca->ended(ended, *market, flow, now); }
    ParentMeasured& measured() {
        if (told.empty()) tca->take(now, true, [this](const auto& m) { told.push_back(m); });
        return told.back();
    }
    void pass(core::Duration time) { now = now + time; }

    core::Catalog catalog;
    core::AssetId usdt, base;
    std::optional<core::AssetId> fee_asset;
    core::InstrumentId id;
    std::optional<market::Market> market;
    std::optional<Tca> tca;
    Flow flow{false};
    core::ParentEnded ended;
    core::Time now{core::Time{1'700'438'400'000'000'000}};
    std::vector<ParentMeasured> told;
    std::uint64_t parents{}, orders{}, trades{};
};

/// Basis points of 100 lots at 10,000 ticks: a tick on every lot is one.
TEST_F(Costs, EachPartIsWhatItSays) {
    book(9'999, 10'001);
    const auto parent = open(Side::Buy, 100);
    book(10'001, 10'003);  // the mid goes up by 2: delay
    const auto first = send(parent, 60);
    fill(first, 10'004, 60, Liquidity::Taker, {60 * 10'004 * core::Money::one / 10'000 / 1'000});
    book(10'004, 10'006);  // by 3 more: timing of what follows
    const auto second = send(parent, 30);
    fill(second, 10'003, 30, Liquidity::Maker);
    book(10'009, 10'011);  // the rest is given up 10 above the decision
    end();
    const auto& m = measured();
    EXPECT_DOUBLE_EQ(m.decided, 10'000);
    EXPECT_DOUBLE_EQ(m.arrival, 10'002);
    EXPECT_DOUBLE_EQ(m.end, 10'010);
    EXPECT_NEAR(m.costs.delay, 2 * 0.9, 1e-9);
    EXPECT_NEAR(m.costs.timing, 3 * 0.3, 1e-9);
    EXPECT_NEAR(m.costs.spread, 1 * 0.6 - 2 * 0.3, 1e-9);
    EXPECT_NEAR(m.costs.impact, 1 * 0.6, 1e-9);
    EXPECT_NEAR(m.costs.fees, 10 * 0.6 * 1.0004, 1e-6) << "10 bps of 60 lots at 10,004";
    EXPECT_EQ(m.costs.rebates, 0);
    EXPECT_NEAR(m.costs.opportunity, 10 * 0.1, 1e-9);
    EXPECT_EQ(m.filled, Qty{90});
    EXPECT_EQ(m.maker, Qty{30});
    EXPECT_EQ(m.messages, 2U);
}

TEST_F(Costs, RebatesAndFeesInTheBaseAreToldApart) {
    book(9'999, 10'001);
    auto parent = open(Side::Sell, 100);
    fill(send(parent, 100), 10'001, 100, Liquidity::Maker,
         {-core::Money::one / 100});  // 1 bp of 100
    end();
    EXPECT_NEAR(measured().costs.rebates, -1.0001, 1e-3);
    EXPECT_EQ(measured().costs.fees, 0);
    told.clear();
    fee_asset = base;
    parent = open(Side::Buy, 100);
    fill(send(parent, 100), 10'001, 100, Liquidity::Taker, {core::Money::one / 1'000});  // of 1 BTC
    end();
    EXPECT_NEAR(measured().costs.fees, 10.001, 1e-6);
    told.clear();
    fee_asset = catalog.add_asset("BNB");
    parent = open(Side::Buy, 100);
    fill(send(parent, 100), 10'001, 100, Liquidity::Taker, {core::Money::one});
    end();
    EXPECT_TRUE(measured().fees_unknown);
}

/// Perold: what it cost against having all of it at the decided price, at once and for nothing.
TEST_F(Costs, ThePartsAddUpToTheShortfall) {
    core::Random random{7, 0};
    for (int round = 0; round < 2'000; ++round) {
        const auto at = [&](std::int64_t around) {
            const auto moved = around + static_cast<std::int64_t>(random.below(41)) - 20;
            book(moved - static_cast<std::int64_t>(random.below(3)) - 1, moved + 1);
            return moved;
        };
        at(10'000);
        const auto side = random.below(2) == 0 ? Side::Buy : Side::Sell;
        const auto parent = open(side, 100);
        const double s = static_cast<double>(sign(side));
        const double decided = static_cast<double>(*(*market)[id].book.double_mid()) / 2;
        double paid = 0;
        std::int64_t left = 100;
        while (left > 0 && random.below(6) != 0) {
            const auto mid = at(10'000);
            const auto qty = std::min(left, 1 + static_cast<std::int64_t>(random.below(40)));
            const auto order = send(parent, qty);
            if (random.below(2) == 0) at(10'000);
            const auto price = mid + static_cast<std::int64_t>(random.below(9)) - 4;
            const core::Money fee{static_cast<std::int64_t>(random.below(2'000'000)) - 1'000'000};
            const auto maker = random.below(2) == 0;
            fill(order, price, qty, maker ? Liquidity::Maker : Liquidity::Taker, fee);
            const double worth = static_cast<double>(price * qty);
            const double fee_ticks = approximate(fee) * 10'000;  // ticks and lots are hundredths
            paid += s * (worth - decided * static_cast<double>(qty)) + fee_ticks;
            left -= qty;
        }
        at(10'000);
        const double last = static_cast<double>(*(*market)[id].book.double_mid()) / 2;
        paid += s * (last - decided) * static_cast<double>(left);
        end();
        const double wanted = paid / (decided * 100) * 1e4;
        EXPECT_NEAR(measured().costs.total(), wanted, 1e-9 * std::max(1.0, std::abs(wanted)));
        told.clear();
    }
    EXPECT_EQ(tca->missed(), 0U);
}

TEST_F(Costs, MarkoutsAreAgainstTheMidAtTheirTimes) {
    book(9'999, 10'001);
    const auto parent = open(Side::Buy, 100);
    fill(send(parent, 50), 10'001, 50);
    fill(send(parent, 50), 9'999, 50, Liquidity::Maker);
    end();
    pass(core::milliseconds(100));
    book(10'000, 10'002);  // at .1 s the mid before this one held
    pass(core::milliseconds(800));
    book(10'009, 10'011);
    pass(core::seconds(299));
    book(9'989, 9'991);
    EXPECT_TRUE(told.empty()) << "the last markout is not in";
    pass(core::seconds(1));
    book(9'989, 9'991);
    ASSERT_EQ(told.size(), 1U);
    const auto& marks = told[0].markouts;
    EXPECT_NEAR(marks[0].taker, -1 / 10'001.0 * 1e4, 1e-9);
    EXPECT_NEAR(marks[0].maker, 1 / 9'999.0 * 1e4, 1e-9);
    EXPECT_NEAR(marks[1].taker, 9 / 10'001.0 * 1e4, 1e-9);
    EXPECT_NEAR(marks[3].maker, 11 / 9'999.0 * 1e4, 1e-9);
    EXPECT_NEAR(marks[4].maker, -9 / 9'999.0 * 1e4, 1e-9);
    EXPECT_EQ(marks[4].maker_qty, Qty{50});
    EXPECT_EQ(marks[4].taker_qty, Qty{50});
}

TEST_F(Costs, AtTheEndOfASessionWhatIsNotKnownHasNoLots) {
    book(9'999, 10'001);
    const auto parent = open(Side::Buy, 100);
    fill(send(parent, 100), 10'001, 100);
    end();
    pass(core::seconds(2));
    book(9'999, 10'001);
    const auto& marks = measured().markouts;
    EXPECT_EQ(marks[1].taker_qty, Qty{100});
    EXPECT_EQ(marks[2].taker_qty, Qty{});
    EXPECT_EQ(marks[2].taker, 0);
}

TEST_F(Costs, TheMarketsPriceIsThatOfTheOthers) {
    book(9'999, 10'001);
    const auto parent = open(Side::Buy, 100);
    const auto order = send(parent, 100);
    hear(core::Trade{{10'000}, Qty{300}, Side::Buy, {77}});
    hear(core::Trade{{10'001}, Qty{100}, Side::Buy, {trades + 1}});  // ours
    fill(order, 10'001, 100);
    end();
    EXPECT_EQ(measured().others, Qty{300});
    EXPECT_DOUBLE_EQ(measured().market_vwap, 10'000);
    EXPECT_NEAR(measured().vwap_slip(), 1, 1e-9);
    EXPECT_DOUBLE_EQ(measured().participation(), 0.25);
}

TEST_F(Costs, BeingBehindTheScheduleIsMeasuredOverTime) {
    book(9'999, 10'001);
    const auto parent = open(Side::Buy, 100);
    const auto window = core::seconds(320);
    tca->scheduled(parent.id, 0, window, now);
    pass(core::seconds(160));
    tca->scheduled(parent.id, 0.5, window, now);
    pass(core::seconds(160));
    tca->scheduled(parent.id, 1, window, now);
    fill(send(parent, 100), 10'001, 100);
    end();
    EXPECT_DOUBLE_EQ(measured().behind_worst, 0.5);
    EXPECT_DOUBLE_EQ(measured().behind_mean, 0.25);
    EXPECT_EQ(measured().schedule[0], 0);
    EXPECT_EQ(measured().schedule[16], 5'000);
    EXPECT_EQ(measured().schedule[32], 10'000);
}

TEST_F(Costs, AMoveAgainstUsAfterEachFillIsALeakOnWhatIsLeft) {
    book(9'999, 10'001);
    const auto parent = open(Side::Sell, 100);
    fill(send(parent, 50), 9'999, 50);
    pass(core::seconds(5));
    book(9'989, 9'991);
    pass(core::seconds(1));
    book(9'989, 9'991);
    end();
    EXPECT_NEAR(measured().leaked, 0, 1e-9) << "as of before the move";
    told.clear();
    const auto second = open(Side::Sell, 100);
    fill(send(second, 50), 9'989, 50);
    pass(core::seconds(4));
    book(9'979, 9'981);
    pass(core::seconds(2));
    book(9'979, 9'981);
    end();
    EXPECT_NEAR(measured().leaked, 10 * 0.5 / 9'990 * 1e4, 1e-9);
}

TEST_F(Costs, WithoutABookAllButFeesIsTiming) {
    core::Candle bar;
    bar.timeframe = core::minutes(1);
    bar.open = bar.high = bar.low = bar.close = {10'000};
    bar.open_time = now;
    pass(core::minutes(1));
    hear(bar);
    const auto parent = open(Side::Buy, 100);
    fill(send(parent, 100), 10'005, 100);
    end();
    hear(bar);
    ASSERT_EQ(told.size(), 1U) << "no markouts are waited for";
    EXPECT_NEAR(told[0].costs.timing, 5, 1e-9);
    EXPECT_NEAR(told[0].costs.total(), 5, 1e-9);
}

TEST_F(Costs, WithoutAPriceNothingIsMeasured) {
    open(Side::Buy, 100);
    EXPECT_EQ(tca->missed(), 1U);
    end();
    tca->take(now, true, [](const auto&) { FAIL() << "of what?"; });
}

TEST_F(Costs, ALongLivedParentLeavesRoomForThoseAfterIt) {
    book(9'999, 10'001);
    const auto patient = open(Side::Buy, 100);
    const auto its_end = ended;
    for (int i = 0; i < 10'000; ++i) {
        fill(send(open(Side::Sell, 10), 10), 9'999, 10);
        end();
        tca->take(now, true, [this](const auto& m) { told.push_back(m); });
    }
    EXPECT_EQ(told.size(), 10'000U);
    fill(send(patient, 100), 10'001, 100);
    ended = its_end;
    end();
    told.clear();
    EXPECT_EQ(measured().parent, patient.id);
    EXPECT_EQ(tca->missed(), 0U);
}

TEST_F(Costs, TheRecordComesBackAsItWas) {
    book(9'999, 10'001);
    const auto parent = open(Side::Buy, 100);
    tca->scheduled(parent.id, 0.25, core::seconds(320), now);
    fill(send(parent, 60), 10'002, 60, Liquidity::Taker, {12'345});
    end();
    const auto& m = measured();
    std::vector<std::byte> bytes(4'096);
    core::ByteWriter writer{bytes};
    writer(m);
    const auto back = core::decode<ParentMeasured>(writer.bytes());
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->costs.total(), m.costs.total());
    EXPECT_EQ(back->schedule, m.schedule);
    EXPECT_EQ(back->window, m.window);
    EXPECT_EQ(back->fees_unknown, m.fees_unknown);
}

}  // namespace
}  // namespace nightjar::exec
