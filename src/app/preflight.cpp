#include "app/preflight.hpp"

#include "app/preflight_warnings.hpp"
#include "app/wiring.hpp"

#include <array>
#include <set>

namespace nightjar::app {

using core::Money;
using core::Result;

namespace {

constexpr std::int64_t all_bps = 10'000;
constexpr std::int64_t leap_bps = 2'000;

/// How far prices go until so much of the book is lost.
std::optional<std::int64_t> move_until(Money loss, std::optional<Money> book) {
    if (!book || book->raw <= 0) return std::nullopt;
    return static_cast<std::int64_t>(loss.raw * all_bps / book->raw);
}

/// The limits of the checks as they would be in force.
class Limits {
public:
    static Result<Limits> read(const Plan& plan) {
        auto registries = builtins();
        NJ_TRY(gate, risk::make_order_gate(registries, plan.gate));
        Limits limits;
        for (const auto& seat : gate.seats())
            for (const auto& spec : seat.specs) {
                const auto given = seat.texts.find(spec.name);
                limits.texts_[seat.name + "." + spec.name] =
                    given == seat.texts.end() ? spec.initial : given->second;
            }
        return limits;
    }
    /// Absent: the check is off.
    [[nodiscard]] std::optional<Money> amount(const std::string& name) const {
        const auto found = texts_.find(name);
        if (found == texts_.end()) return std::nullopt;
        const auto parsed = core::parse_money(found->second);
        return parsed ? std::optional{*parsed} : std::nullopt;
    }
    [[nodiscard]] std::optional<std::int64_t> whole(const std::string& name) const {
        const auto found = amount(name);
        if (!found) return std::nullopt;
        return static_cast<std::int64_t>(found->raw / Money::one);
    }

private:
    std::map<std::string, std::string> texts_;
};

/// The smallest of what bounds something, and whose number it is.
struct Bound {
    std::optional<Money> most;
    std::string by;

    void take(std::optional<Money> other, const std::string& whose) {
        if (!other || (most && *most <= *other)) return;
        most = other;
        by = whose;
    }
};

/// Of a venue that was not asked, by its protocol; what may be a perpetual counts as one.
bool is_perpetual(const Plan& plan, const InstrumentPlan& instrument) {
    const auto venue = std::ranges::find(plan.venues, instrument.venue, &VenuePlan::name);
    if (venue == plan.venues.end() || venue->protocol.name.empty())
        return instrument.kind != core::InstrumentKind::Spot;
    constexpr std::array spot{"binance", "bybit", "okx", "kraken", "coinbase"};
    return std::ranges::find(spot, venue->protocol.name) == spot.end();
}

class Computed {
public:
    Computed(const Plan& plan, const Limits& limits, Preflight& report)
        : plan_{&plan}, limits_{&limits}, report_{&report} {}

    void all() {
        for (const auto& venue : plan_->venues) report_->capital += venue.cash;
        add_sizes();
        add_losses();
        add_leaps();
        add_liquidations();
    }

private:
    [[nodiscard]] std::optional<Money> of_capital(const std::string& name) const {
        return of(report_->capital, name);
    }
    [[nodiscard]] std::optional<Money> of(Money equity, const std::string& name) const {
        const auto pct = limits_->whole(name);
        return pct ? std::optional{scaled(equity, *pct, 100)} : std::nullopt;
    }
    [[nodiscard]] Bound position() const {
        Bound bound;
        bound.take(of_capital("position.pct"), "position.pct");
        bound.take(of_capital("asset.pct"), "asset.pct");
        bound.take(of_capital("venue.pct"), "venue.pct");
        bound.take(of_capital("gross.pct"), "gross.pct");
        return bound;
    }
    /// One venue's instruments, or its perpetuals only; all on one side.
    [[nodiscard]] Bound at_venue(const VenuePlan& venue, bool perpetuals) const {
        Bound bound;
        bound.take(of_capital("venue.pct"), "venue.pct");
        bound.take(of(venue.cash, "leverage.pct"), "leverage.pct");
        bound.take(of_capital("gross.pct"), "gross.pct");
        std::int64_t count = 0;
        std::int32_t initial = 0;
        bool all_secured = true;
        for (const auto& instrument : plan_->instruments) {
            if (instrument.venue != venue.name) continue;
            const bool perpetual = is_perpetual(*plan_, instrument);
            all_secured = all_secured && perpetual;
            if (perpetuals && !perpetual) continue;
            ++count;
            if (initial == 0 || instrument.initial_margin_bps < initial)
                initial = instrument.initial_margin_bps;
        }
        if (const auto one = position().most)
            bound.take(Money{one->raw * count}, fmt::format("{} x {}", count, position().by));
        const auto secured = of(venue.cash, "margin.pct");
        if (secured && initial > 0 && (perpetuals || all_secured))
            bound.take(scaled(*secured, all_bps, initial), "margin.pct");
        return bound;
    }
    /// Everything, or perpetuals only; all on one side, so that longs and shorts of an asset do not
    /// set off.
    [[nodiscard]] Bound book(bool perpetuals) const {
        Bound bound;
        bound.take(of_capital("gross.pct"), "gross.pct");
        std::set<std::string> assets;
        for (const auto& instrument : plan_->instruments)
            if (!perpetuals || is_perpetual(*plan_, instrument))
                assets.insert(instrument.base.empty() ? instrument.name() : instrument.base);
        if (const auto asset = of_capital("asset.pct"))
            bound.take(Money{asset->raw * static_cast<std::int64_t>(assets.size())},
                       fmt::format("{} x asset.pct", assets.size()));
        Money venues;
        bool bounded = true;
        for (const auto& venue : plan_->venues) {
            const auto there = at_venue(venue, perpetuals);
            bounded = bounded && there.most;
            if (there.most) venues += *there.most;
        }
        if (bounded) bound.take(venues, "all venues together");
        return bound;
    }

    void add(const std::string& what, const Bound& bound) const {
        report_->sizes.push_back({what, bound.most, bound.by});
    }
    void add_sizes() const {
        Bound order;
        order.take(limits_->amount("fat_finger.max_notional"), "fat_finger.max_notional");
        order.take(position().most, position().by);
        add("one order", order);
        Bound open;
        open.take(of_capital("open_orders.notional_pct"), "open_orders.notional_pct");
        add("open orders together", open);
        add("one instrument", position());
        Bound asset;
        asset.take(of_capital("asset.pct"), "asset.pct");
        add("one asset, net", asset);
        for (const auto& venue : plan_->venues) add("at " + venue.name, at_venue(venue, false));
        Bound gross;
        gross.take(of_capital("gross.pct"), "gross.pct");
        add("gross, longs and shorts", gross);
        add("all on one side", book(false));
    }

    void add_losses() const {
        if (!plan_->losses) return;
        const auto& losses = *plan_->losses;
        const auto largest = book(false).most;
        const auto capital = report_->capital;
        const auto day = scaled(capital, losses.daily_bps, all_bps);
        const auto add = [&](std::string what, std::string done, Money loss) {
            report_->limits.push_back(
                {std::move(what), std::move(done), loss, move_until(loss, largest)});
        };
        add("one strategy in a day (R22)", "that strategy only reduces",
            scaled(capital, losses.strategy_bps, all_bps));
        add("half of a day's (R20)", "K1: nothing new is opened", Money{day.raw / 2});
        add("a day's (R20)", "K2: all orders are cancelled", day);
        add("from the highest equity (R21)", "K3: all positions are closed",
            scaled(capital, losses.drawdown_bps, all_bps));
    }

    /// A coin-margined long loses 1 / (1 - x) - 1 of its worth in a fall of x, a short
    /// 1 - 1 / (1 + x) in a rise.
    void add_leaps() const {
        const bool inverse = std::ranges::any_of(plan_->instruments, [](const auto& instrument) {
            return instrument.kind == core::InstrumentKind::InversePerpetual;
        });
        if (const auto longs = book(false).most)
            report_->leaps.push_back(
                {-leap_bps, *longs,
                 scaled(*longs, leap_bps, inverse ? all_bps - leap_bps : all_bps)});
        if (const auto shorts = book(true).most; shorts && shorts->raw > 0)
            report_->leaps.push_back({leap_bps, *shorts, scaled(*shorts, leap_bps, all_bps)});
    }

    void add_liquidations() const {
        for (const auto& venue : plan_->venues) {
            std::int32_t kept = 0;
            for (const auto& instrument : plan_->instruments)
                if (instrument.venue == venue.name && is_perpetual(*plan_, instrument))
                    kept = std::max(kept, instrument.maintenance_margin_bps);
            const auto most = at_venue(venue, true).most;
            if (kept == 0 || !most || most->raw <= 0) continue;
            const auto room = venue.cash - scaled(*most, kept, all_bps);
            report_->liquidations.push_back(
                {venue.name, *most, static_cast<std::int64_t>(room.raw * all_bps / most->raw)});
        }
    }

    const Plan* plan_;
    const Limits* limits_;
    Preflight* report_;
};

void add_stakes(const Plan& plan, Preflight& report) {
    for (const auto& strategy : plan.strategies) {
        const auto ppm = plan.ramp ? plan.ramp->rules.canary_ppm : risk::Ramp::million;
        std::string begins{name(core::Stage::Full)};
        if (plan.ramp) {
            const auto start = plan.ramp->start.find(strategy.name);
            begins = name(start == plan.ramp->start.end() ? core::Stage::Paper : start->second);
        }
        report.stakes.push_back({strategy.name, begins,
                                 scaled(strategy.cash, ppm, risk::Ramp::million), strategy.cash});
    }
}

}  // namespace

Result<Preflight> preflight(const Plan& plan) {
    NJ_TRY(limits, Limits::read(plan));
    Preflight report;
    report.currency = plan.currency;
    report.real = plan.real();
    Computed{plan, limits, report}.all();
    add_stakes(plan, report);
    add_warnings(plan, report);
    return report;
}

}  // namespace nightjar::app
