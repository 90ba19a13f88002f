#include "venue/kraken/order_codec.hpp"

#include "venue/json_order_codec.hpp"
#include "venue/kraken/account_messages.hpp"
#include "venue/kraken/outcome.hpp"
#include "venue/kraken/sign.hpp"
#include "venue/request_text.hpp"

#include <algorithm>

namespace nightjar::venue::kraken {

namespace {

using core::fail;
using core::Instrument;
using core::OrderType;
using core::Status;
using core::Time;
using core::TimeInForce;
using net::WebRequest;
using Request = core::Result<WebRequest>;
using Kind = Question::Kind;

constexpr OrderAbilities abilities_of_spot{
    .amend = OrderAbilities::Amend::PriceAndQty,
    .cancel_all = OrderAbilities::CancelAll::Everything,
    .dead_man = OrderAbilities::DeadMan::Timer,
    .dead_man_min = core::seconds(1),
    .dead_man_max = core::hours(24),
    .stop_market = true,
    .fill_or_kill = true,
    .orders_counted_apart = true,
};
constexpr std::string_view closed = "closed";  // the question goes on among those that are done
constexpr std::int64_t second = 1'000'000'000;

class Codec final : public JsonOrderCodec {
public:
    Codec(Signer signer, Nonces& nonces, std::span<const std::string> symbols)
        : signer_{std::move(signer)}, nonces_{&nonces}, names_{symbols} {}

    [[nodiscard]] const OrderAbilities& abilities() const override { return abilities_of_spot; }
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

private:
    [[nodiscard]] WebRequest post(std::string_view name, const Form& form, Time now) {
        WebRequest request{.method = "POST",
                           .target = "/0/private/" + std::string{name},
                           .headers = {},
                           .body = form.text()};
        signer_.sign(request, nonces_->next(now));
        return request;
    }
    [[nodiscard]] Request one_order(const Question& question, Time now);
    [[nodiscard]] Request fills(const Question& question, Time now);

    [[nodiscard]] Verdict judge(std::optional<OrderAction> action, element root) const override;
    [[nodiscard]] Outcome outcome_of(const VenueAnswer& answer) const override {
        return kraken::outcome_of(answer);
    }
    [[nodiscard]] core::OrderReason reason_of(std::string_view code,
                                              std::string_view words) const override {
        return find_reason(reason_words(), code, words);
    }
    [[nodiscard]] bool says_absent(std::string_view code) const override {
        return code == "EOrder:Unknown order" || code == "EOrder:Invalid order";
    }
    Status read(const Question& question, element root, AccountEvents& to,
                std::string& next) override;
    Status read_orders(const Question& question, const object& result, AccountEvents& to,
                       std::string& next) const;
    Status read_fills(const Question& question, const object& result, AccountEvents& to,
                      std::string& next) const;
    Status read_fees(const object& result, AccountEvents& to) const;

    Signer signer_;
    Nonces* nonces_;
    PairNames names_;
};

Status check_kind(const Instrument& instrument) {
    if (instrument.kind == core::InstrumentKind::Spot) return {};
    return not_traded(instrument);
}

Request Codec::place(const core::OrderRequest& order, const Instrument& instrument,
                     std::string_view client_id, Time now) {
    NJ_TRY(check_kind(instrument));
    NJ_TRY(check_order(order, instrument, client_id, abilities()));
    NJ_TRY(qty, venue_qty(order.qty, instrument));
    Form form;
    form.add("pair", rest_pair(instrument.symbol)).add("type", core::name(order.side));
    if (order.type == OrderType::Market)
        form.add("ordertype", "market");
    else if (order.type == OrderType::StopMarket)
        form.add("ordertype", "stop-loss").add("price", format_price(order.stop, instrument));
    else
        form.add("ordertype", "limit").add("price", format_price(order.price, instrument));
    form.add("volume", qty);
    if (order.type == OrderType::Limit && order.tif != TimeInForce::Gtc)
        form.add("timeinforce", tif_word(order.tif));
    if (order.post_only) form.add("oflags", "post");
    form.add("cl_ord_id", client_id);
    return post("AddOrder", form, now);
}

Request Codec::amend(const PlacedOrder& order, const core::AmendRequest& wanted,
                     const Instrument& instrument, Time now) {
    NJ_TRY(check_kind(instrument));
    NJ_TRY(check_amend(order, wanted, abilities()));
    NJ_TRY(check_name("client id", order.client_id));
    NJ_TRY(qty, venue_qty(wanted.qty, instrument));
    Form form;
    form.add("cl_ord_id", order.client_id).add("order_qty", qty);
    form.add("limit_price", format_price(wanted.price, instrument));
    if (order.post_only) form.add("post_only", "true");
    return post("AmendOrder", form, now);
}

Request Codec::cancel(const PlacedOrder& order, const Instrument&, Time now) {
    NJ_TRY(check_name("client id", order.client_id));
    return post("CancelOrder", Form{}.add("cl_ord_id", order.client_id), now);
}

Request Codec::cancel_all(const Instrument* instrument, Time now) {
    NJ_TRY(check_cancel_all(instrument, abilities()));
    return post("CancelAll", {}, now);
}

Request Codec::dead_man(core::Duration after, const Instrument*, Time now) {
    NJ_TRY(seconds, dead_man_seconds(after, abilities()));
    return post("CancelAllOrdersAfter", Form{}.add("timeout", seconds), now);
}

Request Codec::one_order(const Question& question, Time now) {
    if (!question.venue_id.empty()) {
        NJ_TRY(check_name("order id", question.venue_id));
        return post("QueryOrders", Form{}.add("txid", question.venue_id), now);
    }
    NJ_TRY(check_name("client id", question.client_id));
    const auto* path = question.cursor == closed ? "ClosedOrders" : "OpenOrders";
    return post(path, Form{}.add("cl_ord_id", question.client_id), now);
}

/// In whole seconds, of which the first is left out by the venue. Unlike that of the venue's own
/// pages, each part of an order that took several others is told alone, as on the stream.
Request Codec::fills(const Question& question, Time now) {
    Form form;
    form.add("start", std::max<std::int64_t>(question.since.ns / second - 1, 0));
    form.add("end", question.until.ns / second + 1).add("consolidate_taker", "false");
    if (!question.cursor.empty()) {
        NJ_TRY(offset, to_count("cursor", question.cursor));
        form.add("ofs", std::to_string(offset));
    }
    return post("TradesHistory", form, now);
}

Request Codec::ask(const Question& question, Time now) {
    if (question.instrument != nullptr) {
        NJ_TRY(check_kind(*question.instrument));
        NJ_TRY(check_name("symbol", question.instrument->symbol));
    }
    switch (question.kind) {
        case Kind::Order: return one_order(question, now);
        case Kind::OpenOrders: return post("OpenOrders", {}, now);
        case Kind::Fills: return fills(question, now);
        case Kind::Balances: return post("BalanceEx", {}, now);
        case Kind::Fees: {
            NJ_TRY(need_one(question));
            return post("TradeVolume", Form{}.add("pair", rest_pair(question.instrument->symbol)),
                        now);
        }
        case Kind::ServerTime: return Form{}.get("/0/public/Time");
        case Kind::KeyRights: return post("GetApiKeyInfo", {}, now);
        case Kind::Positions:
        case Kind::MarginTiers:
        case Kind::Funding: break;
    }
    return fail(Errc::Unsupported, "spot has no positions and no funding");
}

/// The first error; what begins with W is a warning, and the request was executed.
Verdict Codec::judge(std::optional<OrderAction> action, element root) const {
    Verdict verdict;
    object item;
    array errors;
    if (root.get(item) != simdjson::SUCCESS ||
        item.at_key("error").get(errors) != simdjson::SUCCESS)
        return verdict;
    for (const auto entry : errors) {
        std::string_view text;
        if (entry.get(text) != simdjson::SUCCESS || text.starts_with('W')) continue;
        verdict.code = text;
        verdict.words = text;
        return verdict;
    }
    object result;
    verdict.good = item.at_key("result").get(result) == simdjson::SUCCESS;
    if (!verdict.good) return verdict;
    if (std::string_view id; result["txid"].at(0).get(id) == simdjson::SUCCESS)
        verdict.venue_id = id;
    if (action == OrderAction::Place) verdict.good = !verdict.venue_id.empty();
    if (action == OrderAction::Amend) verdict.good = filled(result, "amend_id");
    // Nothing was cancelled, and nobody said why.
    if (action == OrderAction::Cancel)
        verdict.good = text_or_empty(result, "count") != "0" || has(result, "pending");
    return verdict;
}

/// What was asked for of one instrument is picked out here: the venue gives those of all.
bool is_wanted(const Question& question, std::string_view symbol) {
    return question.instrument == nullptr || question.instrument->symbol == symbol;
}

Status Codec::read_orders(const Question& question, const object& result, AccountEvents& to,
                          std::string& next) const {
    auto orders = result;  // of QueryOrders; the others have them one level deeper
    for (const std::string_view field : {"open", "closed"})
        if (has(result, field)) {
            NJ_TRY(found, read_object(result, field));
            orders = found;
        }
    for (const auto [id, entry] : orders) {
        NJ_TRY(item, as_object(id, entry));
        NJ_TRY(read_order(id, item, names_, to));
        const auto& order = std::get<OrderSaid>(to.back());
        const bool ours = question.kind != Kind::Order || !question.venue_id.empty() ||
                          order.client_id == question.client_id;
        if (!ours || !is_wanted(question, order.symbol)) to.pop_back();
    }
    const bool by_client = question.kind == Kind::Order && question.venue_id.empty();
    if (by_client && to.empty() && question.cursor != closed) next = closed;
    return {};
}

Status Codec::read_fills(const Question& question, const object& result, AccountEvents& to,
                         std::string& next) const {
    NJ_TRY(trades, read_object(result, "trades"));
    NJ_TRY(count, read_count(result, "count"));
    std::uint64_t seen = 0;
    if (!question.cursor.empty()) {
        NJ_TRY(offset, to_count("cursor", question.cursor));
        seen = offset;
    }
    for (const auto [id, entry] : trades) {
        NJ_TRY(item, as_object(id, entry));
        NJ_TRY(read_trade(id, item, names_, to));
        if (!is_wanted(question, std::get<FillSaid>(to.back()).symbol)) to.pop_back();
    }
    seen += trades.size();
    if (trades.size() > 0 && seen < count) next = std::to_string(seen);
    return {};
}

/// {"XXBT":{"balance":"1","hold_trade":"0.5"}} of BalanceEx, {"XXBT":"1"} of Balance.
Status read_balances(const object& result, AccountEvents& to) {
    for (const auto [asset, entry] : result) {
        BalanceSaid said;
        said.asset = common_asset(asset);
        if (std::string_view text; entry.get(text) == simdjson::SUCCESS) {
            NJ_TRY(total, to_amount(asset, text));
            said.total = total;
        } else {
            NJ_TRY(item, as_object(asset, entry));
            NJ_TRY(total, read_amount(item, "balance"));
            NJ_TRY(held, read_amount_or_zero(item, "hold_trade"));
            NJ_TRY(free, sum(asset, total, negative(held)));
            said.total = total;
            said.free = free;
        }
        to.emplace_back(said);
    }
    return {};
}

/// In percent.
Result<core::Decimal> read_rate(const object& result, std::string_view field) {
    constexpr core::Decimal percent{1, 2};
    NJ_TRY(rates, read_object(result, field));
    for (const auto [pair, entry] : rates) {
        NJ_TRY(item, as_object(pair, entry));
        NJ_TRY(rate, read_amount(item, "fee"));
        return product("fee", rate, percent);
    }
    return missing(field);
}

Status Codec::read_fees(const object& result, AccountEvents& to) const {
    FeesSaid fees;
    NJ_TRY(taker, read_rate(result, "fees"));
    // Pairs without a fee for makers have one for all.
    NJ_TRY(maker, read_rate(result, has(result, "fees_maker") ? "fees_maker" : "fees"));
    NJ_TRY(rates, read_object(result, "fees"));
    for (const auto [pair, entry] : rates)
        if (entry.is_object()) fees.symbol = names_.symbol(pair);
    fees.maker = maker;
    fees.taker = taker;
    to.emplace_back(fees);
    return {};
}

Status read_rights(const object& result, AccountEvents& to) {
    KeySaid key;
    NJ_TRY(rights, read_array(result, "permissions"));
    const auto may = [&rights](std::string_view wanted) {
        return std::ranges::any_of(rights, [wanted](element item) {
            std::string_view text;
            return item.get(text) == simdjson::SUCCESS && text == wanted;
        });
    };
    key.trade = may("modify-trades");
    key.withdraw = may("withdraw-funds");
    if (array addresses; result.at_key("ip_allowlist").get(addresses) == simdjson::SUCCESS)
        key.any_address = addresses.size() == 0;
    to.emplace_back(key);
    return {};
}

Status Codec::read(const Question& question, element root, AccountEvents& to, std::string& next) {
    NJ_TRY(whole, as_object("reply", root));
    NJ_TRY(result, read_object(whole, "result"));
    switch (question.kind) {
        case Kind::Order:
        case Kind::OpenOrders: return read_orders(question, result, to, next);
        case Kind::Fills: return read_fills(question, result, to, next);
        case Kind::Balances: return read_balances(result, to);
        case Kind::Fees: return read_fees(result, to);
        case Kind::KeyRights: return read_rights(result, to);
        case Kind::ServerTime:
        case Kind::MarginTiers:
        case Kind::Positions:
        case Kind::Funding: break;
    }
    NJ_TRY(text, read_text(result, "unixtime"));
    NJ_TRY(at, to_time_of_seconds("unixtime", text));
    to.emplace_back(TimeSaid{at});
    return {};
}

}  // namespace

core::Result<std::unique_ptr<OrderCodec>> make_order_codec(const Credentials& credentials,
                                                           Nonces& nonces,
                                                           std::span<const std::string> symbols) {
    NJ_TRY(signer, Signer::make(credentials));
    return std::make_unique<Codec>(std::move(signer), nonces, symbols);
}

}  // namespace nightjar::venue::kraken
