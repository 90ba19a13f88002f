#include "venue/binance/order_codec.hpp"

#include "venue/binance/account_messages.hpp"
#include "venue/binance/brackets.hpp"
#include "venue/binance/outcome.hpp"
#include "venue/binance/sign.hpp"
#include "venue/binance/stops.hpp"
#include "venue/binance/weights.hpp"
#include "venue/json_order_codec.hpp"
#include "venue/reply_headers.hpp"
#include "venue/request_text.hpp"

#include <algorithm>

namespace nightjar::venue::binance {

namespace {

using core::fail;
using core::Instrument;
using core::OrderType;
using core::Status;
using core::Time;
using net::WebRequest;
using Request = core::Result<WebRequest>;
using Kind = Question::Kind;

constexpr OrderAbilities spot_abilities{
    .amend = OrderAbilities::Amend::LessQty,
    .cancel_all = OrderAbilities::CancelAll::OneInstrument,
    .stop_market = true,
    .fill_or_kill = true,
    .iceberg = true,
};
constexpr OrderAbilities futures_abilities{
    .amend = OrderAbilities::Amend::PriceAndQty,
    .cancel_all = OrderAbilities::CancelAll::OneInstrument,
    .dead_man = OrderAbilities::DeadMan::TimerOfInstrument,
    .dead_man_min = core::seconds(1),
    .dead_man_max = core::hours(24),
    .stop_market = true,
    .fill_or_kill = true,
    .reduce_only = true,
    .positions = true,
    .funding = true,
};

constexpr std::int64_t page = 1'000;
constexpr std::string_view first_page = "1";

std::string_view word(core::Side side) { return side == core::Side::Buy ? "BUY" : "SELL"; }

WebRequest call(std::string_view method, std::string_view path, const Form& form) {
    WebRequest request{
        .method = std::string{method}, .target = std::string{path}, .headers = {}, .body = {}};
    if (method == "POST" || method == "PUT")
        request.body = form.text();
    else if (!form.text().empty())
        request.target += '?' + form.text();
    return request;
}

class Codec final : public JsonOrderCodec {
public:
    Codec(Market market, Signer signer) : market_{market}, signer_{std::move(signer)} {}

    [[nodiscard]] const OrderAbilities& abilities() const override {
        return spot() ? spot_abilities : futures_abilities;
    }
    [[nodiscard]] Request place(const core::OrderRequest& order, const Instrument& instrument,
                                std::string_view client_id, Time now) override;
    [[nodiscard]] Request amend(const PlacedOrder& order, const core::AmendRequest& wanted,
                                const Instrument& instrument, Time now) override;
    [[nodiscard]] Request cancel(const PlacedOrder& order, const Instrument& instrument,
                                 Time now) override;
    [[nodiscard]] Request cancel_all(const Instrument* instrument, Time now) override;
    [[nodiscard]] Request dead_man(core::Duration after, const Instrument* instrument,
                                   Time now) override;
    [[nodiscard]] Request ask(const Question& question, Time now) override;
    [[nodiscard]] std::int64_t weight(const Question& question) const override {
        return weight_of(market_, question);
    }
    [[nodiscard]] RateSaid rate_of(const net::WebReply& reply) const override;

private:
    [[nodiscard]] bool spot() const { return market_ == Market::Spot; }
    [[nodiscard]] std::string path(std::string_view name) const {
        return (spot() ? "/api/v3/" : "/fapi/v1/") + std::string{name};
    }
    [[nodiscard]] WebRequest sign(WebRequest request, Time now) const {
        signer_.sign(request, now);
        return request;
    }
    [[nodiscard]] Status check_kind(const Instrument& instrument) const;
    [[nodiscard]] core::Result<Form> form_of(const PlacedOrder& order,
                                             const Instrument& instrument) const;
    [[nodiscard]] Request unsigned_question(const Question& question) const;
    [[nodiscard]] Request fills(const Question& question) const;
    /// A service of its own is asked first.
    [[nodiscard]] bool in_service(const Question& question) const {
        return question.stop && !spot();
    }
    [[nodiscard]] core::Duration longest() const { return core::days(spot() ? 1 : 7); }

    [[nodiscard]] Verdict judge(std::optional<OrderAction> action, element root) const override;
    [[nodiscard]] Outcome outcome_of(const VenueAnswer& answer) const override {
        return binance::outcome_of(market_, answer);
    }
    [[nodiscard]] core::OrderReason reason_of(std::string_view code,
                                              std::string_view words) const override {
        return find_reason(reason_words(), code, words);
    }
    [[nodiscard]] bool says_absent(std::string_view code) const override { return code == "-2013"; }
    Status read(const Question& question, element root, AccountEvents& to,
                std::string& next) override;
    Status read_fills(const Question& question, element root, AccountEvents& to,
                      std::string& next) const;
    Status read_one(const Question& question, const object& item, AccountEvents& to,
                    std::string& next) const;
    Status read_open(const Question& question, const array& items, AccountEvents& to,
                     std::string& next) const;

    Market market_;
    Signer signer_;
};

Status Codec::check_kind(const Instrument& instrument) const {
    const auto wanted = spot() ? core::InstrumentKind::Spot : core::InstrumentKind::LinearPerpetual;
    if (instrument.kind == wanted) return {};
    return not_traded(instrument);
}

Request Codec::place(const core::OrderRequest& order, const Instrument& instrument,
                     std::string_view client_id, Time now) {
    NJ_TRY(check_kind(instrument));
    NJ_TRY(check_order(order, instrument, client_id, abilities()));
    NJ_TRY(qty, venue_qty(order.qty, instrument));
    if (order.type == OrderType::StopMarket && !spot())
        return sign(place_stop(order, instrument, qty, client_id), now);
    Form form;
    form.add("symbol", instrument.symbol).add("side", word(order.side));
    if (order.type == OrderType::Market)
        form.add("type", "MARKET");
    else if (order.type == OrderType::StopMarket)
        form.add("type", "STOP_LOSS").add("stopPrice", format_price(order.stop, instrument));
    else if (order.post_only && spot())
        form.add("type", "LIMIT_MAKER").add("price", format_price(order.price, instrument));
    else
        form.add("type", "LIMIT")
            .add("price", format_price(order.price, instrument))
            .add("timeInForce", order.post_only ? "GTX" : tif_word(order.tif));
    form.add("quantity", qty).add("newClientOrderId", client_id);
    NJ_TRY(shown, venue_qty(std::max(order.shown, core::Qty{1}), instrument));
    if (order.shown.raw > 0) form.add("icebergQty", shown);
    if (order.reduce_only) form.add("reduceOnly", "true");
    form.add("newOrderRespType", "ACK");
    return sign(call("POST", path("order"), form), now);
}

core::Result<Form> Codec::form_of(const PlacedOrder& order, const Instrument& instrument) const {
    NJ_TRY(check_kind(instrument));
    NJ_TRY(check_name("symbol", instrument.symbol));
    NJ_TRY(check_name("client id", order.client_id));
    Form form;
    form.add("symbol", instrument.symbol).add("origClientOrderId", order.client_id);
    return form;
}

Request Codec::amend(const PlacedOrder& order, const core::AmendRequest& wanted,
                     const Instrument& instrument, Time now) {
    NJ_TRY(check_amend(order, wanted, abilities()));
    NJ_TRY(form, form_of(order, instrument));
    NJ_TRY(qty, venue_qty(wanted.qty, instrument));
    // Without a new id the venue would make one up; the same is allowed.
    if (spot()) {
        form.add("newQty", qty).add("newClientOrderId", order.client_id);
        return sign(call("PUT", path("order/amend/keepPriority"), form), now);
    }
    form.add("side", word(order.side))
        .add("quantity", qty)
        .add("price", format_price(wanted.price, instrument));
    return sign(call("PUT", path("order"), form), now);
}

Request Codec::cancel(const PlacedOrder& order, const Instrument& instrument, Time now) {
    NJ_TRY(form, form_of(order, instrument));
    if (order.stop && !spot()) return sign(cancel_stop(order.client_id), now);
    return sign(call("DELETE", path("order"), form), now);
}

Request Codec::cancel_all(const Instrument* instrument, Time now) {
    NJ_TRY(check_cancel_all(instrument, abilities()));
    Form form;
    form.add("symbol", instrument->symbol);
    return sign(call("DELETE", path(spot() ? "openOrders" : "allOpenOrders"), form), now);
}

Request Codec::dead_man(core::Duration after, const Instrument* instrument, Time now) {
    NJ_TRY(seconds, dead_man_seconds(after, abilities()));
    if (instrument == nullptr)
        return fail(Errc::MissingField, "instrument: the venue's timer is of one only");
    constexpr std::int64_t ms_per_second = 1'000;
    NJ_TRY(check_name("symbol", instrument->symbol));
    Form form;
    form.add("symbol", instrument->symbol).add("countdownTime", seconds * ms_per_second);
    return sign(call("POST", path("countdownCancelAll"), form), now);
}

Request Codec::fills(const Question& question) const {
    NJ_TRY(need_one(question));
    Form form;
    form.add("symbol", question.instrument->symbol).add("limit", page);
    NJ_TRY(window, window_of(question, longest()));
    if (window.rest.empty())
        form.add("startTime", ms_of(window.from)).add("endTime", ms_of(window.until));
    else
        form.add("fromId", window.rest);
    return form.get(path(spot() ? "myTrades" : "userTrades"));
}

/// Cursors are the venue's numbers of pages.
WebRequest funding_question(const Question& question) {
    return Form{}
        .add("incomeType", "FUNDING_FEE")
        .add("startTime", ms_of(question.since))
        .add("endTime", ms_of(question.until))
        .add("limit", page)
        .add("page", question.cursor.empty() ? first_page : question.cursor)
        .get("/fapi/v1/income");
}

Request Codec::unsigned_question(const Question& question) const {
    Form form;
    if (question.instrument != nullptr) {
        NJ_TRY(check_kind(*question.instrument));
        NJ_TRY(check_name("symbol", question.instrument->symbol));
        form.add("symbol", question.instrument->symbol);
    }
    switch (question.kind) {
        case Kind::Order: {
            NJ_TRY(need_one(question));
            // The cursor is the number of the order that a stop has become.
            const auto number = in_service(question) ? question.cursor : question.venue_id;
            const auto id = number.empty() ? question.client_id : number;
            NJ_TRY(check_name("order id", id));
            if (in_service(question) && number.empty()) return ask_for_stop(id);
            return form.add(number.empty() ? "origClientOrderId" : "orderId", id)
                .get(path("order"));
        }
        case Kind::OpenOrders:
            if (question.cursor == among_stops) return ask_for_stops();
            return form.get(path("openOrders"));
        case Kind::Fills: return fills(question);
        case Kind::Balances: return Form{}.get(spot() ? "/api/v3/account" : "/fapi/v3/account");
        case Kind::Positions:
            if (!spot()) return form.get("/fapi/v3/positionRisk");
            break;
        case Kind::Funding:
            if (!spot()) return funding_question(question);
            break;
        case Kind::MarginTiers:
            if (!spot()) return form.get(path("leverageBracket"));
            break;
        case Kind::Fees: {
            NJ_TRY(need_one(question));
            return form.get(path(spot() ? "account/commission" : "commissionRate"));
        }
        case Kind::ServerTime: return Form{}.get(path("time"));
        case Kind::KeyRights:
            return Form{}.get(spot() ? "/sapi/v1/account/apiRestrictions" : "/fapi/v2/account");
    }
    return fail(Errc::Unsupported, "spot has no positions, funding and margin");
}

Request Codec::ask(const Question& question, Time now) {
    NJ_TRY(request, unsigned_question(question));
    if (question.kind == Kind::ServerTime) return request;
    return sign(std::move(request), now);
}

RateSaid Codec::rate_of(const net::WebReply& reply) const {
    auto rate = JsonOrderCodec::rate_of(reply);
    rate.used_weight = header_count(reply, "X-MBX-USED-WEIGHT-1M");
    rate.used_orders = header_count(reply, "X-MBX-ORDER-COUNT-10S");
    return rate;
}

Verdict Codec::judge(std::optional<OrderAction> action, element root) const {
    Verdict verdict;
    object item;
    if (root.get(item) != simdjson::SUCCESS) {
        verdict.good = root.is_array();  // of orders, fills, balances; of all that was cancelled
        return verdict;
    }
    verdict.code = text_or_empty(item, "code");
    verdict.words = text_or_empty(item, "msg");
    // Spot's answer to an amend has the order inside.
    if (object inside; item.at_key("amendedOrder").get(inside) == simdjson::SUCCESS) item = inside;
    verdict.venue_id = text_or_empty(item, "orderId");
    if (verdict.code.empty())
        verdict.good = !action || !verdict.venue_id.empty() || has(item, "algoId") ||
                       (action == OrderAction::DeadMan && has(item, "countdownTime"));
    else
        verdict.good = verdict.code == "200";  // of futures, where there is no order to tell of
    return verdict;
}

Status Codec::read_fills(const Question& question, element root, AccountEvents& to,
                         std::string& next) const {
    NJ_TRY(items, as_array("trades", root));
    std::uint64_t last = 0;
    for (const auto entry : items) {
        NJ_TRY(item, as_object("trades", entry));
        NJ_TRY(id, read_trade(item, to));
        last = std::max(last, id);
    }
    NJ_TRY(window, window_of(question, longest()));
    if (items.size() >= static_cast<std::size_t>(page))
        next = next_cursor(question, window, std::to_string(last + 1));
    else if (window.rest.empty())
        next = next_cursor(question, window, {});  // by number there are no windows any more
    return {};
}

Status read_funding(const Question& question, element root, AccountEvents& to, std::string& next) {
    NJ_TRY(items, as_array("income", root));
    for (const auto entry : items) {
        NJ_TRY(item, as_object("income", entry));
        NJ_TRY(read_income(item, to));
    }
    if (items.size() < static_cast<std::size_t>(page)) return {};
    NJ_TRY(number, to_count("cursor", question.cursor.empty() ? first_page : question.cursor));
    next = std::to_string(number + 1);
    return {};
}

Status Codec::read_one(const Question& question, const object& item, AccountEvents& to,
                       std::string& next) const {
    if (in_service(question) && question.cursor.empty()) {
        NJ_TRY(became, read_stop(item, to));
        next = became;
        return {};
    }
    NJ_TRY(read_order(item, to));
    // Under whatever name the service has placed it, it is what was asked for.
    if (in_service(question)) std::get<OrderSaid>(to.back()).client_id = question.client_id;
    return {};
}

Status Codec::read_open(const Question& question, const array& items, AccountEvents& to,
                        std::string& next) const {
    const bool stops = question.cursor == among_stops;
    if (!spot() && !stops) next = among_stops;
    return for_each("orders", items, [&](const object& item) -> Status {
        if (!stops) return read_order(item, to);
        NJ_TRY(read_stop(item, to));
        return {};
    });
}

Status Codec::read(const Question& question, element root, AccountEvents& to, std::string& next) {
    const auto balance = [&to](const object& item) { return read_balance(item, to); };
    const auto position = [&to](const object& item) { return read_position(item, to); };
    if (question.kind == Kind::Fills) return read_fills(question, root, to, next);
    if (question.kind == Kind::Funding) return read_funding(question, root, to, next);
    if (question.kind == Kind::MarginTiers) return read_brackets(root, to);
    if (array items; root.get(items) == simdjson::SUCCESS) {
        if (question.kind == Kind::OpenOrders) return read_open(question, items, to, next);
        if (question.kind == Kind::Positions) return for_each("positions", items, position);
        if (question.kind == Kind::Balances) return for_each("balances", items, balance);
    }
    NJ_TRY(whole, as_object("reply", root));
    switch (question.kind) {
        case Kind::Order: return read_one(question, whole, to, next);
        case Kind::Balances: {
            const auto* field = spot() ? "balances" : "assets";
            NJ_TRY(items, read_array(whole, field));
            return for_each(field, items, balance);
        }
        case Kind::Fees: return read_fees(whole, to);
        case Kind::ServerTime: {
            NJ_TRY(at, read_time(whole, "serverTime"));
            to.emplace_back(TimeSaid{at});
            return {};
        }
        case Kind::KeyRights: return read_rights(whole, market_, to);
        default: break;
    }
    return bad("reply", "?", "not a list");
}

}  // namespace

core::Result<std::unique_ptr<OrderCodec>> make_order_codec(Market market,
                                                           const Credentials& credentials) {
    NJ_TRY(signer, Signer::make(credentials));
    return std::make_unique<Codec>(market, std::move(signer));
}

}  // namespace nightjar::venue::binance
