#pragma once
/// A market, an order table and a venue that does what venues do, for an executor alone.

#include "core/base/archive.hpp"
#include "exec/executor.hpp"
#include "exec/tests/floor_rules.hpp"
#include "portfolio/order_table.hpp"
#include "risk/flatten.hpp"
#include "risk/netting.hpp"
#include "risk/order_gate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace nightjar::exec::tests {

/// Everything that a parent must hold is checked at every step; a breach is a failure of the test.
class Floor {
public:
    Floor(std::vector<Style> styles, const Trouble& trouble, std::uint64_t seed,
          std::int32_t iceberg_parts = 0)
        : trouble_{trouble}, random_{seed, 0}, styles_{std::move(styles)}, seed_{seed} {
        core::Instrument btc;
        const auto usdt = catalog_.add_asset("USDT");
        btc.venue = catalog_.add_venue("sim");
        btc.base = catalog_.add_asset("BTC");
        btc.quote = usdt;
        btc.symbol = "BTCUSDT";
        btc.kind = core::InstrumentKind::LinearPerpetual;
        btc.tick = btc.lot = {core::Money::one / 100};
        btc.min_qty = core::Qty{3};
        btc.min_notional = core::whole(50);  // five lots at 1,000
        btc.iceberg_parts = iceberg_parts;
        btc_ = *catalog_.add(btc);
        market_.emplace(catalog_);
        orders_.emplace(catalog_);
        books_.emplace(catalog_, usdt, cash_, cash_);
        executor_.emplace(make());
        quote();
    }

    core::Time now{core::Time{1'700'438'400'000'000'000}};
    std::int64_t mid{100'000};
    std::int64_t touch{500};
    std::vector<core::ParentEnded> ended;
    std::vector<core::OrderRequest> log;
    /// Sees all that happens, and may refuse children; null: there is none.
    risk::OrderGate* gate{};
    std::vector<core::Refusal> refusals;

    [[nodiscard]] const Executor& executor() const { return *executor_; }
    [[nodiscard]] const Parent* parent(core::ParentId id) const { return executor_->working(id); }

    core::ParentId open(std::int64_t lots, std::size_t style,
                        std::optional<core::Price> limit = {}) {
        const core::ParentId id{++last_parent_};
        const core::StrategyId owner{static_cast<std::uint16_t>(style)};
        risk::Netting netting{catalog_, styles_.size()};
        if (limit) {
            executor_->take(netting.plan_alone({owner, {lots}}, btc_, limit, *books_, id, now),
                            owner);
        } else {
            netting.wish(owner, btc_, core::Qty{lots});
            auto planned = netting.plan(btc_, *books_, id, now);
            NJ_CHECK(planned.has_value(), "a parent");
            EXPECT_EQ(executor_->style(netting.shares(btc_, id)), owner);
            executor_->take(*planned, owner);
        }
        known_[id.value] = {parent(id)->order, {}, {}};
        work();
        return id;
    }
    void stop(core::ParentId id, core::EndReason why) {
        executor_->stop(id, why);
        work();
    }
    /// Lets time pass, waking when asked to.
    void pass(core::Duration time) {
        const auto end = now + time;
        while (true) {
            const auto wake = std::max(executor_->wake(), now + core::microseconds(10));
            now = std::min({end, wake, due()});
            answer();
            work();
            if (now >= end) return;
        }
    }
    void quote() {
        core::Event event = at_market();
        event.body = core::Quote{{mid - 1}, {touch}, {mid + 1}, {touch}};
        tell(event);
        work();
    }
    void trade(std::int64_t lots, std::uint64_t id = 0) {
        core::Event event = at_market();
        event.body = core::Trade{
            {mid}, {lots}, core::Side::Buy, {id != 0 ? id : 1'000'000'000 + ++last_trade_}};
        tell(event);
        work();
    }
    /// Something happens in the market, and perhaps to us.
    void jostle() {
        if (chance(0.5)) {
            mid += static_cast<std::int64_t>(random_.below(5)) - 2;
            touch = 1 + static_cast<std::int64_t>(random_.below(1'000));
            quote();
        }
        if (chance(0.5)) trade(1 + static_cast<std::int64_t>(random_.below(400)));
        hit_resting();
        if (trouble_.silence > 0) quiet_ = quiet_ ? chance(0.7) : chance(trouble_.silence);
        if (chance(trouble_.restart)) restart();
    }
    bool chance(double p) { return p > 0 && random_.uniform() < p; }
    core::Random& random() { return random_; }

    /// The process ends, and another takes the parents up.
    void restart() {
        std::vector<std::byte> state(std::size_t{1} << 20);
        core::ByteWriter writer{state};
        writer(*executor_);
        core::ByteReader reader{writer.bytes()};
        executor_.emplace(make());
        reader(*executor_);
        ASSERT_TRUE(reader.ok() && reader.left() == 0);
        executor_->restart();
    }

private:
    struct Known {
        core::ParentOrder order;
        core::Qty filled;
        core::Qty late;
    };
    struct Due {
        core::Time at;
        core::Event event;
    };

    [[nodiscard]] risk::View view() const {
        return {&catalog_, &*market_, &*orders_, &*books_, &kill_,  now,
                false,     nullptr,   {},        nullptr,  nullptr, false};
    }
    bool refuses(const core::OrderRequest& order) {
        const auto* working = parent(order.parent);
        const core::Allocation share{*working->style,
                                     core::signed_qty(order.side, working->order.qty)};
        auto looked_at = view();
        looked_at.parent = &working->order;
        looked_at.shares = {&share, 1};
        const auto answer = gate->review(order, looked_at);
        if (!answer) refusals.push_back(answer.error());
        return !answer;
    }
    Executor make() {
        core::Registries registries;
        register_builtins(registries);
        std::vector<std::unique_ptr<Algorithm>> made;
        for (const auto& style : styles_) {
            auto one = registries.of<Algorithm>().make(style.algo, style.settings);
            NJ_CHECK(one.has_value(), "{}", one.error().text());
            made.push_back(std::move(*one));
        }
        return Executor{catalog_, std::move(made), seed_};
    }
    [[nodiscard]] core::Event at_market() const {
        core::Event event;
        event.stamp = {now, now, 0};
        event.instrument = btc_;
        return event;
    }
    void tell(const core::Event& event) {
        market_->apply(event);
        if (gate != nullptr) gate->observe(event, view());
        executor_->observe(event, *market_);
    }
    [[nodiscard]] core::Time due() const { return answers_.empty() ? never : answers_.front().at; }

    void work() {
        std::vector<core::ParentId> ids;
        for (const auto& parent : executor_->working()) ids.push_back(parent.order.id);
        for (const auto id : ids)
            for (int steps = 0; work(id); ++steps) ASSERT_LT(steps, 64) << "no end of steps";
        check();
    }
    bool work(core::ParentId id) {
        const auto step = executor_->next(id, *market_, now, !quiet_);
        using Kind = Executor::Step::Kind;
        if (step.kind == Kind::Rest) return false;
        if (step.kind == Kind::Ended) {
            const auto end = parent(id)->ended();
            EXPECT_TRUE(core::is_terminal(end.state) && end.reason != core::EndReason::None);
            EXPECT_EQ(end.state == core::ParentState::Done, end.filled >= end.qty);
            EXPECT_EQ(parent(id)->open.raw, 0);
            ended.push_back(end);
            executor_->forget(id);
            return false;
        }
        if (step.kind == Kind::Cancel)
            cancel(id, step.order, step.why);
        else
            send(step.child);
        return true;
    }
    void send(const core::ChildIntent& child) {
        auto order = order_of(child, catalog_[btc_], {++last_order_}, now);
        check(order);
        if (gate != nullptr && refuses(order)) {
            (void)executor_->on_refused(order.parent, now, false);
            return;
        }
        if (chance(trouble_.refused)) {
            (void)executor_->on_refused(order.parent, now, false);
            return;
        }
        NJ_CHECK(orders_->reserve(order, {mid}).has_value(), "an order more");
        executor_->sent(order);
        log.push_back(order);
        if (chance(trouble_.rejected)) return say(order.id, core::OrderState::Rejected, 20);
        if (chance(trouble_.unknown)) say(order.id, core::OrderState::Unknown, 10);
        say(order.id, core::OrderState::Open, 30);
        if (order.tif == core::TimeInForce::Gtc) return;
        auto lots = order.qty.raw;
        if (chance(trouble_.part))
            lots = static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(lots)));
        const bool late = lots < order.qty.raw && chance(trouble_.late_fill);
        if (lots > 1) fill(order, lots / 2, late ? 90 : 40);
        if (lots > 0) fill(order, lots - lots / 2, late ? 95 : 45);
        if (lots < order.qty.raw) say(order.id, core::OrderState::Cancelled, 60);
    }
    /// The order may fill while the cancel is on its way.
    void cancel(core::ParentId id, core::OrderId wanted, risk::CancelReason why) {
        executor_->cancelling(id, wanted, now);
        const auto* order = orders_->find(wanted);
        ASSERT_NE(order, nullptr);
        if (gate != nullptr) gate->cancelling(order->request, why, view());
        EXPECT_FALSE(core::is_terminal(order->state));
        const core::OrderRequest request = order->request;
        const auto open = order->open().raw - coming(wanted);
        (void)orders_->apply(core::OrderUpdate{
            wanted, core::OrderState::CancelPending, {}, request.price, request.qty});
        if (request.tif != core::TimeInForce::Gtc) return;
        if (open > 0 && chance(0.3))
            fill(request, open, 15);
        else if (open > 1 && chance(0.3))
            fill(request, open / 2, chance(trouble_.late_fill) ? 80 : 15);
        say(wanted, core::OrderState::Cancelled, 40);
    }
    void hit_resting() {
        std::vector<core::OrderRequest> resting;
        for (const auto& order : orders_->open())
            if (order.request.tif == core::TimeInForce::Gtc &&
                order.state == core::OrderState::Open)
                resting.push_back(order.request);
        for (const auto& request : resting) {
            const auto left = orders_->find(request.id)->open().raw - coming(request.id);
            if (left <= 0 || !chance(0.2)) continue;
            fill(request,
                 1 + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(left))), 1);
        }
    }
    [[nodiscard]] std::int64_t coming(core::OrderId id) const {
        std::int64_t lots = 0;
        for (const auto& answer : answers_)
            if (const auto* fill = std::get_if<core::Fill>(&answer.event.body);
                fill != nullptr && fill->order == id)
                lots += fill->qty.raw;
        return lots;
    }
    void say(core::OrderId id, core::OrderState state, std::int64_t ms) {
        core::Event event = at_market();
        event.body = core::OrderUpdate{id, state, {}, {}, {}};
        later(event, ms);
    }
    void fill(const core::OrderRequest& order, std::int64_t lots, std::int64_t ms) {
        core::Event event = at_market();
        const core::Price price{order.type == core::OrderType::Limit ? order.price.raw : mid};
        event.body = core::Fill{order.id, {++last_trade_}, order.side, price, {lots}, {}, {}, {}};
        later(event, ms);
    }
    void later(const core::Event& event, std::int64_t ms) {
        const auto at = now + core::milliseconds(ms);
        const auto place = std::ranges::upper_bound(answers_, at, {}, &Due::at);
        answers_.insert(place, {at, event});
    }
    void answer() {
        while (!answers_.empty() && answers_.front().at <= now) {
            const auto event = answers_.front().event;
            answers_.erase(answers_.begin());
            if (const auto* update = std::get_if<core::OrderUpdate>(&event.body)) {
                hear(*update);
            } else {
                const auto& fill = std::get<core::Fill>(event.body);
                hear(fill);
                if (chance(trouble_.duplicate)) hear(fill);
            }
        }
    }
    // As the engine does.
    void hear(const core::OrderUpdate& update) {
        const auto* before = orders_->find(update.order);
        const bool was_open = before != nullptr && !core::is_terminal(before->state);
        const auto order = orders_->apply(update);
        if (!order || !was_open) return;
        if (gate != nullptr) gate->heard(order->request, update, view());
        if (!core::is_terminal(order->state)) return;
        (void)executor_->on_child_done(order->request, order->state, now);
    }
    void hear(const core::Fill& fill) {
        const auto* before = orders_->find(fill.order);
        const bool late = before != nullptr && core::is_terminal(before->state);
        const auto order = orders_->apply(btc_, fill);
        if (!order) return;
        auto& known = known_[order->request.parent.value];
        known.filled += fill.qty;
        if (late) known.late += fill.qty;
        if (gate != nullptr) gate->filled(order->request, fill, view());
        (void)executor_->on_fill(order->request, fill, now);
    }

    /// I1, I2 and I7, against a count of our own.
    void check() {
        std::map<std::uint64_t, std::int64_t> open;
        for (const auto& order : orders_->open())
            open[order.request.parent.value] += order.open().raw;
        for (const auto& parent : executor_->working()) {
            const auto& known = known_[parent.order.id.value];
            const auto out = open[parent.order.id.value];
            ASSERT_EQ(parent.open.raw, out) << "I1: what is open is what the orders are";
            ASSERT_EQ(parent.filled, known.filled) << "I7: each fill once";
            ASSERT_LE(parent.filled.raw + out, parent.order.qty.raw + known.late.raw) << "I2";
            std::int64_t children = 0;
            for (const auto& child : parent.children()) children += child.left.raw;
            ASSERT_EQ(children, out);
            check_schedule(parent, styles_[parent.style->value], known.late);
        }
    }
    /// I3, I5 and I6 of a child that is to leave.
    void check(const core::OrderRequest& order) {
        const auto& known = known_[order.parent.value];
        const auto& instrument = catalog_[btc_];
        if (known.order.limit) {
            ASSERT_EQ(order.type, core::OrderType::Limit) << "I3";
            const auto beyond = core::sign(order.side) * (order.price - *known.order.limit).raw;
            ASSERT_LE(beyond, 0) << "I3";
        }
        const auto price = known.order.limit.value_or(market_->operator[](btc_).reference->price);
        ASSERT_GE(order.qty, instrument.min_qty) << "I5";
        ASSERT_GE(instrument.notional(price, order.qty), instrument.min_notional) << "I5";
        const auto* working = parent(order.parent);
        ASSERT_NE(working, nullptr);
        const auto left = working->unsent() - order.qty;
        ASSERT_TRUE(left.raw == 0 || left >= instrument.min_qty) << "I5: the rest";
        NJ_CHECK(grace.ns > 0, "the longest time and grace of the styles");
        ASSERT_LE(now, known.order.at + grace) << "I6";
    }

public:
    core::Duration grace{core::hours(2)};

private:
    core::Catalog catalog_;
    core::InstrumentId btc_;
    Trouble trouble_;
    core::Random random_;
    std::vector<Style> styles_;
    std::uint64_t seed_;
    std::vector<core::Money> cash_ = std::vector<core::Money>(16, core::whole(1'000));
    std::optional<market::Market> market_;
    std::optional<portfolio::OrderTable> orders_;
    std::optional<portfolio::Books> books_;
    std::optional<Executor> executor_;
    risk::KillSwitch kill_;
    std::map<std::uint64_t, Known> known_;
    std::vector<Due> answers_;  // in their order
    std::uint64_t last_parent_{};
    std::uint64_t last_order_{};
    std::uint64_t last_trade_{};
    bool quiet_{};
};

}  // namespace nightjar::exec::tests
