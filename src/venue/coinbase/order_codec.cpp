#include "venue/coinbase/order_codec.hpp"

#include "venue/coinbase/account_messages.hpp"
#include "venue/coinbase/outcome.hpp"
#include "venue/coinbase/sign.hpp"
#include "venue/coinbase/token_nonce.hpp"
#include "venue/json_order_codec.hpp"
#include "venue/request_text.hpp"

#include <algorithm>
#include <array>

namespace nightjar::venue::coinbase {

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
    .fill_or_kill = true,
    .cancel_by_client_id = false,
    .place_is_idempotent = true,
};
constexpr std::int64_t page = 100;
constexpr std::string_view root_path = "/api/v3/brokerage/";

/// The venue lists those that rest apart from all others. A cursor is "STATUS/cursor".
constexpr std::array<std::string_view, 3> open_rounds{"OPEN", "PENDING", "QUEUED"};

std::string path(std::string_view name) { return std::string{root_path} + std::string{name}; }

struct Round {
    std::size_t index{};
    std::string_view rest;
};

core::Result<Round> round_of(std::string_view cursor) {
    if (cursor.empty()) return Round{};
    const auto slash = cursor.find('/');
    const auto* found = std::ranges::find(open_rounds, cursor.substr(0, slash));
    if (slash == std::string_view::npos || found == open_rounds.end())
        return fail(Errc::BadField, "cursor: {:.40}: not one of this venue", cursor);
    return Round{.index = static_cast<std::size_t>(found - open_rounds.begin()),
                 .rest = cursor.substr(slash + 1)};
}

class Codec final : public JsonOrderCodec {
public:
    Codec(Signer signer, std::string_view key, std::string host)
        : signer_{std::move(signer)}, nonce_{key}, host_{std::move(host)} {}

    [[nodiscard]] const OrderAbilities& abilities() const override { return abilities_of_spot; }
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
    [[nodiscard]] Request dead_man(core::Duration after, const Instrument*, Time) override {
        NJ_TRY(seconds, dead_man_seconds(after, abilities()));
        return fail(Errc::Unsupported, "{} s: the venue has no dead-man timer", seconds);
    }
    [[nodiscard]] Request ask(const Question& question, Time now) override;

private:
    [[nodiscard]] WebRequest sign(WebRequest request, Time now) {
        signer_.sign(request, host_, now, nonce_.next(now));
        return request;
    }
    [[nodiscard]] Request unsigned_question(const Question& question) const;

    [[nodiscard]] Verdict judge(std::optional<OrderAction> action, element root) const override;
    [[nodiscard]] Outcome outcome_of(const VenueAnswer& answer) const override {
        return coinbase::outcome_of(answer);
    }
    [[nodiscard]] core::OrderReason reason_of(std::string_view code,
                                              std::string_view words) const override {
        return find_reason(reason_words(), code, words);
    }
    [[nodiscard]] bool says_absent(std::string_view code) const override {
        return code == "NOT_FOUND" || code == "not_found";
    }
    Status read(const Question& question, element root, AccountEvents& to,
                std::string& next) override;

    Signer signer_;
    TokenNonce nonce_;
    std::string host_;
};

Status check_kind(const Instrument& instrument) {
    if (instrument.kind == core::InstrumentKind::Spot) return {};
    return not_traded(instrument);
}

Status check_venue_id(const PlacedOrder& order) {
    if (order.venue_id.empty())
        return fail(Errc::MissingField,
                    "order id: the venue knows {:.40} by its own only: ask for the order first",
                    order.client_id);
    return check_name("order id", order.venue_id);
}

Request Codec::place(const core::OrderRequest& order, const Instrument& instrument,
                     std::string_view client_id, Time now) {
    NJ_TRY(check_kind(instrument));
    NJ_TRY(check_order(order, instrument, client_id, abilities()));
    NJ_TRY(qty, venue_qty(order.qty, instrument));
    JsonText terms;
    terms.add("base_size", qty);
    std::string_view kind = "market_market_ioc";
    if (order.type == OrderType::Limit) {
        terms.add("limit_price", format_price(order.price, instrument));
        kind = order.tif == TimeInForce::Ioc ? "sor_limit_ioc" : "limit_limit_fok";
        if (order.tif == TimeInForce::Gtc) {
            kind = "limit_limit_gtc";
            terms.add_raw("post_only", order.post_only ? "true" : "false");
        }
    }
    JsonText json;
    json.add("client_order_id", client_id).add("product_id", instrument.symbol);
    json.add("side", order.side == core::Side::Buy ? "BUY" : "SELL");
    json.add_raw("order_configuration", JsonText{}.add_raw(kind, terms.text()).text());
    return sign(json.post(path("orders")), now);
}

Request Codec::amend(const PlacedOrder& order, const core::AmendRequest& wanted,
                     const Instrument& instrument, Time now) {
    NJ_TRY(check_amend(order, wanted, abilities()));
    NJ_TRY(check_venue_id(order));
    NJ_TRY(qty, venue_qty(wanted.qty, instrument));
    JsonText json;
    json.add("order_id", order.venue_id).add("price", format_price(wanted.price, instrument));
    json.add("size", qty);
    return sign(json.post(path("orders/edit")), now);
}

Request Codec::cancel(const PlacedOrder& order, const Instrument&, Time now) {
    NJ_TRY(check_venue_id(order));
    JsonText json;
    json.add_raw("order_ids", fmt::format(R"(["{}"])", order.venue_id));
    return sign(json.post(path("orders/batch_cancel")), now);
}

Request Codec::unsigned_question(const Question& question) const {
    constexpr std::int64_t most_accounts = 250;
    Form form;
    if (question.instrument != nullptr) {
        NJ_TRY(check_kind(*question.instrument));
        NJ_TRY(check_name("symbol", question.instrument->symbol));
        form.add("product_ids", question.instrument->symbol);
    }
    switch (question.kind) {
        case Kind::Order:
            if (!question.venue_id.empty()) {
                NJ_TRY(check_name("order id", question.venue_id));
                return Form{}.get(path("orders/historical/") + std::string{question.venue_id});
            }
            NJ_TRY(check_name("client id", question.client_id));
            if (question.since != Time{}) form.add("start_date", format_time(question.since));
            return form.add("limit", page)
                .add_if("cursor", question.cursor)
                .get(path("orders/historical/batch"));
        case Kind::OpenOrders: {
            NJ_TRY(round, round_of(question.cursor));
            return form.add("order_status", open_rounds.at(round.index))
                .add("limit", page)
                .add_if("cursor", round.rest)
                .get(path("orders/historical/batch"));
        }
        case Kind::Fills:
            return form.add("start_sequence_timestamp", format_time(question.since))
                .add("end_sequence_timestamp", format_time(question.until))
                .add("limit", page)
                .add_if("cursor", question.cursor)
                .get(path("orders/historical/fills"));
        case Kind::Balances:
            return Form{}
                .add("limit", most_accounts)
                .add_if("cursor", question.cursor)
                .get(path("accounts"));
        case Kind::Fees: return Form{}.add("product_type", "SPOT").get(path("transaction_summary"));
        case Kind::ServerTime: return Form{}.get(path("time"));
        case Kind::KeyRights: return Form{}.get(path("key_permissions"));
        case Kind::Positions:
        case Kind::MarginTiers:
        case Kind::Funding: break;
    }
    return fail(Errc::Unsupported, "spot has no positions and no funding");
}

Request Codec::ask(const Question& question, Time now) {
    NJ_TRY(request, unsigned_question(question));
    if (question.kind == Kind::ServerTime) return request;
    return sign(std::move(request), now);
}

bool says_why(std::string_view code) { return !code.empty() && !code.starts_with("UNKNOWN_"); }

/// The most exact of the places where a reason may stand.
std::string_view code_in(const object& error) {
    std::string_view found;
    for (const std::string_view field : {"preview_failure_reason", "new_order_failure_reason",
                                         "edit_failure_reason", "failure_reason", "error"})
        if (const auto code = text_or_empty(error, field); !code.empty() && !says_why(found))
            found = code;
    return found;
}

void judge_order(const object& item, Verdict& verdict) {
    object inside;
    if (item.at_key("error_response").get(inside) == simdjson::SUCCESS) {
        verdict.code = code_in(inside);
        verdict.words = text_or_empty(inside, "message");
    }
    if (item.at_key("success_response").get(inside) == simdjson::SUCCESS)
        verdict.venue_id = text_or_empty(inside, "order_id");
}

/// {"error":..,"message":..} of what did not get as far as an order, {"errors":[{"id":..}]} of what
/// came too often.
void judge_error(const object& item, Verdict& verdict) {
    verdict.code = text_or_empty(item, "error");
    verdict.words = text_or_empty(item, "message");
    object first;
    if (item.at_key("errors").at(0).get(first) != simdjson::SUCCESS) return;
    verdict.code = text_or_empty(first, "id");
    if (verdict.code.empty()) verdict.code = code_in(first);
    verdict.words = text_or_empty(first, "message");
}

Verdict Codec::judge(std::optional<OrderAction> action, element root) const {
    Verdict verdict;
    object item;
    if (root.get(item) != simdjson::SUCCESS) return verdict;
    judge_error(item, verdict);
    if (!action) {
        verdict.good = verdict.code.empty();
        return verdict;
    }
    auto said = item;
    if (action == OrderAction::Cancel &&
        item.at_key("results").at(0).get(said) == simdjson::SUCCESS) {
        verdict.code = code_in(said);
        verdict.venue_id = text_or_empty(said, "order_id");
    }
    if (action == OrderAction::Place && verdict.code.empty()) judge_order(item, verdict);
    bool success = false;
    if (said.at_key("success").get(success) != simdjson::SUCCESS) return verdict;
    verdict.good = success && (action != OrderAction::Place || !verdict.venue_id.empty());
    return verdict;
}

template <class Read>
Status for_each(const object& whole, std::string_view field, Read read) {
    NJ_TRY(items, read_array(whole, field));
    for (const auto entry : items) {
        NJ_TRY(item, as_object(field, entry));
        NJ_TRY(read(item));
    }
    return {};
}

Status read_fees(const object& whole, AccountEvents& to) {
    FeesSaid fees;
    NJ_TRY(tier, read_object(whole, "fee_tier"));
    NJ_TRY(maker, read_amount(tier, "maker_fee_rate"));
    NJ_TRY(taker, read_amount(tier, "taker_fee_rate"));
    fees.maker = maker;
    fees.taker = taker;
    to.emplace_back(fees);
    return {};
}

Status read_rights(const object& whole, AccountEvents& to) {
    KeySaid key;
    NJ_TRY(trade, read_flag(whole, "can_trade"));
    NJ_TRY(transfer, read_flag(whole, "can_transfer"));
    key.trade = trade;
    key.withdraw = transfer;
    to.emplace_back(key);
    return {};
}

/// Where the list goes on; nothing when this was its end.
Result<std::string_view> read_next(const object& whole) {
    if (!has(whole, "has_next")) return text_or_empty(whole, "cursor");
    NJ_TRY(more, read_flag(whole, "has_next"));
    return more ? text_or_empty(whole, "cursor") : std::string_view{};
}

Status read_one_order(const Question& question, const object& whole, AccountEvents& to,
                      std::string& next) {
    if (!question.venue_id.empty()) {
        NJ_TRY(item, read_object(whole, "order"));
        return read_order(item, to);
    }
    NJ_TRY(for_each(whole, "orders", [&](const object& item) {
        if (text_or_empty(item, "client_order_id") != question.client_id) return Status{};
        return read_order(item, to);
    }));
    NJ_TRY(more, read_next(whole));
    if (to.empty()) next = more;
    return {};
}

Status read_open(const Question& question, const object& whole, AccountEvents& to,
                 std::string& next) {
    NJ_TRY(for_each(whole, "orders", [&](const object& item) { return read_order(item, to); }));
    NJ_TRY(round, round_of(question.cursor));
    NJ_TRY(more, read_next(whole));
    const auto index = more.empty() ? round.index + 1 : round.index;
    if (index < open_rounds.size()) next = fmt::format("{}/{}", open_rounds.at(index), more);
    return {};
}

Status Codec::read(const Question& question, element root, AccountEvents& to, std::string& next) {
    NJ_TRY(whole, as_object("reply", root));
    switch (question.kind) {
        case Kind::Order: return read_one_order(question, whole, to, next);
        case Kind::OpenOrders: return read_open(question, whole, to, next);
        case Kind::Fees: return read_fees(whole, to);
        case Kind::KeyRights: return read_rights(whole, to);
        case Kind::Fills: {
            NJ_TRY(
                for_each(whole, "fills", [&](const object& item) { return read_fill(item, to); }));
            if (!to.empty()) next = text_or_empty(whole, "cursor");
            return {};
        }
        case Kind::Balances: {
            NJ_TRY(for_each(whole, "accounts",
                            [&](const object& item) { return read_account(item, to); }));
            NJ_TRY(more, read_next(whole));
            next = more;
            return {};
        }
        case Kind::ServerTime:
        case Kind::MarginTiers:
        case Kind::Positions:
        case Kind::Funding: break;
    }
    NJ_TRY(at, read_time(whole, "epochMillis"));
    to.emplace_back(TimeSaid{at});
    return {};
}

}  // namespace

core::Result<std::unique_ptr<OrderCodec>> make_order_codec(const Credentials& credentials,
                                                           std::string host) {
    NJ_TRY(signer, Signer::make(credentials));
    return std::make_unique<Codec>(std::move(signer), credentials.key, std::move(host));
}

}  // namespace nightjar::venue::coinbase
