/// The whole chain of checks on a busy account: an order is reviewed within 5 us, whether it passes
/// or not and whichever rule refuses it, and nothing is allocated.

#include "risk/order_gate.hpp"

#include "core/bench/allocations.hpp"
#include "risk/bench/trading_floor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

namespace nightjar::risk {
namespace {

using bench::Floor;
using core::Rule;
using core::Side;

constexpr std::int64_t most_ns = 5'000;

struct Measured {
    std::vector<std::int64_t> ns;
    std::uint64_t allocations{};

    [[nodiscard]] std::int64_t part(double of) {
        std::ranges::sort(ns);
        return ns[static_cast<std::size_t>(of * static_cast<double>(ns.size() - 1))];
    }
};

/// What makes an order be refused.
struct Kind {
    const char* name;
    Rule rule;
    std::function<void(Floor&)> prepare{};                     ///< once, before the first
    std::function<void(Floor&, core::OrderRequest&)> spoil{};  ///< each, before its review
};

/// One limit is another from now on.
auto limit(const char* check, const char* setting, const char* text) {
    return [=](Floor& floor) { floor.set(check, setting, text); };
}
auto order(auto change) {
    return [change](Floor&, core::OrderRequest& order) { change(order); };
}

/// The instrument or its flags are at fault, or the price, or the size.
std::vector<Kind> by_order() {
    return {
        {"tradable", Rule::Tradable, &Floor::halt},
        {"steps", Rule::Steps, {}, order([](auto& o) { o.qty = {}; })},
        {"min_notional", Rule::MinNotional, {}, order([](auto& o) { o.qty = {1}; })},
        {"flags", Rule::Flags, {}, order([](auto& o) { o.tif = core::TimeInForce::Ioc; })},
        {"finite", Rule::Finite, {}, order([](auto& o) {
             o.type = core::OrderType::StopMarket;
             o.post_only = false;
         })},
        {"clock", Rule::ClockSane, {}, order([](auto& o) { o.at = o.at - core::seconds(2); })},
        {"collar", Rule::Collar, {}, order([](auto& o) { o.price.raw += 18'000; })},
        {"fat_finger", Rule::FatFinger, {}, order([](auto& o) { o.qty = {5'000}; })},
        {"fat_finger_median", Rule::FatFinger, limit("fat_finger", "times_median", "1"),
         order([](auto& o) { o.qty = {500}; })},
        {"self_trade", Rule::SelfTrade, {}, order([](auto& o) { o.price.raw += 400; })},
        {"would_flip", Rule::WouldFlip, {}, order([](auto& o) { o.reduce_only = true; })},
    };
}

/// Too soon, too often, too many.
std::vector<Kind> by_pace() {
    return {
        {"reference", Rule::NoReference, &Floor::grow_stale},
        {"duplicate",
         Rule::Duplicate,
         {},
         [](Floor& floor, auto& order) {
             order.price = floor.last().price;
             order.qty = floor.last().qty;
             floor.go_back(floor.now - floor.last().at, order);
         }},
        {"duplicate_open",
         Rule::Duplicate,
         {},
         [](Floor& floor, auto& order) { order.id = floor.orders.open()[7].request.id; }},
        {"duplicate_finished", Rule::Duplicate, {}, order([](auto& o) {
             o.id = {Floor::finished};
         })},
        {"rate", Rule::Rate,
         [](Floor& floor) {
             floor.set("rate", "per_second", "1");
             floor.spend();
         },
         [](Floor& floor, auto& order) {
             order.price.raw -= 200;  // no duplicate
             floor.go_back(core::milliseconds(200), order);
         }},
        {"repeated_execution", Rule::RepeatedExecution,
         limit("repeated_execution", "per_minute", "1"),
         [](Floor& floor, auto& order) { floor.fill_another(order); }},
        {"order_to_trade", Rule::OrderToTrade, limit("order_to_trade", "most", "1")},
        {"open_orders", Rule::OpenOrders, limit("open_orders", "max_orders", "10")},
        {"open_notional", Rule::OpenOrders, limit("open_orders", "notional_pct", "1")},
    };
}

/// What is held, or was lost, or the state that the node is in.
std::vector<Kind> by_state() {
    const auto after_loss = [](const char* check) {
        return [check](Floor& floor) {
            floor.set(check, "limit_bps", "1");
            floor.lose();
        };
    };
    return {
        {"position", Rule::PositionLimit, limit("position", "pct", "1")},
        {"asset", Rule::AssetLimit, limit("asset", "pct", "1")},
        {"venue", Rule::VenueLimit, limit("venue", "pct", "1")},
        {"gross", Rule::GrossLimit, limit("gross", "pct", "1")},
        {"leverage", Rule::Leverage, limit("leverage", "pct", "1")},
        {"book_risk", Rule::Correlation, limit("book_risk", "volatility_pct", "1")},
        {"daily_loss", Rule::DailyLoss, after_loss("daily_loss")},
        {"drawdown", Rule::Drawdown, after_loss("drawdown")},
        {"strategy_loss", Rule::StrategyLoss, after_loss("strategy_loss")},
        {"conservation",
         Rule::Conservation,
         {},
         [](Floor& floor, auto& order) { floor.parent.qty = order.qty - core::Qty{1}; }},
        {"kill_level", Rule::KillLevel, &Floor::raise},
        {"breakers", Rule::KillLevel, {}, [](Floor& floor, auto&) { floor.trip(); }},
        {"reconciling", Rule::Reconciling, [](Floor& floor) { floor.reconciling = true; }},
        {"funding", Rule::Funding, &Floor::charge},
    };
}

/// One review, timed by itself; the two readings of the clock are in it.
std::optional<core::Refusal> review(Floor& floor, const core::OrderRequest& order,
                                    Measured& measured) {
    const auto view = floor.view();
    const auto allocations = core::allocations;
    const auto start = std::chrono::steady_clock::now();
    const auto answer = floor.gate.review(order, view);
    const auto end = std::chrono::steady_clock::now();
    measured.allocations += core::allocations - allocations;
    measured.ns.push_back(
        std::chrono::duration_cast<std::chrono::nanoseconds>(end - start).count());
    return answer ? std::nullopt : std::optional{answer.error()};
}

void report(const std::string& name, Measured& measured) {
    const auto text = fmt::format("p50 {} p99 {} p99.9 {} ns", measured.part(0.5),
                                  measured.part(0.99), measured.part(0.999));
    testing::Test::RecordProperty(name, text);
    std::printf("%-20s %s\n", name.c_str(), text.c_str());
    EXPECT_LT(measured.part(0.99), most_ns) << name;
    EXPECT_EQ(measured.allocations, 0U) << name;
}

TEST(OrderGateGate, AnOrderThatPassesIsReviewedWithin5MicrosecondsAndAllocatesNothing) {
    constexpr std::size_t reviews = 200'000;
    for (const auto side : {Side::Buy, Side::Sell}) {
        Floor floor;
        floor.warm();
        Measured measured;
        measured.ns.reserve(reviews);
        for (std::size_t i = 0; i < reviews; ++i) {
            floor.tick();
            const auto order = floor.next_order(side);
            const auto refused = review(floor, order, measured);
            ASSERT_FALSE(refused) << to_string(*refused);
            floor.passed(order);
        }
        RecordProperty("checks", std::to_string(floor.gate.seats().size()));
        RecordProperty("open_orders", std::to_string(floor.orders.open().size()));
        report(side == Side::Buy ? "adds" : "reduces", measured);
    }
}

TEST(OrderGateGate, WhicheverRuleRefusesItDoesSoWithin5MicrosecondsAndAllocatesNothing) {
    constexpr std::size_t reviews = 10'000;
    auto kinds = by_order();
    for (auto more : {by_pace(), by_state()}) std::ranges::move(more, std::back_inserter(kinds));
    for (const auto& kind : kinds) {
        Floor floor;
        floor.warm();
        if (kind.prepare) kind.prepare(floor);
        Measured measured;
        measured.ns.reserve(reviews);
        for (std::size_t i = 0; i < reviews; ++i) {
            floor.tick();
            auto order = floor.next_order();
            if (kind.spoil) kind.spoil(floor, order);
            const auto refused = review(floor, order, measured);
            ASSERT_TRUE(refused) << kind.name;
            ASSERT_EQ(refused->rule, kind.rule) << kind.name << ": " << to_string(*refused);
        }
        report(kind.name, measured);
    }
}

}  // namespace
}  // namespace nightjar::risk
