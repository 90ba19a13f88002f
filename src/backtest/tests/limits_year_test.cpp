/// A year of a market that rose a hundredfold, once by two thirds within an hour, traded by
/// strategies that always want more; and an audit of the ledger that shares no code with risk. The
/// recording is not part of the project: where it is missing the tests say that they were skipped.

#include "backtest/tests/fixtures.hpp"
#include "backtest/tests/greedy.hpp"
#include "backtest/tests/ledger_audit.hpp"
#include "data/ohlcv_csv.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::backtest {
namespace {

using core::KillLevel;
using core::Rule;
using tests::AuditLimits;
using tests::Verdict;

constexpr std::int64_t cash = 1'000'000;

/// Who trades what. Strategies and their instruments are numbered alike where there are as many of
/// both; else all trade the first.
struct Cast {
    struct Actor {
        std::string kind;
        core::ParamTexts params{};
    };
    std::vector<Actor> actors;
    std::size_t venues{1};
    std::size_t instruments{1};  ///< in all, on the venues in turn
    /// Beside the swing of a book of nothing but DOGE the other limits would hardly be reached.
    risk::GateConfig gate{.settings = {}, .off = {"book_risk"}};
};

class LimitsYear : public testing::Test {
protected:
    void SetUp() override {
        const std::filesystem::path file = std::filesystem::path{NIGHTJAR_SHARED_DATA} /
                                           "bars_binance-usdm_DOGEUSDT_1h_to2022.csv.gz";
        if (!std::filesystem::exists(file))
            GTEST_SKIP() << "the recording " << file << " is missing";
        bars_ = data::import_ohlcv(file)->bars;
    }

    [[nodiscard]] core::BarView between(core::Time from, core::Time to) const {
        auto view = bars_.view();
        const auto index = [&](core::Time time) {
            return std::ranges::lower_bound(view.open_time_ns, time.ns) - view.open_time_ns.begin();
        };
        const auto first = static_cast<std::size_t>(index(from));
        const auto count = static_cast<std::size_t>(index(to)) - first;
        for (auto* column :
             {&view.open_time_ns, &view.open, &view.high, &view.low, &view.close, &view.volume})
            *column = column->subspan(first, count);
        return view;
    }

    /// A bar of instrument i is known i seconds after its close, so that each moment of the ledger
    /// belongs to one event.
    static core::Duration delay(std::size_t instrument) {
        return core::seconds(static_cast<std::int64_t>(instrument));
    }
    static Settings settings(const Cast& cast, const core::BarView& bars,
                             const std::filesystem::path& ledger);
    static std::vector<tests::KnownPrice> prices(const Cast& cast, const core::BarView& bars);

    struct Session {
        Verdict verdict;
        std::optional<core::Time> halted;  ///< K2 or more
    };
    static Session session(const Cast& cast, const core::BarView& bars, const AuditLimits& limits);
    /// One after another, each beginning with fresh cash on the day after the last was halted.
    Verdict year(const Cast& cast, const AuditLimits& limits = {}) const {
        return sessions(cast, to_, limits);
    }
    /// Two months, with the hour that rose by two thirds among them.
    Verdict winter(const Cast& cast, const AuditLimits& limits) const {
        return sessions(cast, *core::parse_time("2021-03-01"), limits);
    }
    Verdict sessions(const Cast& cast, core::Time to, const AuditLimits& limits) const;
    void report(const Verdict& verdict);

    core::BarColumns bars_;
    const core::Time from_ = *core::parse_time("2021-01-01");
    const core::Time to_ = *core::parse_time("2022-01-01");
};

Settings LimitsYear::settings(const Cast& cast, const core::BarView& bars,
                              const std::filesystem::path& ledger) {
    Settings settings;
    auto& config = settings.engine;
    config.currency = config.catalog.add_asset("USDT");
    for (std::size_t i = 0; i < cast.venues; ++i) {
        config.catalog.add_venue(fmt::format("venue{}", i));
        config.venue_cash.push_back(core::whole(cash / static_cast<std::int64_t>(cast.venues)));
        VenueSettings venue;
        venue.matching.fees = {200'000, 500'000, sim::FeeModel::PaidIn::Quote};
        venue.matching.slippage_ppb = 200'000;
        venue.matching.funding.emplace();
        venue.latency = {{core::milliseconds(50), 0.5}, {core::milliseconds(50), 0.5}};
        settings.venues.push_back(venue);
    }
    for (std::size_t i = 0; i < cast.instruments; ++i) {
        core::Instrument doge;
        doge.venue = {static_cast<std::uint16_t>(i % cast.venues)};
        doge.base = config.catalog.add_asset("DOGE");
        doge.quote = config.currency;
        doge.symbol = fmt::format("DOGEUSDT{}", i);
        doge.kind = core::InstrumentKind::LinearPerpetual;
        doge.tick = {core::Money::one / 1'000'000};
        doge.lot = {core::Money::one};
        doge.min_notional = core::whole(5);
        const auto id = *config.catalog.add(doge);
        settings.streams.push_back(*bar_stream(config.catalog[id], bars, delay(i)));
    }
    const auto actors = cast.actors.size();
    for (std::size_t i = 0; i < actors; ++i) {
        engine::StrategyConfig strategy;
        strategy.name = fmt::format("{}{}", cast.actors[i].kind, i);
        strategy.kind = cast.actors[i].kind;
        strategy.params = cast.actors[i].params;
        strategy.instruments = {{static_cast<std::uint32_t>(actors == cast.instruments ? i : 0)}};
        strategy.timeframe = bars.timeframe;
        strategy.cash = core::whole(cash / static_cast<std::int64_t>(actors));
        strategy.sizers = {
            {"fixed_fraction", {{"fraction", fmt::format("{}", tests::Greedy::largest)}}}};
        config.strategies.push_back(strategy);
    }
    config.gate = cast.gate;
    config.losses = risk::LossGuard{};
    settings.ledger = ledger;
    return settings;
}

std::vector<tests::KnownPrice> LimitsYear::prices(const Cast& cast, const core::BarView& bars) {
    std::vector<tests::KnownPrice> known;
    for (std::size_t bar = 0; bar < bars.size(); ++bar)
        for (std::size_t i = 0; i < cast.instruments; ++i)
            known.push_back({core::Time{bars.open_time_ns[bar]} + bars.timeframe + delay(i),
                             {static_cast<std::uint32_t>(i)},
                             bars.close[bar]});
    return known;
}

LimitsYear::Session LimitsYear::session(const Cast& cast, const core::BarView& bars,
                                        const AuditLimits& limits) {
    const tests::Scratch scratch;
    auto registries = tests::builtins();
    tests::register_greedy(registries.of<strategy::Strategy>());
    auto made = Backtest::make(settings(cast, bars, scratch / "ledger"), registries);
    NJ_CHECK(made.has_value(), "{}", made.error().text());
    (*made)->run([](auto, auto) {});
    NJ_CHECK((*made)->finish().has_value(), "the ledger did not close");
    std::vector<core::Wide> venue_cash(cast.venues);
    for (auto& part : venue_cash)
        part = core::whole(cash / static_cast<std::int64_t>(cast.venues)).raw;
    auto held_to = limits;
    if (std::ranges::find(cast.gate.off, "book_risk") != cast.gate.off.end())
        held_to.book_pct = 1e6;
    Session session;
    session.verdict =
        tests::LedgerAudit{venue_cash, prices(cast, bars), held_to}.of(scratch / "ledger");
    for (const auto& level : session.verdict.levels)
        if (level.level >= KillLevel::CancelAndReduceOnly && !session.halted)
            session.halted = level.at;
    return session;
}

Verdict LimitsYear::sessions(const Cast& cast, core::Time to, const AuditLimits& limits) const {
    Verdict verdict;
    for (auto from = from_; from < to;) {
        const auto [found, halted] = session(cast, between(from, to), limits);
        verdict.add(found);
        from = halted ? core::end_of_day(*halted) : to;
    }
    return verdict;
}

void LimitsYear::report(const Verdict& verdict) {
    RecordProperty("sessions", std::to_string(verdict.ledgers));
    RecordProperty("records", std::to_string(verdict.records));
    RecordProperty("orders", std::to_string(verdict.orders));
    RecordProperty("reducing", std::to_string(verdict.reducing));
    RecordProperty("fills", std::to_string(verdict.fills));
    std::string refusals;
    for (const auto& [rule, count] : verdict.refusals)
        refusals += fmt::format("{}: {}; ", core::name(rule), count);
    RecordProperty("refusals", refusals);
    std::map<KillLevel, int> levels;
    std::string times;
    for (const auto& level : verdict.levels) {
        ++levels[level.level];
        times += fmt::format("{} {} {}; ", core::format_time(level.at), core::name(level.level),
                             core::name(level.cause));
    }
    RecordProperty("level_changes", times);
    for (const auto& [level, count] : levels)
        RecordProperty(fmt::format("to_{}", core::name(level)), count);
    RecordProperty("strategies_stopped", std::to_string(verdict.strategies_stopped));
    RecordProperty("longest_to_flat", core::format_duration(verdict.longest_to_flat));
    RecordProperty("most_ordered_percent", fmt::format("{:.6f}", verdict.most_ordered));
    RecordProperty("most_held_percent", fmt::format("{:.3f}", verdict.most_held));
    RecordProperty("most_with_orders_percent", fmt::format("{:.3f}", verdict.most_with_orders));
    RecordProperty("lowest_equity_percent", fmt::format("{:.3f}", verdict.lowest_equity));
}

std::string words(const Verdict& verdict) {
    std::string all;
    for (const auto& breach : verdict.first_breaches) all += breach + "\n";
    for (const auto& [rule, count] : verdict.unconfirmed)
        all += fmt::format("{} x {} not confirmed\n", count, core::name(rule));
    return all;
}

const Cast always_long{{{"greedy_buy"}}};
const Cast always_short{{{"greedy_sell"}}};
const Cast against_each_other{{{"greedy_buy"}, {"greedy_sell"}}, 2, 2};
const Cast resting{{{"patient_buy", {{"away", "2"}}},
                    {"patient_buy", {{"away", "5"}}},
                    {"patient_buy", {{"away", "10"}}},
                    {"patient_sell", {{"away", "5"}}}}};
const Cast everywhere{{{"greedy_buy"}, {"greedy_buy"}, {"greedy_sell"}, {"greedy_buy"}}, 2, 4};

struct Exposure {
    const char* name;
    Rule rule;
    std::int64_t AuditLimits::* limit;
};
const std::array<Exposure, 5> exposures{{
    {"position", Rule::PositionLimit, &AuditLimits::position_pct},
    {"asset", Rule::AssetLimit, &AuditLimits::asset_pct},
    {"venue", Rule::VenueLimit, &AuditLimits::venue_pct},
    {"gross", Rule::GrossLimit, &AuditLimits::gross_pct},
    {"leverage", Rule::Leverage, &AuditLimits::leverage_pct},
}};

TEST_F(LimitsYear, HoldsAnHourThatRoseByTwoThirds) {
    const auto view = between(from_, to_);
    double most = 0;
    std::int64_t when = 0;
    for (std::size_t i = 1; i < view.size(); ++i) {
        const double change =
            static_cast<double>(view.close[i]) / static_cast<double>(view.close[i - 1]) - 1;
        if (std::abs(change) <= std::abs(most)) continue;
        most = change;
        when = view.open_time_ns[i];
    }
    EXPECT_EQ(core::format_time({when}), "2021-01-29T03:00:00Z");
    EXPECT_NEAR(most, 0.679, 0.001);
}

TEST_F(LimitsYear, AlwaysLongNoOrderPassesALimit) {
    const auto verdict = year(always_long);
    report(verdict);
    EXPECT_EQ(verdict.breaches, 0U) << words(verdict);
    EXPECT_TRUE(verdict.unconfirmed.empty()) << words(verdict);
    EXPECT_GT(verdict.refusals.at(Rule::PositionLimit), 1'000U);
    EXPECT_GT(verdict.refusals.at(Rule::KillLevel), 1'000U);
    EXPECT_GT(verdict.most_ordered, 19.9);
}

TEST_F(LimitsYear, AlwaysShortNoOrderPassesALimit) {
    const auto verdict = year(always_short);
    report(verdict);
    EXPECT_EQ(verdict.breaches, 0U) << words(verdict);
    EXPECT_TRUE(verdict.unconfirmed.empty()) << words(verdict);
    EXPECT_GT(verdict.refusals.at(Rule::PositionLimit), 1'000U);
    EXPECT_GT(verdict.refusals.at(Rule::KillLevel), 1'000U);
    EXPECT_GT(verdict.most_ordered, 19.9);
}

TEST_F(LimitsYear, LongHereAndShortThereEachStrategyLosesItsPartOfADayAtMost) {
    const auto verdict = year(against_each_other);
    report(verdict);
    EXPECT_EQ(verdict.breaches, 0U) << words(verdict);
    EXPECT_TRUE(verdict.unconfirmed.empty()) << words(verdict);
    EXPECT_GT(verdict.strategies_stopped, 50U);
}

TEST_F(LimitsYear, RestingOrdersCountAsIfTheyHadBeenFilled) {
    const auto verdict = year(resting);
    report(verdict);
    EXPECT_EQ(verdict.breaches, 0U) << words(verdict);
    EXPECT_TRUE(verdict.unconfirmed.empty()) << words(verdict);
    EXPECT_GT(verdict.refusals.at(Rule::PositionLimit), 1'000U);
}

TEST_F(LimitsYear, TheBookSwingsNoMoreThanItMay) {
    for (const auto& greedy : {always_long, always_short}) {
        auto cast = greedy;
        cast.gate.off = {};
        const auto verdict = year(cast);
        report(verdict);
        EXPECT_EQ(verdict.breaches, 0U) << words(verdict);
        EXPECT_TRUE(verdict.unconfirmed.empty()) << words(verdict);
        EXPECT_GT(verdict.refusals.at(Rule::Correlation), 1'000U);
        AuditLimits limits;
        limits.book_pct = 15;
        EXPECT_GT(winter(cast, limits).orders_beyond, 0U);
    }
}

/// One limit of 20 % is below all others; each has two months in which it holds alone.
TEST_F(LimitsYear, EachExposureLimitHoldsAlone) {
    for (const auto& [name, rule, limit] : exposures) {
        auto cast = everywhere;
        AuditLimits limits{1'000, 1'000, 1'000, 1'000, 1'000};
        for (const auto& other : exposures) cast.gate.settings[other.name] = {{"pct", "1000"}};
        cast.gate.settings[name] = {{"pct", "20"}};
        limits.*limit = 20;
        const auto verdict = winter(cast, limits);
        EXPECT_EQ(verdict.breaches, 0U) << name << "\n" << words(verdict);
        EXPECT_TRUE(verdict.unconfirmed.empty()) << words(verdict);
        EXPECT_GT(verdict.refusals.at(rule), 500U) << name;
        limits.*limit = 19;
        const auto held_to_less = winter(cast, limits);
        EXPECT_GT(held_to_less.orders_beyond, 0U) << name;
        RecordProperty(name,
                       fmt::format("{} orders, {} refusals, {} orders beyond 19 %", verdict.orders,
                                   verdict.refusals.at(rule), held_to_less.orders_beyond));
    }
}

TEST_F(LimitsYear, TheAuditSeesALossThatPassedALimit) {
    AuditLimits limits;
    limits.daily_bps = 280;
    const auto day = winter(always_long, limits);
    EXPECT_GT(day.breaches, 0U);
    limits = {};
    limits.drawdown_bps = 1'400;
    const auto drawdown = winter(always_short, limits);
    EXPECT_GT(drawdown.breaches, 0U);
    limits = {};
    limits.strategy_bps = 50;
    const auto strategy = winter(against_each_other, limits);
    EXPECT_GT(strategy.orders_beyond, 0U);
    RecordProperty("breaches_of_a_daily_limit_of_2_8_percent", std::to_string(day.breaches));
    RecordProperty("breaches_of_a_drawdown_of_14_percent", std::to_string(drawdown.breaches));
    RecordProperty("orders_beyond_a_strategy_limit_of_half_a_percent",
                   std::to_string(strategy.orders_beyond));
}

TEST_F(LimitsYear, TheAuditSeesWhatACheckThatIsOffLetsPass) {
    for (const auto* name : {"position", "kill_level", "fat_finger"}) {
        auto cast = always_short;
        cast.gate.off = {"book_risk", name};
        const auto verdict = winter(cast, {});
        EXPECT_GT(verdict.breaches, 0U) << name;
        RecordProperty(name, fmt::format("{} breaches", verdict.breaches));
    }
}

}  // namespace
}  // namespace nightjar::backtest
