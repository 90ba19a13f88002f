/// What history may never give: a price better than it had, more lots than were traded, or a fill
/// beyond a limit.

#include "sim/pits/ladder.hpp"
#include "sim/tests/fixtures.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

namespace nightjar::sim::tests {
namespace {

using core::Price;
using core::Qty;
using core::Side;

core::OrderRequest any_order(std::uint64_t id, core::InstrumentId instrument) {
    const auto side = *rc::gen::element(Side::Buy, Side::Sell);
    const auto qty = *rc::gen::inRange<std::int64_t>(1, 10);
    const auto price = *rc::gen::inRange<std::int64_t>(80, 121);
    const Terms terms{
        *rc::gen::element(false, true), *rc::gen::element(false, false, true),
        *rc::gen::element(core::TimeInForce::Gtc, core::TimeInForce::Ioc, core::TimeInForce::Fok)};
    switch (*rc::gen::inRange(0, 4)) {
        case 0: return market(id, instrument, side, qty);
        case 1: return stop(id, instrument, side, qty, price);
        default: return limit(id, instrument, side, qty, price, terms);
    }
}

void hold_to_limit(const core::OrderRequest& order, const core::Fill& fill) {
    RC_ASSERT(fill.side == order.side);
    RC_ASSERT(fill.qty <= order.qty);
    if (order.type == core::OrderType::Limit)
        RC_ASSERT(reaches(order.side, order.price, fill.price));
    if (order.post_only) RC_ASSERT(fill.liquidity == core::Liquidity::Maker);
}

RC_GTEST_PROP(Bars, NeverFillBetterThanTheBarNorBeyondALimit, ()) {
    const Floor floor;
    auto config = Floor::free(Prices::Bars);
    config.slippage_ppb = 20'000'000;
    Matching exchange{floor.catalog, floor.venue, floor.usdt, config};
    const auto us = exchange.open_account(core::whole(1'000'000));
    std::map<std::uint64_t, core::OrderRequest> orders;
    std::uint64_t id = 1;
    for (std::int64_t bar = 0; bar < 10; ++bar) {
        const auto coming = *rc::gen::inRange(0, 5);
        for (int i = 0; i < coming; ++i, ++id) {
            orders[id] = any_order(id, floor.perp);
            exchange.submit(us, orders[id], at(60 * bar - 1));
        }
        const auto open = *rc::gen::inRange<std::int64_t>(90, 111);
        const auto close = *rc::gen::inRange<std::int64_t>(90, 111);
        const auto high = std::max(open, close) + *rc::gen::inRange<std::int64_t>(0, 8);
        const auto low = std::min(open, close) - *rc::gen::inRange<std::int64_t>(0, 8);
        exchange.on_open(floor.perp, Price{open}, at(60 * bar));
        exchange.on_bar(floor.perp, {at(60 * bar), core::seconds(60), Price{open}, Price{high},
                                     Price{low}, Price{close}, Qty{1}});
        for (const auto& report : exchange.reports(us)) {
            const auto* fill = std::get_if<core::Fill>(&report.body);
            if (fill == nullptr || fill->order.value == 0) continue;
            hold_to_limit(orders.at(fill->order.value), *fill);
            if (fill->side == Side::Buy)
                RC_ASSERT(fill->price >= Price{low});
            else
                RC_ASSERT(fill->price <= Price{high});
        }
        exchange.forget_reports(us);
    }
}

RC_GTEST_PROP(Recording, GivesNoMoreThanItTradedAndNothingBeyondALimit, ()) {
    const Floor floor;
    Matching exchange{floor.catalog, floor.venue, floor.usdt, Floor::free(Prices::Recorded)};
    const auto us = exchange.open_account(core::whole(1'000'000));
    exchange.on_book(floor.perp, {core::BookDelta::Action::Clear, {}, {}, {}, true}, at(0));
    std::map<std::uint64_t, core::OrderRequest> orders;
    const auto check = [&](Qty most, bool maker) {
        Qty bought;
        Qty sold;
        for (const auto& report : exchange.reports(us)) {
            const auto* fill = std::get_if<core::Fill>(&report.body);
            if (fill == nullptr || fill->order.value == 0) continue;
            hold_to_limit(orders.at(fill->order.value), *fill);
            if ((fill->liquidity == core::Liquidity::Maker) != maker) continue;
            (fill->side == Side::Buy ? bought : sold) += fill->qty;
        }
        exchange.forget_reports(us);
        if (maker) RC_ASSERT(bought <= most && sold <= most);
    };
    for (std::uint64_t id = 1; id < 60; ++id) {
        const Price price{*rc::gen::inRange<std::int64_t>(90, 111)};
        const Qty qty{*rc::gen::inRange<std::int64_t>(0, 10)};
        switch (*rc::gen::inRange(0, 3)) {
            case 0: {
                const auto side = price < Price{100} ? Side::Buy : Side::Sell;
                exchange.on_book(floor.perp, {core::BookDelta::Action::Set, side, price, qty, true},
                                 at(1));
                break;
            }
            case 1:
                exchange.on_trade(floor.perp, {price, qty, Side::Buy, {id}}, at(1));
                check(qty, true);
                break;
            default:
                orders[id] = any_order(id, floor.perp);
                exchange.submit(us, orders[id], at(1));
                check({}, false);
        }
    }
}

}  // namespace
}  // namespace nightjar::sim::tests
