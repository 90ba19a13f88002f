#include "market/book.hpp"
#include "sim/tests/fixtures.hpp"

#include <rapidcheck/gtest.h>

namespace nightjar::sim::tests {
namespace {

using core::Money;
using core::Price;
using core::Qty;
using core::Side;

/// A venue with many accounts, of which some are poor, and a stream of requests that means no good.
struct Crowd : Floor {
    static constexpr std::size_t accounts = 6;

    Matching exchange{catalog, venue, usdt, config()};
    std::vector<Money> cash;
    std::uint64_t next_id{1};
    market::Book seen;  // as the tape tells it

    static MatchingConfig config() {
        auto made = free(Prices::Book);
        made.fees = {-1'000'000, 3'000'000, FeeModel::PaidIn::Quote};
        return made;
    }
    Crowd() {
        for (std::size_t i = 0; i < accounts; ++i) {
            cash.push_back(core::whole(i % 2 == 0 ? 1'000'000 : 2'000));
            exchange.open_account(cash.back());
        }
    }
    void act() {
        const core::AccountId who{*rc::gen::inRange<std::uint32_t>(0, accounts)};
        const auto side = *rc::gen::element(Side::Buy, Side::Sell);
        const auto qty = *rc::gen::inRange<std::int64_t>(1, 20);
        const auto price = *rc::gen::inRange<std::int64_t>(95, 106);
        const core::OrderId old{*rc::gen::inRange<std::uint64_t>(1, next_id + 1)};
        const Terms terms{*rc::gen::element(false, false, true),
                          *rc::gen::element(false, false, true),
                          *rc::gen::element(core::TimeInForce::Gtc, core::TimeInForce::Gtc,
                                            core::TimeInForce::Ioc, core::TimeInForce::Fok)};
        switch (*rc::gen::inRange(0, 10)) {
            case 0: exchange.cancel(who, old, at(1), core::OrderReason::Requested); break;
            case 1: exchange.amend(who, {old, Price{price}, Qty{qty}, at(1)}, at(1)); break;
            case 2: exchange.submit(who, stop(next_id++, perp, side, qty, price), at(1)); break;
            case 3: exchange.submit(who, market(next_id++, perp, side, qty, terms), at(1)); break;
            default: exchange.submit(who, limit(next_id++, perp, side, qty, price, terms), at(1));
        }
    }
};

RC_GTEST_PROP(Book, IsNeverCrossedAndItsTapeTellsAllOfIt, ()) {
    Crowd crowd;
    crowd.exchange.snapshot(crowd.perp, at(0));
    const auto steps = *rc::gen::inRange(1, 150);
    for (int i = 0; i < steps; ++i) {
        crowd.act();
        const auto& pit = crowd.exchange.pit(crowd.perp);
        const auto bid = pit.best(Side::Buy);
        const auto ask = pit.best(Side::Sell);
        RC_ASSERT(!bid || !ask || *bid < *ask);
        for (const auto& event : crowd.exchange.tape())
            if (const auto* delta = std::get_if<core::BookDelta>(&event.body))
                crowd.seen.apply(*delta);
        crowd.exchange.forget_tape();
        RC_ASSERT(crowd.seen.valid());
        for (const auto side : {Side::Buy, Side::Sell})
            for (const auto& level : crowd.seen.side(side))
                RC_ASSERT(pit.ladder(side).at(level.price) == level.qty);
        RC_ASSERT(crowd.seen.best_bid().has_value() == bid.has_value());
        RC_ASSERT(crowd.seen.best_ask().has_value() == ask.has_value());
    }
}

RC_GTEST_PROP(Book, NeitherLotsNorCashComeFromNowhere, ()) {
    Crowd crowd;
    const auto steps = *rc::gen::inRange(1, 150);
    for (int i = 0; i < steps; ++i) crowd.act();
    Qty lots;
    Money change;
    Money fees;
    Qty liquidated;
    Money liquidated_cash;
    for (std::uint32_t i = 0; i < Crowd::accounts; ++i) {
        const auto& books = crowd.exchange.account({i});
        lots += books.position(crowd.perp).qty;
        change += books.cash(crowd.usdt) - crowd.cash[i];
        for (const auto& report : crowd.exchange.reports({i})) {
            const auto* fill = std::get_if<core::Fill>(&report.body);
            if (fill == nullptr) continue;
            fees += fill->fee;
            if (fill->order.value != 0) continue;
            // The exchange itself is the other side of a liquidation.
            const auto qty = signed_qty(fill->side, fill->qty);
            liquidated += qty;
            liquidated_cash -= crowd.catalog[crowd.perp].notional(fill->price, qty);
        }
    }
    RC_ASSERT(lots == liquidated);
    RC_ASSERT(change == liquidated_cash - fees);
}

RC_GTEST_PROP(Book, EachOrderIsAcceptedAtMostOnceAndEndsAtMostOnce, ()) {
    Crowd crowd;
    const auto steps = *rc::gen::inRange(1, 150);
    for (int i = 0; i < steps; ++i) crowd.act();
    std::vector<Qty> filled(crowd.next_id);
    std::vector<int> ended(crowd.next_id);
    for (std::uint32_t i = 0; i < Crowd::accounts; ++i)
        for (const auto& report : crowd.exchange.reports({i})) {
            if (const auto* fill = std::get_if<core::Fill>(&report.body)) {
                filled[fill->order.value] += fill->qty;
                RC_ASSERT(ended[fill->order.value] == 0);
            }
            if (const auto* update = std::get_if<core::OrderUpdate>(&report.body))
                if (is_terminal(update->state)) {
                    RC_ASSERT(++ended[update->order.value] == 1);
                    RC_ASSERT(filled[update->order.value] < update->qty);
                }
        }
}

}  // namespace
}  // namespace nightjar::sim::tests
