#include "exchange/binance/user_messages.hpp"

#include "exchange/binance/order_json.hpp"
#include "exchange/decimal_text.hpp"
#include "exchange/positions.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::binance {

using Kind = OrderEvent::Kind;

namespace {

std::string_view execution_type(Market market, Kind kind) {
    switch (kind) {
        case Kind::New:
        case Kind::Triggered: return "NEW";
        case Kind::Traded: return "TRADE";
        case Kind::Amended: return market == Market::Spot ? "REPLACED" : "AMENDMENT";
        case Kind::Cancelled: return "CANCELED";
        case Kind::Expired:
        case Kind::Rejected: return "EXPIRED";
    }
    return "NEW";
}

/// A refused order leaves no trace, unless it had waited for its trigger before.
bool silent(const Order& order, Kind kind) {
    return kind == Kind::Rejected && !order.terms.trigger;
}

/// Of the fill that the event tells of; zeros where it tells of none.
struct LastFill {
    std::string qty{"0"};
    std::string price{"0"};
    std::string quote{"0"};
    std::string fee{"0"};
    Json fee_asset;
    Json trade{-1};
    bool maker{};
    std::string realized{"0"};
};

LastFill last_fill(const Hall& hall, const OrderEvent& event) {
    LastFill last;
    if (event.execution == nullptr) return last;
    const auto& execution = *event.execution;
    const auto& instrument = hall.catalog()[execution.instrument];
    last.qty = format_qty(execution.qty, instrument);
    last.price = format_price(execution.price, instrument);
    last.quote = to_string(execution.quote);
    last.fee = to_string(execution.fee);
    last.fee_asset = hall.catalog().name(execution.fee_asset);
    last.trade = execution.id.value;
    last.maker = execution.maker;
    last.realized = to_string(execution.realized);
    return last;
}

Json execution_report(const Hall& hall, const Order& order, const OrderEvent& event) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    const auto last = last_fill(hall, event);
    const bool named_cancel = event.kind == Kind::Cancelled && !order.cancel_id.empty();
    const auto at = ms_of(event.at);
    return {{"e", "executionReport"},
            {"E", at},
            {"s", instrument.symbol},
            {"c", named_cancel ? order.cancel_id : terms.client_id},
            {"S", side_text(terms.side)},
            {"o", kind_text(Market::Spot, order)},
            {"f", tif_text(Market::Spot, order)},
            {"q", format_qty(terms.qty, instrument)},
            {"p", price_text(hall, order)},
            {"P", stop_text(hall, order)},
            {"F", "0"},
            {"g", -1},
            {"C", named_cancel ? terms.client_id : std::string{}},
            {"x", execution_type(Market::Spot, event.kind)},
            {"X", status_text(order)},
            {"r", "NONE"},
            {"i", order.id.value},
            {"l", last.qty},
            {"z", format_qty(order.filled, instrument)},
            {"L", last.price},
            {"n", last.fee},
            {"N", last.fee_asset},
            {"T", at},
            {"t", last.trade},
            {"I", order.id.value},
            {"w", order.status == OrderStatus::Open},
            {"m", last.maker},
            {"M", false},
            {"O", ms_of(order.made)},
            {"Z", to_string(order.quote)},
            {"Y", last.quote},
            {"Q", to_string(terms.spend.value_or(core::Money{}))},
            {"W", ms_of(order.made)},
            {"V", "EXPIRE_MAKER"}};
}

Json account_position(const Hall& hall, const Client& client, const core::Instrument& instrument,
                      core::Time at) {
    auto balances = Json::array();
    for (const auto asset : {instrument.base, instrument.quote}) {
        const auto holding = hall.holding(client, asset);
        balances.push_back({{"a", hall.catalog().name(asset)},
                            {"f", to_string(holding.free())},
                            {"l", to_string(holding.locked)}});
    }
    return {{"e", "outboundAccountPosition"},
            {"E", ms_of(at)},
            {"u", ms_of(at)},
            {"B", std::move(balances)}};
}

Json order_trade_update(const Hall& hall, const Order& order, const OrderEvent& event) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    const auto last = last_fill(hall, event);
    const bool liquidation = terms.kind == "LIQUIDATION";
    const auto at = ms_of(event.at);
    Json body{{"s", instrument.symbol},
              {"c", client_id_text(Market::UsdFutures, order)},
              {"S", side_text(terms.side)},
              {"o", kind_text(Market::UsdFutures, order)},
              {"f", tif_text(Market::UsdFutures, order)},
              {"q", format_qty(terms.qty, instrument)},
              {"p", price_text(hall, order)},
              {"ap", to_string(average_price(hall, order))},
              {"sp", "0"},
              {"x", liquidation ? "CALCULATED" : execution_type(Market::UsdFutures, event.kind)},
              {"X", status_text(order)},
              {"i", order.id.value},
              {"l", last.qty},
              {"z", format_qty(order.filled, instrument)},
              {"L", last.price}};
    if (event.execution != nullptr) {
        body["n"] = last.fee;
        body["N"] = last.fee_asset;
    }
    body.update({{"T", at},
                 {"t", event.execution == nullptr ? Json{0} : last.trade},
                 {"b", "0"},
                 {"a", "0"},
                 {"m", last.maker},
                 {"R", terms.reduce_only},
                 {"wt", "CONTRACT_PRICE"},
                 {"ot", kind_text(Market::UsdFutures, order)},
                 {"ps", "BOTH"},
                 {"cp", false},
                 {"rp", last.realized},
                 {"pP", false},
                 {"si", 0},
                 {"ss", 0},
                 {"V", "EXPIRE_MAKER"},
                 {"pm", "NONE"},
                 {"gtd", 0}});
    return {{"e", "ORDER_TRADE_UPDATE"}, {"E", at}, {"T", at}, {"o", std::move(body)}};
}

/// What the service that keeps conditional orders says of one.
Json algo_update(const Hall& hall, const Order& order, core::Time at) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    Json body{{"caid", terms.client_id},
              {"aid", algo_number(order.id)},
              {"at", "CONDITIONAL"},
              {"o", terms.kind},
              {"s", instrument.symbol},
              {"S", side_text(terms.side)},
              {"ps", "BOTH"},
              {"f", tif_text(Market::UsdFutures, order)},
              {"q", format_qty(terms.qty, instrument)},
              {"X", algo_status_text(order)},
              {"ai", order.woken ? std::to_string(order.id.value) : std::string{}},
              {"ap", to_string(average_price(hall, order))},
              {"aq", format_qty(order.filled, instrument)},
              {"act", order.woken ? kind_text(Market::UsdFutures, order) : "0"},
              {"tp", stop_text(hall, order)},
              {"p", price_text(hall, order)},
              {"V", "EXPIRE_MAKER"},
              {"wt", "CONTRACT_PRICE"},
              {"pm", "NONE"},
              {"cp", false},
              {"pP", false},
              {"R", terms.reduce_only},
              {"tt", order.woken ? ms_of(order.changed) : 0},
              {"gtd", 0},
              {"rm", name(order.reason)}};
    return {{"e", "ALGO_UPDATE"}, {"T", ms_of(at)}, {"E", ms_of(at)}, {"o", std::move(body)}};
}

Json account_update(const Hall& hall, const Client& client, std::string_view reason,
                    core::Money change, core::Time at, Json positions) {
    const auto wallet = to_string(hall.holding(client, hall.currency()).total);
    auto balances = Json::array();
    balances.push_back(
        {{"a", hall.config().currency}, {"wb", wallet}, {"cw", wallet}, {"bc", to_string(change)}});
    return {{"e", "ACCOUNT_UPDATE"},
            {"E", ms_of(at)},
            {"T", ms_of(at)},
            {"a", {{"m", reason}, {"B", std::move(balances)}, {"P", std::move(positions)}}}};
}

Json positions_json(const Hall& hall, const Client& client, core::InstrumentId instrument) {
    const auto view = position_of(hall, client, instrument);
    const auto& traded = hall.catalog()[instrument];
    auto positions = Json::array();
    positions.push_back({{"s", traded.symbol},
                         {"pa", format_qty(view.qty, traded)},
                         {"ep", to_string(view.entry)},
                         {"bep", to_string(view.entry)},
                         {"cr", to_string(client.books.position(instrument).realized)},
                         {"up", to_string(view.unrealized)},
                         {"mt", "cross"},
                         {"iw", "0"},
                         {"ps", "BOTH"}});
    return positions;
}

}  // namespace

std::vector<Json> order_messages(Market market, const Hall& hall, const Client& client,
                                 const Order& order, const OrderEvent& event) {
    std::vector<Json> messages;
    if (silent(order, event.kind)) return messages;
    const auto& instrument = hall.catalog()[order.terms.instrument];
    if (market == Market::Spot) {
        messages.push_back(execution_report(hall, order, event));
        messages.push_back(account_position(hall, client, instrument, event.at));
        return messages;
    }
    if (event.execution != nullptr)
        messages.push_back(account_update(hall, client, "ORDER", {}, event.at,
                                          positions_json(hall, client, instrument.id)));
    if (in_market(market, order) && event.kind != Kind::Rejected)
        messages.push_back(order_trade_update(hall, order, event));
    const bool goes_on = event.kind == Kind::Traded && is_open(order.status);
    if (order.terms.trigger && !goes_on) messages.push_back(algo_update(hall, order, event.at));
    return messages;
}

Json funding_message(const Hall& hall, const Client& client, const Payment& payment) {
    return account_update(hall, client, "FUNDING_FEE", payment.change, payment.at, Json::array());
}

}  // namespace nightjar::exchange::binance
