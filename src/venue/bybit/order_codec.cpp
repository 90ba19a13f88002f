#include "venue/bybit/order_codec.hpp"

#include "venue/bybit/account_messages.hpp"
#include "venue/bybit/outcome.hpp"
#include "venue/bybit/sign.hpp"
#include "venue/json_order_codec.hpp"
#include "venue/reply_headers.hpp"
#include "venue/request_text.hpp"

#include <algorithm>
#include <limits>

namespace nightjar::venue::bybit {

namespace {

using core::fail;
using core::Instrument;
using core::OrderType;
using core::Status;
using core::Time;
using net::WebRequest;
using Request = core::Result<WebRequest>;
using Kind = Question::Kind;

constexpr OrderAbilities abilities_of(Category category) {
    const bool linear = category == Category::Linear;
    return {
        .amend = OrderAbilities::Amend::PriceAndQty,
        .cancel_all = OrderAbilities::CancelAll::Either,
        .dead_man = OrderAbilities::DeadMan::OnDisconnect,
        .dead_man_min = core::seconds(10),
        .dead_man_max = core::seconds(300),
        .stop_market = linear,
        .fill_or_kill = true,
        .reduce_only = linear,
        .positions = linear,
    };
}
constexpr auto spot_abilities = abilities_of(Category::Spot);
constexpr auto linear_abilities = abilities_of(Category::Linear);

constexpr auto longest = core::days(7);        // of fills
constexpr std::string_view closed = "closed";  // the question goes on among those that are done

std::string_view word(core::Side side) { return side == core::Side::Buy ? "Buy" : "Sell"; }

/// A cursor of the venue comes percent-encoded, and goes back as it came.
WebRequest with_cursor(WebRequest request, std::string_view cursor) {
    if (!cursor.empty()) request.target += fmt::format("&cursor={}", cursor);
    return request;
}

Status check_cursor(std::string_view cursor) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"%_.-~"}.contains(c);
    };
    if (std::ranges::all_of(cursor, plain)) return {};
    return fail(Errc::BadField, "cursor: {:.40}: not one of this venue", cursor);
}

class Codec final : public JsonOrderCodec {
public:
    Codec(Category category, Signer signer) : category_{category}, signer_{std::move(signer)} {}

    [[nodiscard]] const OrderAbilities& abilities() const override {
        return linear() ? linear_abilities : spot_abilities;
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
    [[nodiscard]] RateSaid rate_of(const net::WebReply& reply) const override;

private:
    [[nodiscard]] bool linear() const { return category_ == Category::Linear; }
    [[nodiscard]] WebRequest sign(WebRequest request, Time now) const {
        signer_.sign(request, now);
        return request;
    }
    [[nodiscard]] Status check_kind(const Instrument& instrument) const;
    [[nodiscard]] core::Result<JsonText> json_of(const PlacedOrder& order,
                                                 const Instrument& instrument) const;
    [[nodiscard]] Request unsigned_question(const Question& question) const;
    [[nodiscard]] Request one_order(const Question& question) const;
    [[nodiscard]] core::Result<Form> scope(const Question& question, bool settle) const;

    [[nodiscard]] Verdict judge(std::optional<OrderAction> action, element root) const override;
    [[nodiscard]] Outcome outcome_of(const VenueAnswer& answer) const override {
        return bybit::outcome_of(answer);
    }
    [[nodiscard]] core::OrderReason reason_of(std::string_view code,
                                              std::string_view words) const override {
        return find_reason(reason_words(), code, words);
    }
    [[nodiscard]] bool says_absent(std::string_view code) const override {
        return code == "110001" || code == "170213";
    }
    [[nodiscard]] std::string_view next_place(const Question& question) const override {
        return question.cursor == closed ? std::string_view{} : closed;
    }
    Status read(const Question& question, element root, AccountEvents& to,
                std::string& next) override;

    Category category_;
    Signer signer_;
};

Status Codec::check_kind(const Instrument& instrument) const {
    const auto wanted =
        linear() ? core::InstrumentKind::LinearPerpetual : core::InstrumentKind::Spot;
    if (instrument.kind == wanted) return {};
    return not_traded(instrument);
}

Request Codec::place(const core::OrderRequest& order, const Instrument& instrument,
                     std::string_view client_id, Time now) {
    NJ_TRY(check_kind(instrument));
    NJ_TRY(check_order(order, instrument, client_id, abilities()));
    NJ_TRY(qty, venue_qty(order.qty, instrument));
    JsonText json;
    json.add("category", bybit::word(category_)).add("symbol", instrument.symbol);
    json.add("side", word(order.side));
    const bool limit = order.type == OrderType::Limit;
    json.add("orderType", limit ? "Limit" : "Market").add("qty", qty);
    if (limit) {
        json.add("price", format_price(order.price, instrument));
        json.add("timeInForce", order.post_only ? "PostOnly" : tif_word(order.tif));
    } else if (!linear()) {
        json.add("marketUnit", "baseCoin");  // else a buy is counted in quote
    }
    if (order.type == OrderType::StopMarket) {
        // 1: when the price rises to it, 2: when it falls to it.
        json.add("triggerPrice", format_price(order.stop, instrument));
        json.add_raw("triggerDirection", order.side == core::Side::Buy ? "1" : "2");
    }
    if (order.reduce_only) json.add_raw("reduceOnly", "true");
    json.add("orderLinkId", client_id);
    return sign(json.post("/v5/order/create"), now);
}

core::Result<JsonText> Codec::json_of(const PlacedOrder& order,
                                      const Instrument& instrument) const {
    NJ_TRY(check_kind(instrument));
    NJ_TRY(check_name("symbol", instrument.symbol));
    NJ_TRY(check_name("client id", order.client_id));
    JsonText json;
    json.add("category", bybit::word(category_)).add("symbol", instrument.symbol);
    json.add("orderLinkId", order.client_id);
    return json;
}

Request Codec::amend(const PlacedOrder& order, const core::AmendRequest& wanted,
                     const Instrument& instrument, Time now) {
    NJ_TRY(check_amend(order, wanted, abilities()));
    NJ_TRY(json, json_of(order, instrument));
    NJ_TRY(qty, venue_qty(wanted.qty, instrument));
    json.add("qty", qty).add("price", format_price(wanted.price, instrument));
    return sign(json.post("/v5/order/amend"), now);
}

Request Codec::cancel(const PlacedOrder& order, const Instrument& instrument, Time now) {
    NJ_TRY(json, json_of(order, instrument));
    return sign(json.post("/v5/order/cancel"), now);
}

Request Codec::cancel_all(const Instrument* instrument, Time now) {
    NJ_TRY(check_cancel_all(instrument, abilities()));
    JsonText json;
    json.add("category", bybit::word(category_));
    if (instrument != nullptr)
        json.add("symbol", instrument->symbol);
    else if (linear())
        json.add("settleCoin", "USDT");
    return sign(json.post("/v5/order/cancel-all"), now);
}

Request Codec::dead_man(core::Duration after, const Instrument*, Time now) {
    NJ_TRY(seconds, dead_man_seconds(after, abilities()));
    JsonText json;
    json.add("product", linear() ? "DERIVATIVES" : "SPOT")
        .add_raw("timeWindow", std::to_string(seconds));
    return sign(json.post("/v5/order/disconnected-cancel-all"), now);
}

core::Result<Form> Codec::scope(const Question& question, bool settle) const {
    Form form;
    form.add("category", bybit::word(category_));
    if (question.instrument != nullptr) {
        NJ_TRY(check_kind(*question.instrument));
        NJ_TRY(check_name("symbol", question.instrument->symbol));
        form.add("symbol", question.instrument->symbol);
    } else if (settle && linear()) {
        form.add("settleCoin", "USDT");
    }
    return form;
}

/// Those of today first, among which the last 500 that are done; then the history.
Request Codec::one_order(const Question& question) const {
    NJ_TRY(form, scope(question, true));
    const bool ours = question.venue_id.empty();
    const auto id = ours ? question.client_id : question.venue_id;
    NJ_TRY(check_name("order id", id));
    form.add(ours ? "orderLinkId" : "orderId", id);
    return form.get(question.cursor == closed ? "/v5/order/history" : "/v5/order/realtime");
}

Request Codec::unsigned_question(const Question& question) const {
    constexpr std::int64_t few = 50;
    constexpr std::int64_t many = 100;
    constexpr std::int64_t most = 200;
    if (question.kind == Kind::Order) return one_order(question);
    if (question.kind != Kind::Fills) NJ_TRY(check_cursor(question.cursor));
    NJ_TRY(form, scope(question, question.kind != Kind::Fills));
    switch (question.kind) {
        case Kind::OpenOrders:
            return with_cursor(form.add("openOnly", 0).add("limit", few).get("/v5/order/realtime"),
                               question.cursor);
        case Kind::Fills: {
            // Without a kind: auto-deleveraging and liquidations are fills too.
            NJ_TRY(window, window_of(question, longest));
            NJ_TRY(check_cursor(window.rest));
            form.add("startTime", ms_of(window.from)).add("endTime", ms_of(window.until));
            return with_cursor(form.add("limit", many).get("/v5/execution/list"), window.rest);
        }
        case Kind::Balances:
            return Form{}.add("accountType", "UNIFIED").get("/v5/account/wallet-balance");
        case Kind::Positions:
            if (!linear()) break;
            return with_cursor(form.add("limit", most).get("/v5/position/list"), question.cursor);
        case Kind::Fees: {
            NJ_TRY(need_one(question));
            return form.get("/v5/account/fee-rate");
        }
        case Kind::ServerTime: return Form{}.get("/v5/market/time");
        case Kind::KeyRights: return Form{}.get("/v5/user/query-api");
        case Kind::Order:
        case Kind::MarginTiers:
        case Kind::Funding: break;  // among the fills
    }
    return fail(Errc::Unsupported, "{}",
                linear() ? "funding is among the fills" : "spot has no positions and no funding");
}

Request Codec::ask(const Question& question, Time now) {
    NJ_TRY(request, unsigned_question(question));
    if (question.kind == Kind::ServerTime) return request;
    return sign(std::move(request), now);
}

RateSaid Codec::rate_of(const net::WebReply& reply) const {
    auto rate = JsonOrderCodec::rate_of(reply);
    rate.left = header_count(reply, "X-Bapi-Limit-Status");
    constexpr std::int64_t last_ms = 9'223'372'036'854;  // no count of ns goes further
    if (const auto ms = header_count(reply, "X-Bapi-Limit-Reset-Timestamp"); ms && *ms <= last_ms)
        rate.reset = Time{} + core::milliseconds(*ms);
    return rate;
}

Verdict Codec::judge(std::optional<OrderAction> action, element root) const {
    Verdict verdict;
    object item;
    if (root.get(item) != simdjson::SUCCESS) return verdict;
    verdict.code = text_or_empty(item, "retCode");
    verdict.words = text_or_empty(item, "retMsg");
    verdict.good = verdict.code == "0";
    object result;
    if (item.at_key("result").get(result) == simdjson::SUCCESS)
        verdict.venue_id = text_or_empty(result, "orderId");
    const bool of_one = action == OrderAction::Place || action == OrderAction::Amend ||
                        action == OrderAction::Cancel;
    if (verdict.good && of_one && verdict.venue_id.empty()) {
        verdict.good = false;
        verdict.code = {};
    }
    return verdict;
}

bool lists(const object& permissions, std::string_view name, std::string_view wanted) {
    array items;
    if (permissions.at_key(name).get(items) != simdjson::SUCCESS) return false;
    return std::ranges::any_of(items, [wanted](element item) {
        std::string_view text;
        return item.get(text) == simdjson::SUCCESS && text == wanted;
    });
}

Status read_rights(const object& result, bool linear, AccountEvents& to) {
    constexpr std::string_view read_and_write = "0";
    KeySaid key;
    NJ_TRY(read_only, read_text(result, "readOnly"));
    NJ_TRY(permissions, read_object(result, "permissions"));
    const bool may = linear ? lists(permissions, "ContractTrade", "Order")
                            : lists(permissions, "Spot", "SpotTrade");
    key.trade = read_only == read_and_write && may;
    key.withdraw = read_only == read_and_write && lists(permissions, "Wallet", "Withdraw");
    if (has(result, "ips")) key.any_address = lists(result, "ips", "*");
    to.emplace_back(key);
    return {};
}

Status read_fee(const object& item, AccountEvents& to) {
    FeesSaid fees;
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(maker, read_amount(item, "makerFeeRate"));
    NJ_TRY(taker, read_amount(item, "takerFeeRate"));
    fees.symbol = symbol;
    fees.maker = maker;
    fees.taker = taker;
    to.emplace_back(fees);
    return {};
}

Status Codec::read(const Question& question, element root, AccountEvents& to, std::string& next) {
    NJ_TRY(whole, as_object("reply", root));
    NJ_TRY(result, read_object(whole, "result"));
    if (question.kind == Kind::KeyRights) return read_rights(result, linear(), to);
    if (question.kind == Kind::ServerTime) {
        NJ_TRY(ns, read_count(result, "timeNano"));
        if (ns > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return bad("timeNano", "?", "no time");
        to.emplace_back(TimeSaid{Time{static_cast<std::int64_t>(ns)}});
        return {};
    }
    NJ_TRY(items, read_array(result, "list"));
    for (const auto entry : items) {
        NJ_TRY(item, as_object("list", entry));
        switch (question.kind) {
            case Kind::Order:
            case Kind::OpenOrders: NJ_TRY(read_order(item, to)); break;
            case Kind::Fills: NJ_TRY(read_fill(item, category_, to)); break;
            case Kind::Balances: NJ_TRY(read_wallet(item, to)); break;
            case Kind::Positions: NJ_TRY(read_position(item, to)); break;
            case Kind::Fees: NJ_TRY(read_fee(item, to)); break;
            case Kind::Funding:
            case Kind::ServerTime:
            case Kind::MarginTiers:
            case Kind::KeyRights: break;
        }
    }
    if (question.kind == Kind::Order) {
        if (to.empty()) next = next_place(question);
        return {};
    }
    const auto rest =
        items.size() > 0 ? text_or_empty(result, "nextPageCursor") : std::string_view{};
    next = rest;
    if (question.kind == Kind::Fills) {
        NJ_TRY(window, window_of(question, longest));
        next = next_cursor(question, window, rest);
    }
    return {};
}

}  // namespace

core::Result<std::unique_ptr<OrderCodec>> make_order_codec(Category category,
                                                           const Credentials& credentials) {
    NJ_TRY(signer, Signer::make(credentials));
    return std::make_unique<Codec>(category, std::move(signer));
}

}  // namespace nightjar::venue::bybit
