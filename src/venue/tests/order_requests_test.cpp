/// Requests that another client made of the same orders and questions. They are not part of the
/// project: where they are missing the test says that it was skipped.

#include "venue/tests/order_testing.hpp"

#include <simdjson.h>

#include <set>

namespace nightjar::venue {
namespace {

using Element = simdjson::dom::element;
using Fields = std::map<std::string, std::string>;
using Kind = Question::Kind;

std::string text(const Element& in, std::string_view key) {
    std::string_view value;
    return in[key].get(value) == simdjson::SUCCESS ? std::string{value} : std::string{};
}

void flatten(const Element& value, const std::string& name, Fields& to) {
    simdjson::dom::object object;
    simdjson::dom::array array;
    std::string_view plain;
    if (value.get(object) == simdjson::SUCCESS) {
        for (const auto& [key, inside] : object)
            flatten(inside, name.empty() ? std::string{key} : name + "." + std::string{key}, to);
    } else if (value.get(array) == simdjson::SUCCESS && name.empty()) {
        for (const auto inside : array) flatten(inside, name, to);  // a batch of one
    } else {
        to[name] = value.get(plain) == simdjson::SUCCESS ? std::string{plain}
                                                         : std::string{simdjson::minify(value)};
    }
}

/// What a request says, in its query or body, whatever its form.
Fields fields_of(const net::WebRequest& request) {
    const auto query = request.target.find('?');
    auto fields =
        query == std::string::npos ? Fields{} : parameters(request.target.substr(query + 1));
    if (request.body.starts_with('{') || request.body.starts_with('[')) {
        simdjson::dom::parser parser;
        const simdjson::padded_string json{request.body};
        flatten(parser.parse(json).value_unsafe(), "", fields);
    } else {
        fields.merge(parameters(request.body));
    }
    return fields;
}

std::string path_of(const net::WebRequest& request) {
    return request.target.substr(0, request.target.find('?'));
}

/// What is not compared: times, windows and signatures; what the other client sends because it is
/// itself (a whole answer to an order, several kinds of fills left out, prices of trades); how many
/// things a page has; and ids, as it cancels by the venue's and we by ours.
/// Kraken's `start`, which it leaves out, is a second earlier of ours.
const std::set<std::string, std::less<>> let_out{"timestamp",
                                                 "recvWindow",
                                                 "signature",
                                                 "nonce",
                                                 "newOrderRespType",
                                                 "acknowledged",
                                                 "limit",
                                                 "endTime",
                                                 "end",
                                                 "start",
                                                 "openOnly",
                                                 "orderFilter",
                                                 "execType",
                                                 "trades",
                                                 "fee-info",
                                                 "consolidate_taker",
                                                 "instType",
                                                 "uly",
                                                 "instFamily",
                                                 "start_sequence_timestamp",
                                                 "end_sequence_timestamp"};
const std::set<std::string, std::less<>> ids{
    "orderId", "origClientOrderId", "orderLinkId", "ordId", "clOrdId", "txid", "cl_ord_id"};

Fields essential(Fields fields, bool creates) {
    std::erase_if(fields, [creates](const auto& field) {
        return let_out.contains(field.first) || (!creates && ids.contains(field.first));
    });
    // Three spellings of the same.
    if (const auto pair = fields.find("pair"); pair != fields.end() && pair->second == "XXBTZUSD")
        pair->second = "XBTUSD";
    if (const auto product = fields.extract("product_ids")) fields["product_id"] = product.mapped();
    // Good till cancelled is what Bybit takes when nothing is said.
    if (const auto tif = fields.find("timeInForce");
        fields.contains("category") && tif != fields.end() && tif->second == "GTC")
        fields.erase(tif);
    return fields;
}

std::optional<Place> place_of(const Element& vector) {
    const auto venue = text(vector, "venue");
    const auto all = text(vector, "variant") + text(vector, "path") + text(vector, "body");
    const bool derivative = all.contains("SWAP") || all.contains("linear") || all.contains("swap");
    if (venue == "binance") return Place::BinanceSpot;
    if (venue == "binanceusdm") return Place::BinanceUsdm;
    if (venue == "okx") return derivative ? Place::OkxSwap : Place::OkxSpot;
    if (venue == "bybit") return derivative ? Place::BybitLinear : Place::BybitSpot;
    if (venue == "kraken") return Place::Kraken;
    if (venue == "coinbase") return Place::Coinbase;
    return std::nullopt;
}

struct Asked {
    OrderCodec& codec;
    core::Instrument instrument;
    std::string_view client_id;
    bool all_positions{};  ///< the other client asks for those of all instruments

    core::Result<net::WebRequest> place(core::Side side, core::OrderType type,
                                        core::TimeInForce tif, bool post_only, std::int64_t price,
                                        std::int64_t qty) const {
        auto order = limit_order();
        order.side = side;
        order.type = type;
        order.tif = tif;
        order.post_only = post_only;
        order.price = {price};
        order.qty = {qty};
        return codec.place(order, instrument, client_id, test_time);
    }
    [[nodiscard]] PlacedOrder placed() const {
        PlacedOrder order;
        order.client_id = client_id;
        order.venue_id = "28";
        order.side = core::Side::Buy;
        order.price = {300'000};
        order.qty = {100};
        return order;
    }
    core::Result<net::WebRequest> ask(Kind kind) const {
        Question question;
        question.kind = kind;
        if (kind != Kind::Positions || !all_positions) question.instrument = &instrument;
        question.client_id = client_id;
        if (kind == Kind::Order) question.venue_id = "28";
        question.since = {1'699'999'000'000'000'000};
        question.until = test_time;
        return codec.ask(question, test_time);
    }
};

/// Ours for the same call; nothing for what we do otherwise, or not at all.
std::optional<core::Result<net::WebRequest>> same_call(const std::string& call, const Asked& ask) {
    using enum core::OrderType;
    using enum core::TimeInForce;
    using core::Side;
    if (call == "createOrder limit buy")
        return ask.place(Side::Buy, Limit, Gtc, false, 300'000, 100);
    if (call == "createOrder limit sell postOnly")
        return ask.place(Side::Sell, Limit, Gtc, true, 301'235, 250);
    if (call == "createOrder limit IOC")
        return ask.place(Side::Buy, Limit, Ioc, false, 300'000, 100);
    if (call == "createOrder market sell") return ask.place(Side::Sell, Market, Gtc, false, 0, 100);
    if (call == "cancelOrder") return ask.codec.cancel(ask.placed(), ask.instrument, test_time);
    if (call == "cancelAllOrders") {
        const bool whole =
            ask.codec.abilities().cancel_all == OrderAbilities::CancelAll::Everything;
        return ask.codec.cancel_all(whole ? nullptr : &ask.instrument, test_time);
    }
    if (call == "editOrder") {
        core::AmendRequest wanted;
        wanted.price = {299'990};
        wanted.qty = {200};
        return ask.codec.amend(ask.placed(), wanted, ask.instrument, test_time);
    }
    if (call == "fetchOrder") return ask.ask(Kind::Order);
    if (call == "fetchOpenOrders") return ask.ask(Kind::OpenOrders);
    if (call == "fetchBalance") return ask.ask(Kind::Balances);
    if (call == "fetchMyTrades") return ask.ask(Kind::Fills);
    if (call == "fetchTradingFee") return ask.ask(Kind::Fees);
    if (call == "fetchPositions") return ask.ask(Kind::Positions);
    return std::nullopt;
}

/// Where the other client asks something else: for what it needs itself; older addresses, or those
/// of other products of the venue; a batch of one order.
bool is_other(const std::string& call, const net::WebRequest& theirs) {
    static const std::set<std::string, std::less<>> paths{
        "/v5/user/query-api",          "/v5/account/info", "/fapi/v1/leverageBracket",
        "/api/v3/order/cancelReplace", "/v2/accounts",     "/sapi/v1/asset/tradeFee"};
    return paths.contains(path_of(theirs)) || call.starts_with("watch");
}

struct OrderRequests : SharedVectors {
    simdjson::dom::parser parser;
};

TEST_F(OrderRequests, SayTheSameAsThoseOfAnotherClient) {
    const auto path = folder() / "ccxt_probe/ccxt_signed_requests.json";
    std::map<std::string, int> equal;
    const auto vectors = parser.load(path.string()).get_array().value();
    for (const auto vector : vectors) {
        const auto place = place_of(vector);
        const auto call = text(vector, "call");
        const net::WebRequest theirs{.method = text(vector, "method"),
                                     .target = text(vector, "path"),
                                     .headers = {},
                                     .body = text(vector, "body")};
        if (!place || theirs.method.empty() || is_other(call, theirs)) continue;
        const auto client_id = theirs.target.starts_with("/api/v5") ? "cid0001" : "cid-0001";
        auto codec = codec_of(*place);
        auto instrument = instrument_of(*place);
        instrument.contract = core::whole(1);  // the other client counts in contracts itself
        const auto ours =
            same_call(call, {*codec, instrument, client_id, *place == Place::BinanceUsdm});
        if (!ours) continue;
        const auto where = std::string{place_name(*place)} + " " + call;
        ASSERT_TRUE(*ours) << where << ": " << ours->error().text();
        EXPECT_EQ((*ours)->method, theirs.method) << where;
        const bool creates = call.starts_with("createOrder");
        const bool batch = theirs.target.ends_with("batch-orders");
        EXPECT_EQ(path_of(**ours), batch ? "/api/v5/trade/order" : path_of(theirs)) << where;
        EXPECT_EQ(essential(fields_of(**ours), creates), essential(fields_of(theirs), creates))
            << where << '\n'
            << (*ours)->target << '\n'
            << (*ours)->body;
        ++equal[std::string{place_name(*place)}];
    }
    const std::map<std::string, int> expected{
        {"binance", 20},  {"binanceusdm", 13}, {"bybit linear", 13}, {"bybit spot", 12},
        {"coinbase", 18}, {"kraken", 12},      {"okx spot", 11},     {"okx swap", 12}};
    EXPECT_EQ(equal, expected);
}

}  // namespace
}  // namespace nightjar::venue
