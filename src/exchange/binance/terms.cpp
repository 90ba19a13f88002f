#include "exchange/binance/terms.hpp"

#include "exchange/binance/order_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nightjar::exchange::binance {

using core::OrderType;
using core::Price;
using core::Qty;
using core::Side;
using core::TimeInForce;

namespace {

struct Kind {
    std::string_view name;
    OrderType type{};
    bool post_only{};
    enum class Stop : std::uint8_t { None, Loss, Profit } stop{};
};

constexpr std::array spot_kinds{
    Kind{"LIMIT", OrderType::Limit, false, Kind::Stop::None},
    Kind{"MARKET", OrderType::Market, false, Kind::Stop::None},
    Kind{"LIMIT_MAKER", OrderType::Limit, true, Kind::Stop::None},
    Kind{"STOP_LOSS", OrderType::Market, false, Kind::Stop::Loss},
    Kind{"STOP_LOSS_LIMIT", OrderType::Limit, false, Kind::Stop::Loss},
    Kind{"TAKE_PROFIT", OrderType::Market, false, Kind::Stop::Profit},
    Kind{"TAKE_PROFIT_LIMIT", OrderType::Limit, false, Kind::Stop::Profit},
};

/// Of futures, which a service of its own keeps until they are triggered.
constexpr std::array algo_kinds{
    Kind{"STOP_MARKET", OrderType::Market, false, Kind::Stop::Loss},
    Kind{"STOP", OrderType::Limit, false, Kind::Stop::Loss},
    Kind{"TAKE_PROFIT_MARKET", OrderType::Market, false, Kind::Stop::Profit},
    Kind{"TAKE_PROFIT", OrderType::Limit, false, Kind::Stop::Profit},
};

/// What parameters are called.
struct Names {
    std::string_view stop;
    std::string_view client_id;
};
constexpr Names of_orders{"stopPrice", "newClientOrderId"};
constexpr Names of_algos{"triggerPrice", "clientAlgoId"};

/// Decimal digits with at most one point, as the venue's own pattern has it.
bool plain_number(std::string_view text) {
    constexpr std::size_t longest = 41;
    return !text.empty() && text.size() <= longest && text.front() != '.' && text.back() != '.' &&
           std::ranges::count(text, '.') <= 1 &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

Asked<std::string_view> need_number(const Params& params, std::string_view name) {
    NJ_TRY(text, params.need(name));
    if (!plain_number(text)) return illegal(name);
    constexpr int finest = 8;
    if (core::fraction_digits(text) > finest)
        return refuse(-1111, "Precision is over the maximum defined for this asset.");
    return text;
}

Asked<Side> read_side(const Params& params) {
    NJ_TRY(text, params.need("side"));
    if (text == "BUY") return Side::Buy;
    if (text == "SELL") return Side::Sell;
    return refuse(-1117, "Invalid side.");
}

Asked<Kind> read_kind(Market market, const Params& params) {
    NJ_TRY(text, params.need("type"));
    const auto known = std::ranges::find(spot_kinds, text, &Kind::name);
    if (market == Market::Spot) {
        if (known != spot_kinds.end()) return *known;
        return refuse(-1116, "Invalid orderType.");
    }
    if (text == "LIMIT" || text == "MARKET") return *known;
    if (text == "TRAILING_STOP_MARKET" ||
        std::ranges::find(algo_kinds, text, &Kind::name) != algo_kinds.end())
        return refuse(-4120,
                      "Order type not supported for this endpoint. Please use the Algo "
                      "Order API endpoints instead.");
    return refuse(-1116, "Invalid orderType.");
}

Asked<void> read_tif(Market market, const Params& params, Terms& terms) {
    const bool needs = terms.type == OrderType::Limit && !terms.post_only;
    if (!needs) return {};
    NJ_TRY(text, params.need("timeInForce"));
    if (text == "GTC")
        terms.tif = TimeInForce::Gtc;
    else if (text == "IOC")
        terms.tif = TimeInForce::Ioc;
    else if (text == "FOK")
        terms.tif = TimeInForce::Fok;
    else if (text == "GTX" && market == Market::UsdFutures)
        terms.post_only = true;
    else
        return refuse(-1115, "Invalid timeInForce.");
    return {};
}

/// How much; and where a market order says it in quote, that.
Asked<void> read_size(const Office& office, const core::Instrument& instrument,
                      const Params& params, Terms& terms) {
    const bool spends = office.market == Market::Spot && terms.kind == "MARKET" &&
                        !params.find("quantity") && params.find("quoteOrderQty");
    if (!spends) {
        NJ_TRY(qty, read_qty(office, instrument, params, "quantity"));
        terms.qty = qty;
        return {};
    }
    NJ_TRY(text, need_number(params, "quoteOrderQty"));
    const auto spend = core::parse_money(text);
    constexpr std::int64_t more_than_anybody_has = 1'000'000'000'000;
    if (!spend || *spend > core::whole(more_than_anybody_has))
        return refuse(-1013, "Filter failure: NOTIONAL");
    terms.spend = *spend;
    return {};
}

/// What the book is to show of a limit order that rests.
Asked<void> read_shown(const Office& office, const core::Instrument& instrument,
                       const Params& params, Terms& terms) {
    if (office.market != Market::Spot || !params.find("icebergQty")) return {};
    NJ_TRY(shown, read_qty(office, instrument, params, "icebergQty"));
    if (shown.raw == 0) return {};
    if (terms.type != OrderType::Limit || terms.tif != TimeInForce::Gtc)
        return refuse(-1106, "Parameter 'icebergQty' sent when not required.");
    if (shown > terms.qty || core::Wide{shown.raw} * most_iceberg_parts < terms.qty.raw)
        return refuse(-1013, "Filter failure: ICEBERG_PARTS");
    if (shown < terms.qty) terms.shown = shown;
    return {};
}

Asked<void> read_stop(const Office& office, const core::Instrument& instrument,
                      const Params& params, Kind::Stop stop, std::string_view name, Terms& terms) {
    if (stop == Kind::Stop::None) return {};
    NJ_TRY(price, read_price(office, instrument, params, name));
    const bool buy = terms.side == Side::Buy;
    terms.trigger = Trigger{price, stop == Kind::Stop::Loss ? buy : !buy};
    return {};
}

Asked<void> check_position_side(const Office& office, const Params& params) {
    if (office.market == Market::Spot) return {};
    const auto side = params.find("positionSide");
    if (!side || *side == "BOTH") return {};
    return refuse(-4061, "Order's position side does not match user's setting.");
}

Asked<Terms> terms_of(const Office& office, const Params& params, const Kind& kind,
                      const Names& names) {
    NJ_TRY(view, need_view(office, params));
    const auto& instrument = view->instrument();
    NJ_TRY(side, read_side(params));
    Terms terms;
    terms.instrument = instrument.id;
    terms.kind = kind.name;
    terms.side = side;
    terms.type = kind.type;
    terms.post_only = kind.post_only;
    terms.reduce_only = office.market == Market::UsdFutures && params.flag("reduceOnly");
    NJ_TRY(read_tif(office.market, params, terms));
    NJ_TRY(check_position_side(office, params));
    NJ_TRY(read_size(office, instrument, params, terms));
    if (kind.type == OrderType::Limit) {
        NJ_TRY(price, read_price(office, instrument, params, "price"));
        terms.price = price;
    } else if (params.find("price")) {
        return refuse(-1106, "Parameter 'price' sent when not required.");
    }
    NJ_TRY(read_shown(office, instrument, params, terms));
    NJ_TRY(read_stop(office, instrument, params, kind.stop, names.stop, terms));
    NJ_TRY(client_id, client_id_or(params, names.client_id, {}));
    terms.client_id = std::move(client_id);
    return terms;
}

}  // namespace

Asked<const MarketView*> need_view(const Office& office, const Params& params) {
    NJ_TRY(symbol, params.need("symbol"));
    if (const auto* view = office.hall.find(symbol)) return view;
    return refuse(-1121, "Invalid symbol.");
}

Asked<std::optional<core::InstrumentId>> symbol_of(const Office& office, const Params& params) {
    if (!params.find("symbol")) return std::nullopt;
    NJ_TRY(view, need_view(office, params));
    return view->instrument().id;
}

Asked<Price> read_price(const Office& office, const core::Instrument& of, const Params& params,
                        std::string_view name) {
    NJ_TRY(text, need_number(params, name));
    if (const auto price = parse_price(text, of)) return *price;
    return refused(office.market, Wish::Place, core::Error{Errc::BadPrice, "{:.40}", text});
}

Asked<Qty> read_qty(const Office& office, const core::Instrument& of, const Params& params,
                    std::string_view name) {
    NJ_TRY(text, need_number(params, name));
    if (const auto qty = parse_qty(text, of)) return *qty;
    if (office.market == Market::UsdFutures)
        return refuse(-1111, "Precision is over the maximum defined for this asset.");
    return refused(office.market, Wish::Place, core::Error{Errc::BadQty, "{:.40}", text});
}

Asked<std::string> client_id_or(const Params& params, std::string_view name,
                                std::string otherwise) {
    const auto text = params.find(name);
    if (!text) return otherwise;
    constexpr std::size_t longest = 36;
    const bool good = text->size() <= longest && std::ranges::all_of(*text, [](char c) {
                          return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                                 (c >= 'A' && c <= 'Z') ||
                                 std::string_view{"_-.:/"}.find(c) != std::string_view::npos;
                      });
    if (!good) return illegal(name);
    return std::string{*text};
}

Asked<Terms> read_terms(const Office& office, const Params& params) {
    NJ_TRY(kind, read_kind(office.market, params));
    return terms_of(office, params, kind, of_orders);
}

Asked<Terms> read_algo_terms(const Office& office, const Params& params) {
    NJ_TRY(service, params.need("algoType"));
    if (service != "CONDITIONAL") return illegal("algoType");
    NJ_TRY(text, params.need("type"));
    const auto known = std::ranges::find(algo_kinds, text, &Kind::name);
    if (known == algo_kinds.end()) return refuse(-1116, "Invalid orderType.");
    return terms_of(office, params, *known, of_algos);
}

Asked<const Order*> need_order(const Office& office, const Call& call, Wish wish) {
    NJ_TRY(view, need_view(office, call.params));
    NJ_TRY(id, call.params.number("orderId"));
    const auto name = call.params.find("origClientOrderId");
    if (!id && !name)
        return refuse(-1102,
                      "Param 'origClientOrderId' or 'orderId' must be sent, but both were "
                      "empty/null!");
    const auto& orders = std::as_const(call.client->orders);
    const auto* order =
        id ? orders.find(core::OrderId{static_cast<std::uint64_t>(*id)}) : orders.find(*name);
    const bool fits = order != nullptr && order->terms.instrument == view->instrument().id &&
                      in_market(office.market, *order) &&
                      (!name || client_id_text(office.market, *order) == *name);
    if (fits) return order;
    return refused(office.market, wish, core::Error{Errc::UnknownOrder, "not known"});
}

Asked<const Order*> need_algo(const Office& office, const Call& call, Wish wish) {
    NJ_TRY(id, call.params.number("algoId"));
    const auto name = call.params.find("clientAlgoId");
    if (!id && !name)
        return refuse(-1102, "Param 'clientAlgoId' or 'algoId' must be sent, but both were empty!");
    const auto& orders = std::as_const(call.client->orders);
    const auto* order = id ? orders.find(order_of_algo(*id)) : orders.find(*name);
    if (order != nullptr && order->terms.trigger) return order;
    return refused(office.market, wish, core::Error{Errc::UnknownOrder, "not known"});
}

}  // namespace nightjar::exchange::binance
