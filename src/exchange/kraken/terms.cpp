#include "exchange/kraken/terms.hpp"

#include "exchange/errc.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::kraken {

using core::OrderType;
using core::Side;
using core::TimeInForce;

namespace {

struct Kind {
    std::string_view name;
    OrderType type{};
    enum class Stop : std::uint8_t { None, Loss, Profit } stop{};
};

constexpr std::array kinds{
    Kind{"limit", OrderType::Limit, Kind::Stop::None},
    Kind{"market", OrderType::Market, Kind::Stop::None},
    Kind{"stop-loss", OrderType::Market, Kind::Stop::Loss},
    Kind{"stop-loss-limit", OrderType::Limit, Kind::Stop::Loss},
    Kind{"take-profit", OrderType::Market, Kind::Stop::Profit},
    Kind{"take-profit-limit", OrderType::Limit, Kind::Stop::Profit},
};

Asked<void> read_flags(const Params& params, Terms& terms, bool& in_quote) {
    for (const auto flag : listed(params.find("oflags").value_or(std::string_view{}))) {
        if (flag == "post")
            terms.post_only = true;
        else if (flag == "viqc")
            in_quote = true;
        else if (flag != "fciq" && flag != "nompp")
            return invalid("oflags");
    }
    if (terms.post_only && (terms.type != OrderType::Limit || terms.trigger))
        return invalid("post");
    if (in_quote && (terms.type != OrderType::Market || terms.trigger)) return invalid("viqc");
    return {};
}

Asked<TimeInForce> read_tif(const Params& params) {
    const auto text = params.find("timeinforce").value_or("GTC");
    if (text == "GTC" || text == "gtc") return TimeInForce::Gtc;
    if (text == "IOC" || text == "ioc") return TimeInForce::Ioc;
    if (text == "FOK" || text == "fok") return TimeInForce::Fok;
    return invalid("timeinforce");
}

/// A stop's own price is `price`; what it becomes then has `price2`.
Asked<void> read_prices(const core::Instrument& instrument, const Params& params, const Kind& kind,
                        Terms& terms) {
    const bool stops = kind.stop != Kind::Stop::None;
    if (stops) {
        NJ_TRY(price, read_price(instrument, params, "price"));
        const bool buy = terms.side == Side::Buy;
        terms.trigger = Trigger{price, kind.stop == Kind::Stop::Loss ? buy : !buy};
    }
    if (terms.type != OrderType::Limit) return {};
    NJ_TRY(price, read_price(instrument, params, stops ? "price2" : "price"));
    terms.price = price;
    return {};
}

Asked<void> read_names(const Params& params, Terms& terms) {
    constexpr std::size_t longest = 36;
    const auto name = params.find("cl_ord_id").value_or(std::string_view{});
    const bool plain = std::ranges::all_of(
        name, [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\\'; });
    if (name.size() > longest || !plain) return invalid("cl_ord_id");
    NJ_TRY(mark, params.number("userref"));
    // The venue knows an order by one of the two.
    if (mark && !name.empty()) return invalid("userref and cl_ord_id");
    terms.client_id = name;
    if (mark) terms.tag = std::to_string(*mark);
    return {};
}

Asked<void> read_size(const core::Instrument& instrument, const Params& params, bool in_quote,
                      Terms& terms) {
    if (!in_quote) {
        NJ_TRY(qty, read_qty(instrument, params, "volume"));
        terms.qty = qty;
        return {};
    }
    constexpr std::int64_t more_than_anybody_has = 1'000'000'000'000;
    NJ_TRY(text, params.need("volume"));
    const auto spend = core::parse_money(text);
    if (!spend || *spend > core::whole(more_than_anybody_has)) return invalid("volume");
    terms.spend = *spend;
    return {};
}

Asked<void> check_deadline(const Office& office, const Params& params) {
    const auto text = params.find("deadline");
    if (!text) return {};
    const auto at = core::parse_time(*text);
    if (!at) return invalid("deadline");
    if (*at < office.hall.now()) return refuse("EService:Deadline elapsed");
    return {};
}

}  // namespace

Asked<core::Price> read_price(const core::Instrument& of, const Params& params,
                              std::string_view name) {
    NJ_TRY(text, params.need(name));
    const auto number = core::read_decimal(text);
    if (!number) return invalid(name);
    if (const auto price = parse_price(text, of)) return *price;
    return refuse("EOrder:Tick size check failed");
}

Asked<core::Qty> read_qty(const core::Instrument& of, const Params& params, std::string_view name) {
    NJ_TRY(text, params.need(name));
    if (const auto qty = parse_qty(text, of)) return *qty;
    return invalid(name);
}

Asked<Terms> read_terms(const Office& office, const Params& params) {
    NJ_TRY(check_deadline(office, params));
    NJ_TRY(view, need_pair(office, params));
    const auto& instrument = view->instrument();
    NJ_TRY(side, params.need("type"));
    if (side != "buy" && side != "sell") return invalid("type");
    NJ_TRY(name, params.need("ordertype"));
    const auto kind = std::ranges::find(kinds, name, &Kind::name);
    if (kind == kinds.end()) return invalid("ordertype");
    if (params.find("leverage").value_or("none") != "none")
        return refuse("EOrder:Margin allowance exceeded");
    if (params.flag("reduce_only")) return refuse("EOrder:Reduce only:No position exists");
    Terms terms;
    terms.instrument = instrument.id;
    terms.kind = name;
    terms.side = side == "buy" ? Side::Buy : Side::Sell;
    terms.type = kind->type;
    NJ_TRY(tif, read_tif(params));
    terms.tif = tif;
    NJ_TRY(read_prices(instrument, params, *kind, terms));
    bool in_quote = false;
    NJ_TRY(read_flags(params, terms, in_quote));
    NJ_TRY(read_size(instrument, params, in_quote, terms));
    NJ_TRY(read_names(params, terms));
    return terms;
}

Asked<const Order*> need_order(const Call& call) {
    const auto& orders = std::as_const(call.client->orders);
    const Order* found = nullptr;
    if (const auto name = call.params.find("txid")) {
        const auto id = read_order_name(*name);
        if (id) found = orders.find(*id);
    } else {
        NJ_TRY(client_id, call.params.need("cl_ord_id"));
        found = orders.find(client_id);
    }
    if (found != nullptr) return found;
    return refuse("EOrder:Unknown order");
}

std::string_view client_name(const Order& order) {
    const std::string_view name = order.terms.client_id;
    return name == fmt::format("web_{}", order.id.value) ? std::string_view{} : name;
}

}  // namespace nightjar::exchange::kraken
