#include "exchange/tests/drill.hpp"

#include <gtest/gtest.h>

#include <map>

namespace nightjar::exchange {

namespace {

using core::Side;

constexpr auto rough_time = core::seconds(30);
constexpr auto quiet_time = core::seconds(75);
constexpr std::int64_t far = 10;  // a part of the price

/// Each session has some of these, each with its own chance.
std::vector<Fault> faults(core::Random& chance) {
    std::vector<Fault> some;
    for (std::size_t kind = 0; kind < fault_kinds; ++kind) {
        if (chance.uniform() < 0.6) continue;
        Fault fault;
        fault.kind = static_cast<FaultKind>(kind);
        fault.chance = 0.005 + 0.06 * chance.uniform();
        if (fault.kind == FaultKind::Garble) continue;  // no decoder can see each of them
        if (fault.kind == FaultKind::Throttle) fault.chance /= 10;
        if (fault.kind == FaultKind::Cut || fault.kind == FaultKind::Mute) fault.chance /= 10;
        fault.span = core::milliseconds(static_cast<std::int64_t>(100 + chance.below(900)));
        if (fault.kind == FaultKind::Late)
            fault.span = core::milliseconds(static_cast<std::int64_t>(chance.below(8'000)));
        if (fault.kind == FaultKind::Skew && chance.below(2) == 0)
            fault.span = core::Duration{-fault.span.ns};
        const bool of_the_venue =
            fault.kind == FaultKind::Maintenance || fault.kind == FaultKind::Delist;
        if (of_the_venue) {
            fault.from = core::seconds(static_cast<std::int64_t>(2 + chance.below(15)));
            fault.until = fault.from + core::seconds(static_cast<std::int64_t>(chance.below(8)));
        }
        if (fault.kind == FaultKind::Balance) {
            if (chance.below(4) != 0) continue;  // what goes on after it is half of the truth
            fault.from = core::seconds(static_cast<std::int64_t>(5 + chance.below(15)));
        }
        some.push_back(fault);
    }
    return some;
}

}  // namespace

Drill::Drill(std::string_view protocol, std::uint64_t seed, std::unique_ptr<Ground> where)
    : protocol_{protocol},
      chance_{seed, 1},
      bench_{protocol, seed, std::move(where)},
      orders_{bench_.market.catalog},
      books_{bench_.market.catalog, bench_.served->hall().currency()} {
    bench_.ground->set_fates([this](const net::Passage&) { return fate(); });
    bench_.ground->at_venue([this] {
        const auto& currency = bench_.served->hall().currency();
        books_.adjust(currency, bench_.theirs().cash(currency));
        bench_.served->set(faults(chance_));
    });
}

net::Fate Drill::fate() {
    net::Fate fate;
    fate.delay = core::microseconds(static_cast<std::int64_t>(200 + chance_.below(3'000)));
    if (!rough_) return fate;
    const auto lot = chance_.below(1'000);
    if (lot < 20) fate.delay = core::milliseconds(static_cast<std::int64_t>(chance_.below(3'000)));
    if (lot == 997) {
        fate.copies = 0;
        ++result_.lost_on_the_way;
    }
    if (lot == 998) fate.copies = 2;
    if (lot == 999) {
        fate.cut = true;
        ++result_.cut_on_the_way;
    }
    return fate;
}

DrillResult Drill::run() {
    bench_.start();
    pass(rough_time, true);
    bench_.ground->at_venue([this] { end_trouble(); });
    pass(quiet_time, false);
    const bool live = bench_.live();
    bench_.stop();
    for (const auto& wrong : bench_.witness->wrong()) result_.wrong.push_back(wrong);
    bench_.ground->at_venue([&] { compare(result_, live); });
    result_.sessions = 1;
    result_.refused_cancels = bench_.witness->refused_cancels();
    const auto& figures = bench_.gateway->figures();
    result_.orders = figures.orders;
    result_.unknown = figures.unknown;
    result_.missed = figures.missed;
    result_.connections = figures.connections;
    return result_;
}

void Drill::end_trouble() {
    rough_ = false;
    for (std::size_t kind = 0; kind < fault_kinds; ++kind)
        result_.struck[kind] = bench_.served->struck(static_cast<FaultKind>(kind));
    // Money that is gone does not come back.
    auto lasting = bench_.served->faults();
    std::erase_if(lasting, [](const Fault& each) { return each.kind != FaultKind::Balance; });
    bench_.served->set(std::move(lasting));
    // What could still trade would do so up to the last moment, of which no side can know at once.
    for (const auto& order : orders_.open()) {
        const auto mid = bench_.view(order.request.instrument).mark();
        const auto at = order.request.type == core::OrderType::StopMarket ? order.request.stop
                                                                          : order.request.price;
        if (std::abs(at.raw - mid->raw) < mid->raw / (2 * far))
            bench_.gateway->cancel({order.request.id, order.request.instrument, {0}, bench_.now()});
    }
}

void Drill::pass(core::Duration span, bool trading) {
    for (const auto end = bench_.now() + span; bench_.now() < end;) {
        bench_.ground->step();
        bench_.ground->at_venue([&] { go_on(trading); });
    }
}

void Drill::go_on(bool trading) {
    const bool untouched = bench_.served->taken() == core::Money{};
    if (untouched && bench_.live()) was_live_ = true;
    core::Event event;
    while (bench_.gateway->next_report(event)) book(event);
    if (trading && chance_.below(drill_pace(protocol_)) == 0) trade();
}

void Drill::trade() {
    const auto open = orders_.open();
    if (open.empty() || chance_.below(3) != 0) return place();
    const auto& order = open[chance_.below(open.size())];
    bench_.gateway->cancel({order.request.id, order.request.instrument, {0}, bench_.now()});
}

void Drill::place() {
    if (orders_.open().size() > 20) return;
    core::OrderRequest order;
    order.instrument = {
        static_cast<std::uint32_t>(chance_.below(bench_.market.catalog.instruments().size()))};
    const auto mid = bench_.view(order.instrument).mark();
    if (!mid) return;
    order.id = core::order_id(1, next_order_++);
    order.side = chance_.below(2) == 0 ? Side::Buy : Side::Sell;
    // Spot can be sold only as far as it was bought.
    const auto held = books_.position(order.instrument).qty;
    const auto& instrument = bench_.market.catalog[order.instrument];
    order.qty = bench_.worth_600(order.instrument, 1 + chance_.below(3));
    if (instrument.kind == core::InstrumentKind::Spot && order.side == Side::Sell &&
        held < order.qty)
        order.side = Side::Buy;
    const auto kind = chance_.below(10);
    order.type = kind == 0 ? core::OrderType::Market : core::OrderType::Limit;
    order.tif = kind == 1 ? core::TimeInForce::Ioc : core::TimeInForce::Gtc;
    order.post_only = kind == 2;
    const bool stop = kind == 3 && bench_.side.orders->abilities().stop_market;
    if (stop) order.type = core::OrderType::StopMarket;
    if (order.type == core::OrderType::Limit) {
        const auto away = static_cast<std::int64_t>(chance_.below(5)) - 2;
        order.price = {mid->raw + away * mid->raw / 4'000};
        if (chance_.below(6) == 0)  // to be open at the end
            order.price = {mid->raw - core::sign(order.side) * mid->raw / far};
    }
    if (stop) {  // behind the market, by little or by much
        const auto behind = chance_.below(4) == 0 ? mid->raw / far : mid->raw / 8'000;
        order.stop = {mid->raw + core::sign(order.side) * (behind + 1)};
    }
    order.at = bench_.now();
    ASSERT_TRUE(orders_.reserve(order, *mid));
    bench_.submit(order);
}

void Drill::book(const core::Event& event) {
    if (const auto* update = std::get_if<core::OrderUpdate>(&event.body)) {
        if (const auto applied = orders_.apply(*update); !applied)
            result_.wrong.push_back(fmt::format("update {} of order {}: {}", name(update->state),
                                                update->order.value, applied.error().text()));
    } else if (const auto* fill = std::get_if<core::Fill>(&event.body)) {
        const auto applied = orders_.apply(event.instrument, *fill);
        if (!applied) {
            result_.wrong.push_back(fmt::format("fill: {}", applied.error().text()));
            return;
        }
        ++result_.fills;
        const auto& instrument = bench_.market.catalog[event.instrument];
        const auto change = signed_qty(fill->side, fill->qty);
        books_.trade(event.instrument, change, -instrument.value(fill->price, change));
        books_.adjust(fill->fee_asset, -fill->fee);
    } else if (const auto* balance = std::get_if<core::Balance>(&event.body)) {
        books_.adjust(balance->asset, balance->change);
    }
}

/// Money that is gone is noticed, and nothing else is taken for it at any time.
void Drill::compare_alarms(DrillResult& result) const {
    const bool gone = bench_.served->taken() != core::Money{};
    const bool alarmed = bench_.gateway->figures().quarantined > 0;
    if (gone ? was_live_ && !alarmed : alarmed)
        result.wrong.push_back(fmt::format("{} are out of trading, and {} of the currency is gone",
                                           bench_.gateway->figures().quarantined.load(),
                                           to_string(bench_.served->taken())));
    for (const auto& note : bench_.notes)
        if (!gone && note.contains("more than fills and funding explain"))
            result.wrong.push_back("false alarm " + note);
}

void Drill::compare(DrillResult& result, bool live) const {
    if (!live)
        result.wrong.emplace_back(fmt::format("it is not live again; its clock is {} ns ahead",
                                              bench_.gateway->figures().ahead_ns.load()));
    for (const auto& instrument : bench_.market.catalog.instruments())
        if (books_.position(instrument.id).qty !=
            bench_.theirs().position(bench_.market.at_hall[instrument.id.value]).qty)
            result.wrong.push_back(fmt::format(
                "{}: ours {}, theirs {}", instrument.symbol, books_.position(instrument.id).qty.raw,
                bench_.theirs().position(bench_.market.at_hall[instrument.id.value]).qty.raw));
    core::AssetId asset;
    for (const auto& called : bench_.market.catalog.assets()) {
        const auto gone = called == bench_.served->hall().config().currency ? bench_.served->taken()
                                                                            : core::Money{};
        if (books_.cash(asset) != bench_.theirs().cash(asset) + gone)
            result.wrong.push_back(fmt::format("{}: ours {}, theirs {}", called,
                                               to_string(books_.cash(asset)),
                                               to_string(bench_.theirs().cash(asset))));
        ++asset.value;
    }
    compare_alarms(result);
    std::map<std::string, int> open;
    for (const auto& order : orders_.open())
        ++open[std::string{core::client_order_id(GatewayBench::node, order.request.id).view()}];
    for (const auto* order : bench_.client->orders.open()) --open[order->terms.client_id];
    for (const auto& [id, more] : open)
        if (more != 0)
            result.wrong.push_back(
                fmt::format("order {} is open {}", id, more > 0 ? "here only" : "there only"));
    std::map<std::string, int> named;
    for (const auto& [id, order] : bench_.client->orders.all())
        if (++named[order.terms.client_id] == 2)
            result.wrong.push_back("order " + order.terms.client_id + " was sent twice");
    if (result.wrong.empty()) return;
    const auto& figures = bench_.gateway->figures();
    result.wrong.push_back(fmt::format("state {}, {} sweeps, {} queries, {} connections",
                                       static_cast<int>(bench_.gateway->state()),
                                       figures.sweeps.load(), figures.queries.load(),
                                       figures.connections.load()));
    for (const auto& [id, order] : bench_.gateway->mirror().orders())
        if (!order.done())
            result.wrong.push_back(fmt::format(
                "mirror: {} {} {} filled {} of {}, {}, checked in {} s", order.client_id,
                order.venue_id, name(order.state), order.filled.raw, order.request.qty.raw,
                order.end ? fmt::format("ends with {}", order.end->filled.raw) : "no end",
                (order.check_at - bench_.now()).ns / 1'000'000'000));
    for (const auto& [id, order] : bench_.client->orders.all())
        if (open.contains(order.terms.client_id))
            result.wrong.push_back(fmt::format("there: {} {} filled {}", id.value,
                                               order.terms.client_id, order.filled.raw));
    if (!result.wrong.empty())
        for (const auto& note : bench_.notes) result.wrong.push_back("note: " + note);
}

}  // namespace nightjar::exchange
