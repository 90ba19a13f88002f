/// T-D5: market data at twice the busiest second of a recording, for seconds on end. No order
/// leaves that has not passed every check, and what risk has to say is on the ledger in time.

#include "engine/tests/overload.hpp"

#include "engine/live_loop.hpp"
#include "store/ledger.hpp"

#include <gtest/gtest.h>

namespace nightjar::engine {
namespace {

using core::Duration;
using core::Time;
using tests::Load;
using tests::Loader;
using tests::Watched;

constexpr Duration alarm_within = core::seconds(5);

/// Wants another size at each book and trade: far more orders than may leave.
class Restless final : public strategy::Strategy {
public:
    void on_book(core::InstrumentId id, const market::Book&, strategy::Context& own) override {
        want(id, own);
    }
    void on_trade(core::InstrumentId id, const core::Trade&, strategy::Context& own) override {
        want(id, own);
    }

private:
    void want(core::InstrumentId id, strategy::Context& own) {
        core::Target target;
        target.instrument = id;
        target.exposure = 0.5 + 0.001 * static_cast<double>(++said_ % 100);
        own.target(target);
    }

    std::uint64_t said_{};
};

/// The ledger, and when its alarms came to it.
class TimedLedger final : public core::Journal {
public:
    TimedLedger(store::Ledger& ledger, const LiveClock& clock) : ledger_{&ledger}, clock_{&clock} {}
    void append(core::RecordType type, Time at, std::span<const std::byte> body) override {
        ledger_->append(type, at, body);
        if (type == core::RecordType::BreakerChanged) {
            const auto changed = *core::decode<core::BreakerChanged>(body);
            if (changed.cause == core::BreakerChanged::Cause::Move) moved.push_back(clock_->now());
        } else if (type == core::RecordType::KillLevelChanged) {
            levels.emplace(core::decode<core::KillLevelChanged>(body)->level, clock_->now());
        } else if (type == core::RecordType::OrderApproved) {
            ++approved;
        }
    }
    [[nodiscard]] bool healthy() const override { return ledger_->healthy(); }

    std::uint64_t approved{};
    std::vector<Time> moved;
    std::map<core::KillLevel, Time> levels;

private:
    store::Ledger* ledger_;
    const LiveClock* clock_;
};

Config config() {
    Config config;
    config.currency = config.catalog.add_asset("USDT");
    core::Instrument btc;
    btc.venue = config.catalog.add_venue("sim");
    btc.base = config.catalog.add_asset("BTC");
    btc.quote = config.currency;
    btc.symbol = "BTCUSDT";
    btc.kind = core::InstrumentKind::LinearPerpetual;
    btc.tick = {core::Money::one / 100};
    btc.lot = {core::Money::one / 1'000};
    const auto id = *config.catalog.add(btc);
    config.venue_cash = {core::whole(1'000'000)};
    config.losses = risk::LossGuard{};
    config.losses->daily_bps = 150;
    config.gate.settings["daily_loss"] = {{"limit_bps", "150"}};
    config.gate.settings["fat_finger"] = {{"max_notional", "200000"}, {"times_median", "1000000"}};
    StrategyConfig strategy;
    strategy.name = strategy.kind = "restless";
    strategy.instruments = {id};
    strategy.cash = core::whole(1'000'000);
    strategy.sizers = {{"fixed", {{"qty", "3.2"}}}};
    config.strategies.push_back(strategy);
    return config;
}

class Overload : public testing::Test {
protected:
    Overload() : config_{config()}, load_{tests::load_of(config_.catalog[{0}])} {
        tests::register_watched(registries_.of<risk::Check>(), watched_);
        core::Registries sizers;
        risk::register_builtins(sizers);
        for (const auto& [name, entry] : sizers.of<risk::Sizer>().entries())
            registries_.of<risk::Sizer>().add(name, entry);
        registries_.of<strategy::Strategy>().add(
            "restless", {"", {}, [](const auto&, const auto&) {
                             return core::Result<std::unique_ptr<strategy::Strategy>>{
                                 std::make_unique<Restless>()};
                         }});
        auto made = Engine::build(config_, registries_, {{&desk_}, &journal_});
        NJ_CHECK(made.has_value(), "{}", made.error().text());
        engine_ = std::move(*made);
        desk_.engine = engine_.get();
        engine_->open();
        feed_.late.reserve(load_.events.size() + loader_.leaps.size());
    }

    void run() {
        std::thread thread{[this] { loader_.run(first_price()); }};
        SnapshotBox box;
        LiveLoop loop{*engine_, feed_, clock_, box, [] { return std::vector<VenueLine>{}; }};
        loop.run([](Duration) { std::this_thread::yield(); });
        thread.join();
    }
    /// Of the first trade.
    [[nodiscard]] core::Price first_price() const {
        for (const auto& event : load_.events)
            if (const auto* trade = std::get_if<core::Trade>(&event.body)) return trade->price;
        return {};
    }
    void alarm(const std::string& name, const Loader::Leap& cause, std::optional<Time> on_ledger) {
        ASSERT_TRUE(on_ledger) << name;
        EXPECT_LE(*on_ledger - cause.due, alarm_within) << name;
        RecordProperty(name + "_us", std::to_string((*on_ledger - cause.due).ns / 1'000));
    }
    [[nodiscard]] std::optional<Time> level(core::KillLevel level) const {
        const auto found = journal_.levels.find(level);
        return found == journal_.levels.end() ? std::nullopt : std::optional{found->second};
    }
    void report();

    Config config_;
    Load load_;
    LiveClock clock_;
    Watched watched_;
    store::Scratch scratch_;
    std::unique_ptr<store::Ledger> ledger_ = std::move(*store::Ledger::open(scratch_ / "ledger"));
    TimedLedger journal_{*ledger_, clock_};
    tests::WatchedVenue desk_{watched_, clock_};
    core::Registries registries_;
    std::unique_ptr<Engine> engine_;
    venue::MarketQueue queue_{std::size_t{1} << 17};
    tests::QueueFeed feed_{queue_, desk_, clock_};
    Loader loader_{load_, queue_, feed_, clock_};
};

void Overload::report() {
    auto late = feed_.late;
    std::ranges::sort(late);
    const auto part = [&](double of) {
        return std::to_string(
            late[static_cast<std::size_t>(of * static_cast<double>(late.size() - 1))] / 1'000);
    };
    const auto offered =
        static_cast<double>(late.size()) * 1e9 / static_cast<double>(loader_.took.ns);
    RecordProperty("market", load_.market);
    RecordProperty("peak_per_second", std::to_string(load_.peak));
    RecordProperty("offered_per_second", std::to_string(offered));
    RecordProperty("events", std::to_string(late.size()));
    RecordProperty("queue_full", std::to_string(loader_.full));
    RecordProperty("backlog", std::to_string(feed_.backlog));
    RecordProperty("late_p50_us", part(0.5));
    RecordProperty("late_p99_us", part(0.99));
    RecordProperty("late_max_us", part(1));
    RecordProperty("orders", std::to_string(desk_.orders));
    RecordProperty("refusals", std::to_string(engine_->counters().refusals));
    RecordProperty("checks", std::to_string(watched_.checks));
    RecordProperty("reviews", std::to_string(watched_.reviews));
}

// T-D5
TEST_F(Overload, AtTwiceThePeakNoOrderMissesACheckAndAlarmsAreOnTheLedgerInTime) {
    run();
    report();
    EXPECT_EQ(feed_.late.size(), load_.events.size() + loader_.leaps.size()) << "nothing was lost";
    EXPECT_GT(desk_.orders, 10U);
    EXPECT_GT(engine_->counters().refusals, 1'000U);
    std::uint64_t left = 0;
    for (const auto& [id, order] : watched_.orders) {
        left += order.left;
        const bool passed = order.asked == watched_.checks && order.approved == watched_.checks;
        EXPECT_EQ(order.left, passed ? 1U : 0U) << id;
        EXPECT_EQ(order.approved, order.left * watched_.checks) << id;
    }
    EXPECT_EQ(left, desk_.orders);
    EXPECT_EQ(journal_.approved, desk_.orders);
    alarm("breaker", loader_.leaps[0],
          journal_.moved.empty() ? std::nullopt : std::optional{journal_.moved.front()});
    alarm("K1", loader_.leaps[1], level(core::KillLevel::ReduceOnly));
    alarm("K2", loader_.leaps[2], level(core::KillLevel::CancelAndReduceOnly));
    EXPECT_TRUE(ledger_->close());
}

}  // namespace
}  // namespace nightjar::engine
