#include "venue/binance/stops.hpp"

#include "venue/binance/account_messages.hpp"
#include "venue/request_text.hpp"

#include <array>

namespace nightjar::venue::binance {

namespace {

using core::OrderReason;
using core::OrderState;
using core::Status;

constexpr std::string_view finished = "FINISHED";
constexpr std::array state_words{
    StateWord{"NEW", OrderState::Open},
    StateWord{"TRIGGERING", OrderState::Open},
    StateWord{"TRIGGERED", OrderState::Open},
    StateWord{"CANCELED", OrderState::Cancelled},
    StateWord{"EXPIRED", OrderState::Expired},
    StateWord{"REJECTED", OrderState::Rejected},
    // The order that it became has been filled or cancelled: which of both that one says.
    StateWord{finished, OrderState::Unknown},
};

void put_state(std::string_view status, std::string_view words, OrderSaid& order) {
    if (const auto* row = find_word(state_words, status); row != nullptr) order.state = row->means;
    if (order.state == OrderState::Cancelled) order.reason = OrderReason::Requested;
    if (order.state != OrderState::Rejected) return;
    order.words = words;
    order.reason = find_reason(reason_words(), {}, words);
}

}  // namespace

net::WebRequest place_stop(const core::OrderRequest& order, const core::Instrument& instrument,
                           std::string_view qty, std::string_view client_id) {
    Form form;
    form.add("algoType", "CONDITIONAL")
        .add("symbol", instrument.symbol)
        .add("side", order.side == core::Side::Buy ? "BUY" : "SELL")
        .add("type", "STOP_MARKET")
        .add("triggerPrice", format_price(order.stop, instrument))
        .add("workingType", "CONTRACT_PRICE")
        .add("quantity", qty)
        .add("clientAlgoId", client_id);
    if (order.reduce_only) form.add("reduceOnly", "true");
    return {.method = "POST", .target = "/fapi/v1/algoOrder", .headers = {}, .body = form.text()};
}

net::WebRequest cancel_stop(std::string_view client_id) {
    auto request = ask_for_stop(client_id);
    request.method = "DELETE";
    return request;
}

net::WebRequest ask_for_stop(std::string_view client_id) {
    return Form{}.add("clientAlgoId", client_id).get("/fapi/v1/algoOrder");
}

net::WebRequest ask_for_stops() { return Form{}.get("/fapi/v1/openAlgoOrders"); }

Result<std::string_view> read_stop(const object& item, AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(client_id, read_text(item, "clientAlgoId"));
    NJ_TRY(side, read_side(item, "side", "BUY", "SELL"));
    NJ_TRY(status, read_text(item, "algoStatus"));
    NJ_TRY(qty, read_qty(item, "quantity"));
    NJ_TRY(at, read_time(item, "updateTime"));
    order.symbol = symbol;
    order.client_id = client_id;
    order.side = side;
    if (qty.mantissa > 0) order.qty = qty;
    order.at = at;
    put_state(status, text_or_empty(item, "rejectReason"), order);
    const bool there = status == "TRIGGERED" || status == finished;
    const auto became = there ? text_or_empty(item, "actualOrderId") : std::string_view{};
    if (became.empty()) to.emplace_back(order);
    return became;
}

Status read_stop_event(const object& item, AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(symbol, read_text(item, "s"));
    NJ_TRY(client_id, read_text(item, "caid"));
    NJ_TRY(side, read_side(item, "S", "BUY", "SELL"));
    NJ_TRY(status, read_text(item, "X"));
    NJ_TRY(qty, read_qty(item, "q"));
    order.symbol = symbol;
    order.client_id = client_id;
    order.venue_id = text_or_empty(item, "ai");
    order.side = side;
    if (qty.mantissa > 0) order.qty = qty;
    put_state(status, text_or_empty(item, "rm"), order);
    to.emplace_back(order);
    if (status == finished && !order.venue_id.empty())
        to.emplace_back(FillsDue{.symbol = symbol, .venue_id = order.venue_id});
    return {};
}

}  // namespace nightjar::venue::binance
