#include "exchange/tests/drill.hpp"

#include "exchange/tests/exchange_testing.hpp"

#include <gtest/gtest.h>

#include <map>

namespace nightjar::exchange {

namespace {

using core::Side;

constexpr std::uint16_t node = 77;
constexpr auto step = core::milliseconds(20);
constexpr auto rough_time = core::seconds(30);
constexpr auto quiet_time = core::seconds(75);
constexpr std::int64_t far = 10;  // a part of the price
constexpr std::int64_t ns_per_s = 1'000'000'000;

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
        if (fault.kind == FaultKind::Maintenance) {
            fault.from = core::seconds(static_cast<std::int64_t>(2 + chance.below(15)));
            fault.until = fault.from + core::seconds(static_cast<std::int64_t>(chance.below(8)));
        }
        some.push_back(fault);
    }
    return some;
}

}  // namespace

Drill::Drill(std::string_view protocol, std::uint64_t seed)
    : protocol_{protocol},
      chance_{seed, 1},
      net_{opening},
      server_{net::Url::parse("http://127.0.0.1:9000/").value()},
      venue_{std::make_unique<FaultyVenue>(
          [&](Now now) { return drill_venue(protocol, seed, opening, std::move(now)); },
          [this] { return net_.now(); }, seed)},
      client_{
          venue_->hall().admit(drill_client(protocol, venue_->hall().config().currency)).value()},
      market_{protocol, venue_->hall()},
      side_{venue::make_private_side({protocol, server_.authority(), market_.symbols()},
                                     credentials_of(drill_client(protocol, {})))
                .value()},
      limiter_{drill_limits(protocol), 0.2},
      witness_{std::make_unique<Witness>(
          *side_.orders, [this] { return gateway_->state() == venue::Gateway::State::Live; })},
      orders_{market_.catalog},
      books_{market_.catalog, venue_->hall().currency()} {
    const auto& currency = venue_->hall().currency();
    books_.adjust(currency, theirs().cash(currency));
    net_.serve(server_, *venue_);
    net_.set_fates([this](const net::Passage&) { return fate(); });
    venue_->set(faults(chance_));
    auto ws = server_;
    ws.scheme = "ws";
    gateway_ = std::make_unique<venue::Gateway>(
        venue::GatewayConfig{
            .venue = core::VenueId{0}, .node = node, .rest = server_, .stream = ws, .seed = seed},
        market_.catalog, *witness_, *side_.stream, limiter_, net_, [this](std::string note) {
            notes_.push_back(
                fmt::format("at {} s: {}", (net_.now() - opening).ns / ns_per_s, note));
        });
}

Drill::~Drill() {
    gateway_->stop();
    gateway_.reset();
    net_.cut(server_);
    net_.run_until(net_.now() + core::seconds(100));  // what was still on its way
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
    gateway_->start();
    pass(rough_time, true);
    rough_ = false;
    for (std::size_t kind = 0; kind < fault_kinds; ++kind)
        result_.struck[kind] = venue_->struck(static_cast<FaultKind>(kind));
    venue_->set({});
    // What could still trade would do so up to the last moment, of which no side can know at once.
    for (const auto& order : orders_.open()) {
        const auto mid = view(order.request.instrument).mark();
        if (std::abs(order.request.price.raw - mid->raw) < mid->raw / (2 * far))
            gateway_->cancel({order.request.id, order.request.instrument, {0}, net_.now()});
    }
    pass(quiet_time, false);
    for (const auto& wrong : witness_->wrong()) result_.wrong.push_back(wrong);
    compare(result_);
    result_.sessions = 1;
    result_.refused_cancels = witness_->refused_cancels();
    const auto& figures = gateway_->figures();
    result_.orders = figures.orders;
    result_.unknown = figures.unknown;
    result_.missed = figures.missed;
    result_.connections = figures.connections;
    return result_;
}

void Drill::pass(core::Duration span, bool trading) {
    for (const auto end = net_.now() + span; net_.now() < end;) {
        net_.run_until(net_.now() + step);
        venue_->advance(net_.now());
        core::Event event;
        while (gateway_->next_report(event)) book(event);
        if (trading && chance_.below(drill_pace(protocol_)) == 0) trade();
    }
}

void Drill::trade() {
    const auto open = orders_.open();
    if (open.empty() || chance_.below(3) != 0) return place();
    const auto& order = open[chance_.below(open.size())];
    gateway_->cancel({order.request.id, order.request.instrument, {0}, net_.now()});
}

void Drill::place() {
    if (orders_.open().size() > 20) return;
    core::OrderRequest order;
    order.instrument = {
        static_cast<std::uint32_t>(chance_.below(market_.catalog.instruments().size()))};
    const auto mid = view(order.instrument).mark();
    if (!mid) return;
    order.id = core::order_id(1, next_order_++);
    order.side = chance_.below(2) == 0 ? Side::Buy : Side::Sell;
    // Spot can be sold only as far as it was bought.
    const auto held = books_.position(order.instrument).qty;
    const auto& instrument = market_.catalog[order.instrument];
    const auto one = core::lots_floor(600.0 / core::approximate(*mid, instrument), instrument);
    order.qty = core::Qty{one->raw * static_cast<std::int64_t>(1 + chance_.below(3))};
    if (instrument.kind == core::InstrumentKind::Spot && order.side == Side::Sell &&
        held < order.qty)
        order.side = Side::Buy;
    const auto kind = chance_.below(10);
    order.type = kind == 0 ? core::OrderType::Market : core::OrderType::Limit;
    order.tif = kind == 1 ? core::TimeInForce::Ioc : core::TimeInForce::Gtc;
    order.post_only = kind == 2;
    if (order.type == core::OrderType::Limit) {
        const auto away = static_cast<std::int64_t>(chance_.below(5)) - 2;
        order.price = {mid->raw + away * mid->raw / 4'000};
        if (chance_.below(6) == 0)  // to be open at the end
            order.price = {mid->raw - core::sign(order.side) * mid->raw / far};
    }
    order.at = net_.now();
    risk::View approving;
    approving.now = order.at;
    auto approved = gate_.review(order, approving);
    ASSERT_TRUE(approved);
    ASSERT_TRUE(orders_.reserve(order, *mid));
    gateway_->submit(*std::move(approved));
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
        const auto& instrument = market_.catalog[event.instrument];
        const auto change = signed_qty(fill->side, fill->qty);
        books_.trade(event.instrument, change, -instrument.value(fill->price, change));
        books_.adjust(fill->fee_asset, -fill->fee);
    }
}

void Drill::compare(DrillResult& result) const {
    if (gateway_->state() != venue::Gateway::State::Live)
        result.wrong.emplace_back(fmt::format("it is not live again; its clock is {} ns ahead",
                                              gateway_->figures().ahead_ns.load()));
    for (const auto& instrument : market_.catalog.instruments())
        if (books_.position(instrument.id).qty !=
            theirs().position(market_.at_hall[instrument.id.value]).qty)
            result.wrong.push_back(fmt::format(
                "{}: ours {}, theirs {}", instrument.symbol, books_.position(instrument.id).qty.raw,
                theirs().position(market_.at_hall[instrument.id.value]).qty.raw));
    core::AssetId asset;
    for (const auto& called : market_.catalog.assets()) {
        if (books_.cash(asset) != theirs().cash(asset))
            result.wrong.push_back(fmt::format("{}: ours {}, theirs {}", called,
                                               to_string(books_.cash(asset)),
                                               to_string(theirs().cash(asset))));
        ++asset.value;
    }
    std::map<std::string, int> open;
    for (const auto& order : orders_.open())
        ++open[std::string{core::client_order_id(node, order.request.id).view()}];
    for (const auto* order : client_->orders.open()) --open[order->terms.client_id];
    for (const auto& [id, more] : open)
        if (more != 0)
            result.wrong.push_back(
                fmt::format("order {} is open {}", id, more > 0 ? "here only" : "there only"));
    std::map<std::string, int> named;
    for (const auto& [id, order] : client_->orders.all())
        if (++named[order.terms.client_id] == 2)
            result.wrong.push_back("order " + order.terms.client_id + " was sent twice");
    if (result.wrong.empty()) return;
    const auto& figures = gateway_->figures();
    result.wrong.push_back(fmt::format("state {}, {} sweeps, {} queries, {} connections",
                                       static_cast<int>(gateway_->state()), figures.sweeps.load(),
                                       figures.queries.load(), figures.connections.load()));
    for (const auto& [id, order] : gateway_->mirror().orders())
        if (!order.done())
            result.wrong.push_back(fmt::format(
                "mirror: {} {} {} filled {} of {}, {}, checked in {} s", order.client_id,
                order.venue_id, name(order.state), order.filled.raw, order.request.qty.raw,
                order.end ? fmt::format("ends with {}", order.end->filled.raw) : "no end",
                (order.check_at - net_.now()).ns / 1'000'000'000));
    for (const auto& [id, order] : client_->orders.all())
        if (open.contains(order.terms.client_id))
            result.wrong.push_back(fmt::format("there: {} {} filled {}", id.value,
                                               order.terms.client_id, order.filled.raw));
    if (!result.wrong.empty())
        for (const auto& note : notes_) result.wrong.push_back("note: " + note);
}

}  // namespace nightjar::exchange
