#include "exchange/coinbase/terms.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nightjar::exchange::coinbase {

using core::OrderType;
using core::Side;
using core::TimeInForce;

namespace {

struct Kind {
    std::string_view name;
    OrderType type{};
    TimeInForce tif{};
    bool stops{};
};

constexpr std::array kinds{
    Kind{"market_market_ioc", OrderType::Market, TimeInForce::Ioc, false},
    Kind{"market_market_fok", OrderType::Market, TimeInForce::Fok, false},
    Kind{"sor_limit_ioc", OrderType::Limit, TimeInForce::Ioc, false},
    Kind{"limit_limit_gtc", OrderType::Limit, TimeInForce::Gtc, false},
    Kind{"limit_limit_fok", OrderType::Limit, TimeInForce::Fok, false},
    Kind{"stop_limit_stop_limit_gtc", OrderType::Limit, TimeInForce::Gtc, true},
};

Wished<core::Price> read_price(const core::Instrument& instrument, const Json& from,
                               const char* field) {
    const auto text = text_of(from, field);
    if (const auto price = parse_price(text, instrument)) return *price;
    return failed("INVALID_PRICE_PRECISION", "PREVIEW_INVALID_PRICE_PRECISION",
                  fmt::format("{} is not on a step of the price", field));
}

Wished<core::Qty> read_qty(const core::Instrument& instrument, const Json& from) {
    const auto text = text_of(from, "base_size");
    if (const auto qty = parse_qty(text, instrument)) return *qty;
    return failed("INVALID_SIZE_PRECISION", "PREVIEW_INVALID_SIZE_PRECISION",
                  "base_size is not on a step of the size");
}

Wished<void> read_size(const core::Instrument& instrument, const Json& from, Terms& terms) {
    const bool spends = terms.type == OrderType::Market && from.contains("quote_size");
    if (!spends) {
        NJ_TRY(qty, read_qty(instrument, from));
        terms.qty = qty;
        return {};
    }
    constexpr std::int64_t more_than_anybody_has = 1'000'000'000'000;
    const auto spend = core::parse_money(text_of(from, "quote_size"));
    if (!spend || *spend > core::whole(more_than_anybody_has))
        return failed("INVALID_SIZE_PRECISION", "PREVIEW_INVALID_QUOTE_SIZE_PRECISION",
                      "quote_size is not an amount");
    terms.spend = *spend;
    return {};
}

Wished<void> read_stop(const core::Instrument& instrument, const Json& from, Terms& terms) {
    NJ_TRY(price, read_price(instrument, from, "stop_price"));
    const auto direction = text_of(from, "stop_direction");
    const bool up = direction == "STOP_DIRECTION_STOP_UP";
    if (!up && direction != "STOP_DIRECTION_STOP_DOWN")
        return failed("UNSUPPORTED_ORDER_CONFIGURATION", "PREVIEW_INVALID_STOP_DIRECTION",
                      "stop_direction is neither up nor down");
    terms.trigger = Trigger{price, up};
    return {};
}

}  // namespace

std::string text_of(const Json& object, const char* field) {
    const auto found = object.find(field);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

Wished<Terms> read_terms(const Hall& hall, const Json& request) {
    const auto* view = hall.find(text_of(request, "product_id"));
    if (view == nullptr)
        return failed("UNKNOWN_PRODUCT_ID", "UNKNOWN_PREVIEW_FAILURE_REASON", "unknown product_id");
    const auto& instrument = view->instrument();
    const auto side = text_of(request, "side");
    if (side != "BUY" && side != "SELL")
        return failed("INVALID_SIDE", "PREVIEW_INVALID_SIDE", "side is neither BUY nor SELL");
    const auto configuration = request.value("order_configuration", Json::object());
    const auto unsupported = [] {
        return failed("UNSUPPORTED_ORDER_CONFIGURATION", "PREVIEW_INVALID_ORDER_CONFIG",
                      "the order configuration is not supported");
    };
    if (!configuration.is_object() || configuration.size() != 1) return unsupported();
    const auto only = configuration.begin();
    const auto& from = only.value();
    const auto* const kind = std::ranges::find(kinds, only.key(), &Kind::name);
    if (kind == kinds.end() || !from.is_object()) return unsupported();
    Terms terms;
    terms.instrument = instrument.id;
    terms.client_id = text_of(request, "client_order_id");
    terms.kind = kind->name;
    terms.side = side == "BUY" ? Side::Buy : Side::Sell;
    terms.type = kind->type;
    terms.tif = kind->tif;
    NJ_TRY(read_size(instrument, from, terms));
    if (kind->type == OrderType::Limit) {
        NJ_TRY(price, read_price(instrument, from, "limit_price"));
        terms.price = price;
        terms.post_only = from.value("post_only", Json{}) == true;
    }
    if (kind->stops) NJ_TRY(read_stop(instrument, from, terms));
    return terms;
}

Json configuration(const Hall& hall, const Terms& terms) {
    const auto& instrument = hall.catalog()[terms.instrument];
    auto inside = Json::object();
    if (terms.spend)
        inside["quote_size"] = to_string(*terms.spend);
    else
        inside["base_size"] = format_qty(terms.qty, instrument);
    if (terms.type == OrderType::Limit) {
        inside["limit_price"] = format_price(terms.price, instrument);
        if (terms.kind == "limit_limit_gtc") inside["post_only"] = terms.post_only;
    }
    if (terms.trigger) {
        inside["stop_price"] = format_price(terms.trigger->price, instrument);
        inside["stop_direction"] =
            terms.trigger->above ? "STOP_DIRECTION_STOP_UP" : "STOP_DIRECTION_STOP_DOWN";
    }
    auto json = Json::object();
    json[terms.kind] = std::move(inside);
    return json;
}

}  // namespace nightjar::exchange::coinbase
