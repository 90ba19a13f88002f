#include "venue/okx/order_codec.hpp"

#include "venue/json_order_codec.hpp"
#include "venue/okx/account_messages.hpp"
#include "venue/okx/outcome.hpp"
#include "venue/okx/sign.hpp"
#include "venue/request_text.hpp"

namespace nightjar::venue::okx {

namespace {

using core::fail;
using core::Instrument;
using core::InstrumentKind;
using core::OrderType;
using core::Status;
using core::Time;
using net::WebRequest;
using Request = core::Result<WebRequest>;
using Kind = Question::Kind;

constexpr OrderAbilities abilities_of(Market market) {
    const bool swap = market == Market::Swap;
    return {
        .amend = OrderAbilities::Amend::PriceAndQty,
        .cancel_all = OrderAbilities::CancelAll::None,
        .dead_man = OrderAbilities::DeadMan::Timer,
        .dead_man_min = core::seconds(10),
        .dead_man_max = core::seconds(120),
        .stop_market = true,
        .fill_or_kill = true,
        .reduce_only = swap,
        .positions = swap,
        .funding = swap,
    };
}
constexpr auto spot_abilities = abilities_of(Market::Spot);
constexpr auto swap_abilities = abilities_of(Market::Swap);
constexpr std::int64_t page = 100;
constexpr std::string_view funding_bill = "8";
constexpr std::string_view among_stops = "stops/";  // and behind which of them to go on

/// Of the service that keeps stop orders.
bool stops_are_asked(const Question& question) {
    return question.kind == Kind::Order
               ? question.stop && question.cursor.empty()
               : question.kind == Kind::OpenOrders && question.cursor.starts_with(among_stops);
}

std::string_view type_of(const core::OrderRequest& order) {
    if (order.type == OrderType::Market) return "market";
    if (order.type == OrderType::StopMarket) return "conditional";
    if (order.post_only) return "post_only";
    switch (order.tif) {
        case core::TimeInForce::Gtc: return "limit";
        case core::TimeInForce::Ioc: return "ioc";
        case core::TimeInForce::Fok: break;
    }
    return "fok";
}

class Codec final : public JsonOrderCodec {
public:
    Codec(Market market, Credentials credentials, Environment environment)
        : market_{market}, environment_{environment}, signer_{std::move(credentials)} {}

    [[nodiscard]] const OrderAbilities& abilities() const override {
        return swap() ? swap_abilities : spot_abilities;
    }
    [[nodiscard]] Request place(const core::OrderRequest& order, const Instrument& instrument,
                                std::string_view client_id, Time now) override;
    [[nodiscard]] Request amend(const PlacedOrder& order, const core::AmendRequest& wanted,
                                const Instrument& instrument, Time now) override;
    [[nodiscard]] Request cancel(const PlacedOrder& order, const Instrument& instrument,
                                 Time now) override;
    [[nodiscard]] Request cancel_all(const Instrument* instrument, Time) override {
        NJ_TRY(check_cancel_all(instrument, abilities()));
        return WebRequest{};
    }
    [[nodiscard]] Request dead_man(core::Duration after, const Instrument* instrument,
                                   Time now) override;
    [[nodiscard]] Request ask(const Question& question, Time now) override;

private:
    [[nodiscard]] bool swap() const { return market_ == Market::Swap; }
    [[nodiscard]] WebRequest marked(WebRequest request) const {
        if (environment_ == Environment::Demo)
            request.headers.emplace_back("x-simulated-trading", "1");
        return request;
    }
    [[nodiscard]] WebRequest sign(WebRequest request, Time now) const {
        signer_.sign(request, now);
        return marked(std::move(request));
    }
    [[nodiscard]] Status check_kind(const Instrument& instrument) const;
    [[nodiscard]] core::Result<JsonText> json_of(const PlacedOrder& order,
                                                 const Instrument& instrument) const;
    [[nodiscard]] Request unsigned_question(const Question& question) const;
    [[nodiscard]] Request fee_question(const Question& question) const;

    [[nodiscard]] Verdict judge(std::optional<OrderAction> action, element root) const override;
    [[nodiscard]] Outcome outcome_of(const VenueAnswer& answer) const override {
        return okx::outcome_of(answer);
    }
    [[nodiscard]] core::OrderReason reason_of(std::string_view code,
                                              std::string_view words) const override {
        return find_reason(reason_words(), code, words);
    }
    [[nodiscard]] bool says_absent(std::string_view code) const override { return code == "51603"; }
    Status read(const Question& question, element root, AccountEvents& to,
                std::string& next) override;
    Status read_item(const Question& question, const object& item, AccountEvents& to) const;

    Market market_;
    Environment environment_;
    Signer signer_;
};

Status Codec::check_kind(const Instrument& instrument) const {
    if ((instrument.kind != InstrumentKind::Spot) == swap()) return {};
    return not_traded(instrument);
}

Request Codec::place(const core::OrderRequest& order, const Instrument& instrument,
                     std::string_view client_id, Time now) {
    NJ_TRY(check_kind(instrument));
    NJ_TRY(check_order(order, instrument, client_id, abilities()));
    NJ_TRY(qty, venue_qty(order.qty, instrument));
    const bool stop = order.type == OrderType::StopMarket;
    JsonText json;
    json.add("instId", instrument.symbol).add("tdMode", swap() ? "cross" : "cash");
    json.add("side", core::name(order.side)).add("ordType", type_of(order)).add("sz", qty);
    if (order.type == OrderType::Limit) json.add("px", format_price(order.price, instrument));
    if (!swap()) json.add("tgtCcy", "base_ccy");  // else a market buy is counted in quote
    if (order.reduce_only) json.add_raw("reduceOnly", "true");
    if (stop) {
        // A stop loss: one that the market has passed already is refused, where a plain trigger
        // would wait for the market to come back.
        json.add("slTriggerPx", format_price(order.stop, instrument))
            .add("slTriggerPxType", "last");
        json.add("slOrdPx", "-1").add("algoClOrdId", client_id);  // at the market
        return sign(json.post("/api/v5/trade/order-algo"), now);
    }
    json.add("clOrdId", client_id);
    return sign(json.post("/api/v5/trade/order"), now);
}

core::Result<JsonText> Codec::json_of(const PlacedOrder& order,
                                      const Instrument& instrument) const {
    NJ_TRY(check_kind(instrument));
    NJ_TRY(check_name("symbol", instrument.symbol));
    NJ_TRY(check_name("client id", order.client_id));
    JsonText json;
    json.add("instId", instrument.symbol).add("clOrdId", order.client_id);
    return json;
}

Request Codec::amend(const PlacedOrder& order, const core::AmendRequest& wanted,
                     const Instrument& instrument, Time now) {
    NJ_TRY(check_amend(order, wanted, abilities()));
    NJ_TRY(json, json_of(order, instrument));
    NJ_TRY(qty, venue_qty(wanted.qty, instrument));
    json.add("newSz", qty).add("newPx", format_price(wanted.price, instrument));
    return sign(json.post("/api/v5/trade/amend-order"), now);
}

Request Codec::cancel(const PlacedOrder& order, const Instrument& instrument, Time now) {
    NJ_TRY(json, json_of(order, instrument));
    if (!order.stop) return sign(json.post("/api/v5/trade/cancel-order"), now);
    JsonText stop;
    stop.add("instId", instrument.symbol).add("algoClOrdId", order.client_id);
    auto request = stop.post("/api/v5/trade/cancel-algos");
    request.body = '[' + request.body + ']';
    return sign(std::move(request), now);
}

Request Codec::dead_man(core::Duration after, const Instrument*, Time now) {
    NJ_TRY(seconds, dead_man_seconds(after, abilities()));
    JsonText json;
    json.add("timeOut", std::to_string(seconds));
    return sign(json.post("/api/v5/trade/cancel-all-after"), now);
}

/// Swaps are asked for by their family, "BTC-USDT".
Request Codec::fee_question(const Question& question) const {
    NJ_TRY(need_one(question));
    std::string_view symbol = question.instrument->symbol;
    Form form;
    form.add("instType", okx::word(market_));
    if (!swap()) return form.add("instId", symbol).get("/api/v5/account/trade-fee");
    constexpr std::string_view suffix = "-SWAP";
    if (symbol.ends_with(suffix)) symbol.remove_suffix(suffix.size());
    return form.add("instFamily", symbol).get("/api/v5/account/trade-fee");
}

Request Codec::unsigned_question(const Question& question) const {
    Form form;
    if (question.kind != Kind::Order) form.add("instType", okx::word(market_));
    if (question.instrument != nullptr) {
        NJ_TRY(check_kind(*question.instrument));
        NJ_TRY(check_name("symbol", question.instrument->symbol));
        form.add("instId", question.instrument->symbol);
    }
    switch (question.kind) {
        case Kind::Order: {
            NJ_TRY(need_one(question));
            // The cursor is the number of the order that a stop has become.
            const auto number = question.stop ? question.cursor : question.venue_id;
            const auto id = number.empty() ? question.client_id : number;
            NJ_TRY(check_name("order id", id));
            if (question.stop && number.empty())
                return Form{}.add("algoClOrdId", id).get("/api/v5/trade/order-algo");
            return form.add(number.empty() ? "clOrdId" : "ordId", id).get("/api/v5/trade/order");
        }
        case Kind::OpenOrders:
            if (question.cursor.starts_with(among_stops))
                return form.add("ordType", "conditional,oco")
                    .add("limit", page)
                    .add_if("after", question.cursor.substr(among_stops.size()))
                    .get("/api/v5/trade/orders-algo-pending");
            return form.add("limit", page)
                .add_if("after", question.cursor)
                .get("/api/v5/trade/orders-pending");
        case Kind::Fills:
            return form.add("begin", ms_of(question.since))
                .add("end", ms_of(question.until))
                .add("limit", page)
                .add_if("after", question.cursor)
                .get("/api/v5/trade/fills-history");
        case Kind::Balances: return Form{}.get("/api/v5/account/balance");
        case Kind::Positions:
            if (swap()) return form.get("/api/v5/account/positions");
            break;
        case Kind::Funding:
            if (!swap()) break;
            return form.add("type", funding_bill)
                .add("begin", ms_of(question.since))
                .add("end", ms_of(question.until))
                .add("limit", page)
                .add_if("after", question.cursor)
                .get("/api/v5/account/bills");
        case Kind::Fees: return fee_question(question);
        case Kind::ServerTime: return Form{}.get("/api/v5/public/time");
        case Kind::KeyRights: return Form{}.get("/api/v5/account/config");
        case Kind::MarginTiers: break;  // said to everybody
    }
    return fail(Errc::Unsupported, "spot has no positions and no funding");
}

Request Codec::ask(const Question& question, Time now) {
    NJ_TRY(request, unsigned_question(question));
    if (question.kind == Kind::ServerTime) return marked(std::move(request));
    return sign(std::move(request), now);
}

/// An order's own code stands in the list; that of the whole says only that some were refused.
Verdict Codec::judge(std::optional<OrderAction> action, element root) const {
    Verdict verdict;
    object item;
    if (root.get(item) != simdjson::SUCCESS) return verdict;
    verdict.code = text_or_empty(item, "code");
    verdict.words = text_or_empty(item, "msg");
    verdict.good = verdict.code == "0";
    object first;
    if (!action || item["data"].at(0).get(first) != simdjson::SUCCESS) {
        if (action && verdict.good) verdict = {};  // it tells of no order: not known
        return verdict;
    }
    if (const auto code = text_or_empty(first, "sCode"); !code.empty()) {
        verdict.code = code;
        verdict.words = text_or_empty(first, "sMsg");
        verdict.good = code == "0";
    }
    verdict.venue_id = text_or_empty(first, "ordId");
    const bool named = !verdict.venue_id.empty() || !text_or_empty(first, "algoId").empty();
    if (verdict.good && action != OrderAction::DeadMan && !named) verdict = {};
    return verdict;
}

/// Below 0 is what is charged. Swaps that are settled in USDT have fields of their own.
Status read_fees(const object& item, bool swap, AccountEvents& to) {
    const bool usdt = swap && filled(item, "makerU");
    FeesSaid fees;
    NJ_TRY(maker, read_amount(item, usdt ? "makerU" : "maker"));
    NJ_TRY(taker, read_amount(item, usdt ? "takerU" : "taker"));
    fees.maker = negative(maker);
    fees.taker = negative(taker);
    to.emplace_back(fees);
    return {};
}

/// "read_only,withdraw,trade".
Status read_rights(const object& item, AccountEvents& to) {
    KeySaid key;
    NJ_TRY(rights, read_text(item, "perm"));
    key.trade = rights.contains("trade");
    key.withdraw = rights.contains("withdraw");
    if (has(item, "ip")) key.any_address = text_or_empty(item, "ip").empty();
    to.emplace_back(key);
    return {};
}

Status Codec::read_item(const Question& question, const object& item, AccountEvents& to) const {
    switch (question.kind) {
        case Kind::Order: {
            NJ_TRY(read_order(item, to));
            // Under whatever name the service has placed it, it is what was asked for.
            if (question.stop) std::get<OrderSaid>(to.back()).client_id = question.client_id;
            return {};
        }
        case Kind::OpenOrders: return read_order(item, to);
        case Kind::Fills: return read_fill(item, to);
        case Kind::Balances: return read_account(item, to);
        case Kind::Positions: return read_position(item, to);
        case Kind::Funding: return read_bill(item, to);
        case Kind::Fees: return read_fees(item, swap(), to);
        case Kind::KeyRights: return read_rights(item, to);
        case Kind::MarginTiers:
        case Kind::ServerTime: break;
    }
    NJ_TRY(at, read_time(item, "ts"));
    to.emplace_back(TimeSaid{at});
    return {};
}

Status read_stops(const Question& question, const array& items, AccountEvents& to,
                  std::string& next) {
    std::string_view last;
    for (const auto entry : items) {
        NJ_TRY(item, as_object("data", entry));
        NJ_TRY(became, read_stop(item, to));
        if (question.kind == Kind::Order) next = became;
        last = text_or_empty(item, "algoId");
    }
    if (question.kind == Kind::OpenOrders && items.size() >= static_cast<std::size_t>(page))
        next = std::string{among_stops} + std::string{last};
    return {};
}

Status Codec::read(const Question& question, element root, AccountEvents& to, std::string& next) {
    NJ_TRY(whole, as_object("reply", root));
    NJ_TRY(items, read_array(whole, "data"));
    if (stops_are_asked(question)) return read_stops(question, items, to, next);
    const bool of_orders = question.kind == Kind::OpenOrders;
    const bool paged = of_orders || question.kind == Kind::Fills || question.kind == Kind::Funding;
    const auto* id = of_orders ? "ordId" : "billId";
    for (const auto entry : items) {
        NJ_TRY(item, as_object("data", entry));
        NJ_TRY(read_item(question, item, to));
        if (paged) next = text_or_empty(item, id);  // newest first: older ones come after it
    }
    if (items.size() < static_cast<std::size_t>(page)) next = of_orders ? among_stops : "";
    return {};
}

}  // namespace

std::unique_ptr<OrderCodec> make_order_codec(Market market, Credentials credentials,
                                             Environment environment) {
    return std::make_unique<Codec>(market, std::move(credentials), environment);
}

}  // namespace nightjar::venue::okx
