#include "exchange/bybit/terms.hpp"

#include <algorithm>

namespace nightjar::exchange::bybit {

using core::OrderType;
using core::Side;
using core::TimeInForce;

namespace {

std::unexpected<core::Error> bad(std::string_view name) {
    return core::fail(Errc::BadRequest, "params error: {} invalid", name);
}

core::Status read_tif(const Args& args, Terms& terms) {
    const auto text = args.find("timeInForce").value_or("GTC");
    if (terms.type == OrderType::Market) return {};
    if (text == "PostOnly")
        terms.post_only = true;
    else if (text == "IOC")
        terms.tif = TimeInForce::Ioc;
    else if (text == "FOK")
        terms.tif = TimeInForce::Fok;
    else if (text != "GTC")
        return bad("timeInForce");
    return {};
}

/// A market buy of spot says what it is worth, unless it says that it does not.
core::Status read_size(const core::Instrument& instrument, const Args& args, Terms& terms) {
    const auto unit = args.find("marketUnit");
    if (unit && *unit != "baseCoin" && *unit != "quoteCoin") return bad("marketUnit");
    const bool by_default = !unit && terms.side == Side::Buy;
    const bool spends = !is_linear(instrument) && terms.type == OrderType::Market &&
                        (by_default || unit == "quoteCoin");
    NJ_TRY(text, args.need("qty"));
    if (!spends) {
        NJ_TRY(qty, read_venue_qty(text, instrument));
        terms.qty = qty;
        return {};
    }
    const auto spend = core::parse_money(text);
    constexpr std::int64_t more_than_anybody_has = 1'000'000'000'000;
    if (!spend || *spend > core::whole(more_than_anybody_has)) return bad("qty");
    if (*spend < instrument.min_notional) return core::fail(Errc::BelowMinNotional, "too little");
    terms.spend = *spend;
    return {};
}

/// Of derivatives only: there the order says from which side the price is to come.
core::Status read_trigger(const core::Instrument& instrument, const Args& args, Terms& terms) {
    const auto text = args.find("triggerPrice");
    if (!text) return {};
    const auto way = args.get("triggerDirection");
    if (!is_linear(instrument)) return bad("triggerPrice");
    if (way != "1" && way != "2") return bad("triggerDirection");
    NJ_TRY(price, read_venue_price(*text, instrument));
    terms.trigger = Trigger{price, way == "1"};
    return {};
}

core::Status read_name(const Args& args, Terms& terms) {
    constexpr std::size_t longest = 36;
    const auto name = args.get("orderLinkId");
    const auto plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_';
    };
    if (name.size() > longest || !std::ranges::all_of(name, plain)) return bad("orderLinkId");
    terms.client_id = name;
    return {};
}

}  // namespace

core::Result<Terms> read_terms(const Hall& hall, const Args& args) {
    NJ_TRY(view, need_view(hall, args));
    const auto& instrument = view->instrument();
    NJ_TRY(side, args.need("side"));
    NJ_TRY(type, args.need("orderType"));
    if (side != "Buy" && side != "Sell") return bad("side");
    if (type != "Limit" && type != "Market") return bad("orderType");
    if (args.find("positionIdx").value_or("0") != "0") return bad("positionIdx");
    Terms terms;
    terms.instrument = instrument.id;
    terms.kind = type;
    terms.side = side == "Buy" ? Side::Buy : Side::Sell;
    terms.type = type == "Limit" ? OrderType::Limit : OrderType::Market;
    terms.reduce_only = is_linear(instrument) && args.flag("reduceOnly");
    NJ_TRY(read_tif(args, terms));
    NJ_TRY(read_size(instrument, args, terms));
    if (terms.type == OrderType::Limit) {
        NJ_TRY(text, args.need("price"));
        NJ_TRY(price, read_venue_price(text, instrument));
        terms.price = price;
    }
    NJ_TRY(read_trigger(instrument, args, terms));
    NJ_TRY(read_name(args, terms));
    return terms;
}

core::Result<const Order*> need_order(const Hall& hall, const Client& client, const Args& args) {
    NJ_TRY(view, need_view(hall, args));
    const auto text = args.find("orderId");
    const auto name = args.find("orderLinkId");
    if (!text && !name) return bad("orderId");
    // Ids are texts at the venue: one that is no number is an order that is not there.
    const auto id = args.number("orderId");
    const Order* order = nullptr;
    if (!text)
        order = client.orders.find(*name);
    else if (id)
        order = client.orders.find(core::OrderId{static_cast<std::uint64_t>(**id)});
    if (order == nullptr || order->terms.instrument != view->instrument().id)
        return core::fail(Errc::UnknownOrder, "not known");
    return order;
}

}  // namespace nightjar::exchange::bybit
