#include "engine/snapshot.hpp"

#include "core/model/record_text.hpp"
#include "engine/engine.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::engine {

namespace {

std::optional<double> price_of(std::optional<core::Price> price,
                               const core::Instrument& instrument) {
    if (!price) return std::nullopt;
    return core::approximate(*price, instrument);
}

std::string owner_name(const Engine& engine, core::StrategyId id) {
    return id == core::house ? "house" : engine.config().strategies[id.value].name;
}

void add_instruments(Snapshot& snapshot, const Engine& engine) {
    for (const auto& instrument : engine.catalog().instruments()) {
        const auto& state = engine.market()[instrument.id];
        InstrumentLine line;
        line.name = engine.catalog().name(instrument.id);
        line.price = price_of(engine.market().valuation(instrument.id), instrument);
        if (const auto bid = state.book.best_bid()) line.bid = price_of(bid->price, instrument);
        if (const auto ask = state.book.best_ask()) line.ask = price_of(ask->price, instrument);
        line.book_valid = state.book.valid();
        line.tradable = state.tradable;
        snapshot.instruments.push_back(std::move(line));
    }
}

void add_owner(Snapshot& snapshot, const Engine& engine, const portfolio::VirtualAccount& owner,
               core::Money start) {
    const auto equity = owner.account.equity();
    const auto& curve = owner.performance;
    const double peak = core::approximate(curve.peak());
    snapshot.accounts.push_back(
        {owner_name(engine, owner.owner), core::approximate(equity),
         core::approximate(equity - start),
         peak > 0 ? 100 * core::approximate(curve.drawdown()) / peak : 0.0});
    for (const auto& instrument : engine.catalog().instruments()) {
        const auto& position = owner.account.position(instrument.id);
        if (position.qty.raw == 0) continue;
        const auto value = owner.account.value(instrument.id).value_or(core::Money{});
        snapshot.positions.push_back(
            {owner_name(engine, owner.owner), engine.catalog().name(instrument.id),
             core::format_qty(position.qty, instrument), core::approximate(value),
             core::approximate(value - position.basis)});
    }
}

AccountLine account_line(std::string name, const portfolio::Performance& curve, core::Money start) {
    const double peak = core::approximate(curve.peak());
    return {std::move(name), core::approximate(curve.equity()),
            core::approximate(curve.equity() - start),
            peak > 0 ? 100 * core::approximate(curve.drawdown()) / peak : 0.0};
}

std::string scope_name(const Engine& engine, core::Scope scope) {
    const auto name = [&]() -> std::string {
        switch (scope.kind) {
            case core::Scope::Kind::Instrument:
                return engine.catalog().name(core::InstrumentId{scope.id});
            case core::Scope::Kind::Venue: return engine.catalog().venues()[scope.id];
            case core::Scope::Kind::Strategy: return engine.config().strategies[scope.id].name;
            case core::Scope::Kind::Order:
            case core::Scope::Kind::Asset:
            case core::Scope::Kind::Account: return {};
        }
        return {};
    }();
    return std::string{core::name(scope.kind)} + (name.empty() ? "" : " " + name);
}

/// What stands between a strategy and the next stage.
std::string missing(const risk::RampConfig& config, const risk::Ramp::Standing& standing) {
    if (!standing.expected) return "an expected return to be tested";
    if (config.real && standing.stage == core::Stage::Paper)
        return "a paper session that proves it, or a person";
    if (!standing.upper) return "";
    const auto [mean, deviation] = *standing.expected;
    const auto each = mean * mean / (2 * deviation * deviation);
    const auto more = std::max(std::ceil((*standing.upper - standing.evidence) / each),
                               static_cast<double>(config.rules.min_samples - standing.samples));
    return fmt::format("about {:.0f} samples as expected", more);
}

StageLine stage_line(const Engine& engine, core::StrategyId id) {
    constexpr double all_bps = 10'000;
    const auto& ramp = *engine.ramp();
    const auto standing = ramp.standing(id);
    StageLine line;
    line.strategy = engine.config().strategies[id.value].name;
    line.stage = core::name(standing.stage);
    line.number = static_cast<int>(standing.stage);
    line.share = static_cast<double>(ramp.share_ppm(id)) / risk::Ramp::million;
    line.samples = standing.samples;
    line.evidence = standing.evidence;
    line.lower = standing.lower;
    line.upper = standing.upper;
    if (standing.expected) {
        line.expected_bps = all_bps * standing.expected->mean;
        line.deviation_bps = all_bps * standing.expected->deviation;
    }
    line.failures = standing.failures;
    line.missing = missing(ramp.config(), standing);
    return line;
}

void add_risk(Snapshot& snapshot, const Engine& engine) {
    snapshot.kill_level = engine.kill_level();
    if (snapshot.kill_level != core::KillLevel::None)
        snapshot.kill_cause = core::cause_of(engine.last_level());
    engine.breakers().each_open([&](const core::BreakerChanged& changed) {
        snapshot.breakers.push_back({scope_name(engine, changed.scope),
                                     std::string{core::name(changed.state)},
                                     std::string{core::name(changed.cause)}, changed.until});
    });
    for (std::size_t i = 0; i < engine.config().strategies.size(); ++i)
        if (const auto bar = engine.bar({static_cast<std::uint16_t>(i)}))
            snapshot.breakers.push_back({scope_name(engine, bar->scope),
                                         std::string{core::name(core::BreakerState::Open)},
                                         to_string(*bar), core::end_of_day(engine.now())});
    if (engine.ramp())
        for (std::size_t i = 0; i < engine.config().strategies.size(); ++i)
            snapshot.stages.push_back(stage_line(engine, {static_cast<std::uint16_t>(i)}));
    for (const auto& seat : engine.order_gate().seats())
        for (const auto& spec : seat.specs) {
            if (!risk::is_limit(spec)) continue;
            const auto given = seat.texts.find(spec.name);
            snapshot.limits.push_back({seat.name + "." + spec.name,
                                       given == seat.texts.end() ? spec.initial : given->second});
        }
}

OrderLine order_line(const Engine& engine, const portfolio::Order& order) {
    const auto& request = order.request;
    const auto& instrument = engine.catalog()[request.instrument];
    return {std::string{core::client_order_id(engine.config().node, request.id).view()},
            engine.catalog().name(request.instrument),
            std::string{core::name(request.side)},
            std::string{core::name(request.type)},
            core::format_qty(request.qty, instrument),
            core::format_qty(order.filled, instrument),
            request.price.raw > 0 ? core::format_price(request.price, instrument) : "",
            std::string{core::name(order.state)}};
}

std::string algorithm_name(const Engine& engine, const exec::Parent& parent) {
    const auto terms = engine.executor().terms(parent.order.id);
    const auto& usual = engine.config().strategies[parent.style->value].execution.algo;
    return terms.algorithm().empty() ? usual : std::string{terms.algorithm()};
}

ParentLine parent_line(const Engine& engine, const exec::Parent& parent) {
    const auto& order = parent.order;
    const auto& instrument = engine.catalog()[order.instrument];
    const auto window = engine.executor().window(parent);
    ParentLine line;
    line.id = order.id.value;
    line.instrument = engine.catalog().name(order.instrument);
    line.side = core::name(order.side);
    line.algorithm = algorithm_name(engine, parent);
    line.qty = core::format_qty(order.qty, instrument);
    line.filled = core::format_qty(parent.filled, instrument);
    line.filled_part = static_cast<double>(parent.filled.raw) / static_cast<double>(order.qty.raw);
    line.time_part = exec::Window{order.at, order.at + window}.passed(engine.now());
    const double tick = core::approximate(instrument.tick);
    if (parent.filled.raw > 0) line.average = parent.ended().average_price() * tick;
    if (const auto decided = engine.tca().decided(order.id)) line.decided = *decided * tick;
    line.orders = parent.sent;
    return line;
}

ManualLine manual_line(const Engine& engine, const Engine::ManualAnswer& answer) {
    ManualLine line;
    line.ticket = answer.ticket;
    line.parent = answer.parent.value;
    if (answer.refused) line.refused = core::to_string(*answer.refused);
    if (!answer.ended) return line;
    const auto& instrument = engine.catalog()[answer.ended->instrument];
    line.ended = core::name(answer.ended->reason);
    line.filled = core::format_qty(answer.ended->filled, instrument);
    if (answer.ended->filled.raw > 0)
        line.average = answer.ended->average_price() * core::approximate(instrument.tick);
    line.orders = answer.ended->children;
    return line;
}

void add_protections(Snapshot& snapshot, const Engine& engine) {
    for (const auto& seat : engine.protections().seats()) {
        const auto& protection = seat.protection;
        if (protection.state() == core::ProtectionState::Off) continue;
        const auto& instrument = engine.catalog()[seat.instrument];
        ProtectionLine line;
        line.strategy = owner_name(engine, seat.strategy);
        line.instrument = engine.catalog().name(seat.instrument);
        line.state = core::name(protection.state());
        line.where = seat.resting ? "venue" : "here";
        line.leg = core::name(protection.record().leg);
        line.stop = price_of(protection.stop(), instrument);
        line.take_profit = price_of(protection.take_profit(), instrument);
        line.resting = price_of(seat.resting, instrument);
        line.best = price_of(protection.best(), instrument);
        snapshot.protections.push_back(std::move(line));
    }
}

}  // namespace

Snapshot take_snapshot(const Engine& engine) {
    Snapshot snapshot;
    const auto& counters = engine.counters();
    snapshot.at = engine.now();
    snapshot.events = counters.events;
    snapshot.bars = counters.bars;
    snapshot.orders = counters.orders;
    snapshot.fills = counters.fills;
    snapshot.refusals = counters.refusals;
    snapshot.unexplained = counters.unexplained;
    snapshot.execution = engine.tca().totals();
    add_risk(snapshot, engine);
    add_protections(snapshot, engine);
    snapshot.currency = engine.catalog().name(engine.config().currency);
    add_instruments(snapshot, engine);
    core::Money all;
    for (const auto cash : engine.config().venue_cash) all += cash;
    core::Money allotted;
    for (std::size_t i = 0; i < engine.config().strategies.size(); ++i) {
        const auto start = engine.config().strategies[i].cash;
        allotted += start;
        add_owner(snapshot, engine, engine.books().strategy({static_cast<std::uint16_t>(i)}),
                  start);
    }
    add_owner(snapshot, engine, engine.books().strategy(core::house), all - allotted);
    const auto& venues = engine.catalog().venues();
    for (std::uint16_t i = 0; i < venues.size() && venues.size() > 1; ++i)
        snapshot.accounts.push_back(account_line(
            "venue " + venues[i], engine.books().venue_curve({i}), engine.config().venue_cash[i]));
    snapshot.accounts.push_back(account_line("total", engine.books().total(), all));
    for (const auto& order : engine.orders().open())
        snapshot.open_orders.push_back(order_line(engine, order));
    for (const auto& parent : engine.executor().working())
        if (parent.style) snapshot.parents.push_back(parent_line(engine, parent));
    engine.manual_answers(
        [&](const auto& answer) { snapshot.manual.push_back(manual_line(engine, answer)); });
    snapshot.parents_ended = engine.executor().ended();
    return snapshot;
}

}  // namespace nightjar::engine
