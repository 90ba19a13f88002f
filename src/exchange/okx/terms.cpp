#include "exchange/okx/terms.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::okx {

using core::OrderType;
using core::Side;
using core::TimeInForce;

namespace {

struct Kind {
    std::string_view name;
    OrderType type{OrderType::Limit};
    TimeInForce tif{TimeInForce::Gtc};
    bool post_only{};
};

constexpr std::array kinds{
    Kind{"limit"},
    Kind{"market", OrderType::Market},
    Kind{"post_only", OrderType::Limit, TimeInForce::Gtc, true},
    Kind{"ioc", OrderType::Limit, TimeInForce::Ioc},
    Kind{"fok", OrderType::Limit, TimeInForce::Fok},
    Kind{"optimal_limit_ioc", OrderType::Market},
};

std::unexpected<core::Error> bad(std::string_view name) {
    return core::fail(Errc::BadRequest, "Parameter {} error", name);
}

/// One way, and in no other currency than the hall's.
core::Status check_mode(const core::Instrument& instrument, const Args& args) {
    const auto mode = args.get("tdMode");
    if (mode != (is_swap(instrument) ? "cross" : "cash")) return bad("tdMode");
    const auto side = args.find("posSide");
    if (side && *side != "net") return bad("posSide");
    return {};
}

/// A market buy of spot says what it is worth, unless it says that it does not.
core::Status read_size(const core::Instrument& instrument, const Args& args, Terms& terms) {
    const auto unit = args.find("tgtCcy");
    if (unit && *unit != "base_ccy" && *unit != "quote_ccy") return bad("tgtCcy");
    const bool by_default = !unit && terms.side == Side::Buy;
    const bool spends = !is_swap(instrument) && terms.type == OrderType::Market &&
                        (by_default || unit == "quote_ccy");
    if (!spends) {
        NJ_TRY(qty, read_qty(instrument, args, "sz"));
        terms.qty = qty;
        return {};
    }
    NJ_TRY(text, args.need("sz"));
    const auto spend = core::parse_money(text);
    constexpr std::int64_t more_than_anybody_has = 1'000'000'000'000;
    if (!spend || *spend <= core::Money{} || *spend > core::whole(more_than_anybody_has))
        return bad("sz");
    terms.spend = *spend;
    return {};
}

core::Status read_name(const Args& args, std::string_view field, Terms& terms) {
    constexpr std::size_t longest = 32;
    const auto name = args.get(field);
    const auto plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    if (name.size() > longest || !std::ranges::all_of(name, plain)) return bad(field);
    terms.client_id = name;
    return {};
}

/// What a conditional order calls its prices.
struct Fields {
    std::string_view trigger;
    std::string_view price;
};

/// What orders of all kinds say.
core::Result<Terms> begin_terms(const core::Instrument& instrument, const Args& args,
                                OrderType type) {
    NJ_TRY(check_mode(instrument, args));
    NJ_TRY(side, args.need("side"));
    if (side != "buy" && side != "sell") return bad("side");
    Terms terms;
    terms.instrument = instrument.id;
    terms.side = side == "buy" ? Side::Buy : Side::Sell;
    terms.type = type;
    terms.reduce_only = is_swap(instrument) && args.flag("reduceOnly");
    NJ_TRY(read_size(instrument, args, terms));
    return terms;
}

}  // namespace

core::Result<core::Price> read_price(const core::Instrument& instrument, const Args& args,
                                     std::string_view name) {
    NJ_TRY(text, args.need(name));
    const auto price = read_venue_price(text, instrument);
    if (!price) return bad(name);
    return *price;
}

core::Result<core::Qty> read_qty(const core::Instrument& instrument, const Args& args,
                                 std::string_view name) {
    NJ_TRY(text, args.need(name));
    NJ_TRY(qty, read_venue_qty(text, instrument));
    if (qty.raw <= 0) return bad(name);
    if (qty < instrument.min_qty) return core::fail(Errc::BelowMinNotional, "too little");
    return qty;
}

core::Result<Terms> read_terms(const Hall& hall, const Args& args) {
    NJ_TRY(word, args.need("ordType"));
    const auto kind = std::ranges::find(kinds, word, &Kind::name);
    if (kind == kinds.end()) return bad("ordType");
    NJ_TRY(view, need_view(hall, args));
    NJ_TRY(terms, begin_terms(view->instrument(), args, kind->type));
    terms.kind = kind->name;
    terms.tif = kind->tif;
    terms.post_only = kind->post_only;
    if (kind->type == OrderType::Limit) {
        NJ_TRY(price, read_price(view->instrument(), args, "px"));
        terms.price = price;
    }
    NJ_TRY(read_name(args, "clOrdId", terms));
    return terms;
}

core::Result<Terms> read_algo_terms(const Hall& hall, const Args& args) {
    NJ_TRY(word, args.need("ordType"));
    NJ_TRY(view, need_view(hall, args));
    const bool plain = word == "trigger";
    const bool loss = args.find("slTriggerPx").has_value();
    if (!plain && word != "conditional") return bad("ordType");
    if (!plain && loss == args.find("tpTriggerPx").has_value()) return bad("slTriggerPx");
    const auto names = plain  ? Fields{"triggerPx", "orderPx"}
                       : loss ? Fields{"slTriggerPx", "slOrdPx"}
                              : Fields{"tpTriggerPx", "tpOrdPx"};
    const bool market = args.get(names.price) == "-1";
    NJ_TRY(terms,
           begin_terms(view->instrument(), args, market ? OrderType::Market : OrderType::Limit));
    terms.kind = word;
    if (!market) {
        NJ_TRY(price, read_price(view->instrument(), args, names.price));
        terms.price = price;
    }
    NJ_TRY(at, read_price(view->instrument(), args, names.trigger));
    const auto last = view->last();
    const bool buy = terms.side == Side::Buy;
    terms.trigger = Trigger{at, plain ? !last || at > *last : buy == loss};
    NJ_TRY(read_name(args, "algoClOrdId", terms));
    return terms;
}

core::Result<const Order*> need_order(const Hall& hall, const Client& client, const Args& args) {
    NJ_TRY(view, need_view(hall, args));
    NJ_TRY(id, args.number("ordId"));
    const auto name = args.find("clOrdId");
    if (!id && !name) return bad("ordId");
    // Where both are given, the venue's holds.
    const auto* order = id ? client.orders.find(core::OrderId{static_cast<std::uint64_t>(*id)})
                           : client.orders.find(*name);
    // What a conditional order has become has no name but its number.
    const bool hidden =
        order != nullptr && (order->asleep() || (!id && order->terms.trigger.has_value()));
    if (order == nullptr || hidden || order->terms.instrument != view->instrument().id)
        return core::fail(Errc::UnknownOrder, "not known");
    return order;
}

}  // namespace nightjar::exchange::okx
