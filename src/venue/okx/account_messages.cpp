#include "venue/okx/account_messages.hpp"

#include <algorithm>
#include <array>

namespace nightjar::venue::okx {

namespace {

using core::OrderReason;
using core::OrderState;
using core::Side;
using core::Status;
constexpr auto exact = OutcomeRow::Match::Exact;
constexpr auto doubtful = OutcomeRow::Source::Doubtful;

constexpr std::array state_words{
    StateWord{"live", OrderState::Open},
    StateWord{"partially_filled", OrderState::Open},
    StateWord{"filled", OrderState::Filled},
    StateWord{"canceled", OrderState::Cancelled},
    StateWord{"mmp_canceled", OrderState::Cancelled},
};

/// Of what waits for its trigger.
constexpr std::array stop_words{
    StateWord{"live", OrderState::Open},
    StateWord{"pause", OrderState::Open},
    StateWord{"effective", OrderState::Open},
    StateWord{"partially_effective", OrderState::Open},
    StateWord{"canceled", OrderState::Cancelled},
    StateWord{"order_failed", OrderState::Rejected},
    StateWord{"partially_failed", OrderState::Rejected, exact, doubtful},
};

constexpr std::array reasons{
    ReasonWord{"51008", OrderReason::InsufficientFunds},
    ReasonWord{"51127", OrderReason::InsufficientFunds, exact, doubtful},
    ReasonWord{"51131", OrderReason::InsufficientFunds, exact, doubtful},
    ReasonWord{"51169", OrderReason::ReduceOnly, exact, doubtful},
    ReasonWord{"51170", OrderReason::ReduceOnly, exact, doubtful},
    ReasonWord{"51022", OrderReason::InstrumentClosed},
    ReasonWord{"51027", OrderReason::InstrumentClosed, exact, doubtful},
    ReasonWord{"51028", OrderReason::InstrumentClosed, exact, doubtful},
};

/// cancelSource.
constexpr std::array cancel_sources{
    ReasonWord{"1", OrderReason::Requested},
    ReasonWord{"31", OrderReason::PostOnlyWouldTake},
    ReasonWord{"0", OrderReason::InstrumentClosed, exact, doubtful},
    ReasonWord{"2", OrderReason::Liquidation, exact, doubtful},
    ReasonWord{"13", OrderReason::Unfillable, exact, doubtful},
    ReasonWord{"14", OrderReason::Unfillable, exact, doubtful},
    ReasonWord{"20", OrderReason::Disconnected, exact, doubtful},
    ReasonWord{"32", OrderReason::SelfTrade, exact, doubtful},
    ReasonWord{"33", OrderReason::Unfillable, exact, doubtful},
};

/// category.
constexpr std::array liquidations{"full_liquidation", "partial_liquidation", "adl", "delivery"};

OrderReason reason_of(const object& item, OrderState state) {
    if (std::ranges::find(liquidations, text_or_empty(item, "category")) != liquidations.end())
        return OrderReason::Liquidation;
    if (state != OrderState::Cancelled) return OrderReason::None;
    const auto* row = find_word(cancel_sources, text_or_empty(item, "cancelSource"));
    return row != nullptr ? row->means : OrderReason::None;
}

/// Ours, of a stop order that has become an order too.
Result<std::string_view> read_client_id(const object& item) {
    if (filled(item, "algoClOrdId")) return read_text(item, "algoClOrdId");
    return read_text(item, "clOrdId");
}

/// Below 0 is what was charged.
Result<std::optional<core::Decimal>> read_fee(const object& item, std::string_view field) {
    NJ_TRY(change, read_amount_if_filled(item, field));
    if (!change) return std::nullopt;
    return negative(*change);
}

Result<core::Liquidity> read_liquidity(const object& item) {
    NJ_TRY(kind, read_text(item, "execType"));
    if (kind == "M") return core::Liquidity::Maker;
    if (kind == "T") return core::Liquidity::Taker;
    return bad("execType", kind, "not M or T");
}

/// What the channel `orders` and the fills have under the same names.
Result<FillSaid> read_execution(const object& item) {
    FillSaid fill;
    NJ_TRY(symbol, read_text(item, "instId"));
    NJ_TRY(client_id, read_client_id(item));
    NJ_TRY(venue_id, read_text(item, "ordId"));
    NJ_TRY(trade, read_trade_number(item, "tradeId"));
    NJ_TRY(side, read_side(item, "side", "buy", "sell"));
    NJ_TRY(price, read_price(item, "fillPx"));
    NJ_TRY(qty, read_price(item, "fillSz"));
    NJ_TRY(liquidity, read_liquidity(item));
    NJ_TRY(at, read_time(item, filled(item, "fillTime") ? "fillTime" : "ts"));
    fill.symbol = symbol;
    fill.client_id = client_id;
    fill.venue_id = venue_id;
    fill.trade = trade;
    fill.side = side;
    fill.price = price;
    fill.qty = qty;
    fill.liquidity = liquidity;
    fill.at = at;
    return fill;
}

Status read_detail(const object& item, AccountEvents& to) {
    BalanceSaid said;
    NJ_TRY(asset, read_text(item, "ccy"));
    NJ_TRY(total, read_amount(item, "cashBal"));
    NJ_TRY(free, read_amount_if_filled(item, "availBal"));
    NJ_TRY(at, read_time(item, "uTime"));
    said.asset = asset;
    said.total = total;
    said.free = free;
    said.at = at;
    to.emplace_back(said);
    return {};
}

}  // namespace

std::string_view word(Market market) { return market == Market::Spot ? "SPOT" : "SWAP"; }

std::span<const ReasonWord> reason_words() { return reasons; }

Status read_order(const object& item, AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(symbol, read_text(item, "instId"));
    NJ_TRY(client_id, read_client_id(item));
    NJ_TRY(venue_id, read_text(item, "ordId"));
    NJ_TRY(side, read_side(item, "side", "buy", "sell"));
    NJ_TRY(status, read_text(item, "state"));
    NJ_TRY(price, read_price_if_above_zero(item, "px"));
    NJ_TRY(qty, read_qty(item, "sz"));
    NJ_TRY(cumulative, read_qty(item, "accFillSz"));
    NJ_TRY(average, read_average(item, "avgPx"));
    NJ_TRY(fee, read_fee(item, "fee"));
    NJ_TRY(at, read_time(item, "uTime"));
    const auto* state = find_word(state_words, status);
    order.symbol = symbol;
    order.client_id = client_id;
    order.venue_id = venue_id;
    order.side = side;
    if (state != nullptr) order.state = state->means;
    order.reason = reason_of(item, order.state);
    order.words = text_or_empty(item, "cancelSourceReason");
    order.price = price;
    // A market order by hand may be counted in quote; all of ours are in base or contracts.
    if (text_or_empty(item, "tgtCcy") != "quote_ccy") order.qty = qty;
    order.filled = cumulative;
    order.avg_price = average;
    order.fee = fee;
    order.at = at;
    to.emplace_back(order);
    return {};
}

Result<std::string_view> read_stop(const object& item, AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(symbol, read_text(item, "instId"));
    NJ_TRY(side, read_side(item, "side", "buy", "sell"));
    NJ_TRY(status, read_text(item, "state"));
    NJ_TRY(qty, read_qty_if_filled(item, "sz"));  // not of those that close a part of a position
    NJ_TRY(at, read_time(item, filled(item, "uTime") ? "uTime" : "cTime"));
    if (status.ends_with("effective")) {
        std::string_view became;
        if (item["ordIdList"].at(0).get(became) != simdjson::SUCCESS)
            became = text_or_empty(item, "ordId");
        if (!became.empty()) return became;
    }
    order.symbol = symbol;
    order.client_id = text_or_empty(item, "algoClOrdId");
    order.side = side;
    if (const auto* row = find_word(stop_words, status); row != nullptr) order.state = row->means;
    if (above_zero(qty)) order.qty = qty;
    order.at = at;
    if (order.state == OrderState::Cancelled) order.reason = OrderReason::Requested;
    if (order.state == OrderState::Rejected) {
        order.words = text_or_empty(item, "failCode");
        order.reason = find_reason(reasons, order.words, {});
    }
    to.emplace_back(order);
    return std::string_view{};
}

Status read_order_event(const object& item, AccountEvents& to) {
    NJ_TRY(read_order(item, to));
    NJ_TRY(last, read_qty_if_filled(item, "fillSz"));
    if (!above_zero(last) || !filled(item, "tradeId")) return {};
    NJ_TRY(fill, read_execution(item));
    if (has(item, "fillFee")) {
        NJ_TRY(fee, read_fee(item, "fillFee"));
        fill.fee = fee;
        fill.fee_asset = text_or_empty(item, "fillFeeCcy");
    } else if (text_or_empty(item, "accFillSz") == text_or_empty(item, "fillSz")) {
        // Of the first fill the order's fee so far is the fill's.
        NJ_TRY(fee, read_fee(item, "fee"));
        fill.fee = fee;
        fill.fee_asset = text_or_empty(item, "feeCcy");
    }
    to.emplace_back(fill);
    return {};
}

Status read_fill(const object& item, AccountEvents& to) {
    NJ_TRY(fill, read_execution(item));
    NJ_TRY(fee, read_fee(item, "fee"));
    fill.fee = fee;
    fill.fee_asset = text_or_empty(item, "feeCcy");
    to.emplace_back(fill);
    return {};
}

Status read_bill(const object& item, AccountEvents& to) {
    return read_funding(item, {"instId", "ccy", "balChg", "ts"}, to);
}

Status read_account(const object& account, AccountEvents& to) {
    NJ_TRY(details, read_array(account, "details"));
    for (const auto entry : details) {
        NJ_TRY(detail, as_object("details", entry));
        NJ_TRY(read_detail(detail, to));
    }
    return {};
}

Status read_position(const object& item, AccountEvents& to) {
    PositionSaid said;
    NJ_TRY(symbol, read_text(item, "instId"));
    NJ_TRY(way, read_text(item, "posSide"));
    NJ_TRY(qty, read_number(item, "pos"));
    NJ_TRY(entry, read_average(item, "avgPx"));
    NJ_TRY(at, read_time(item, "uTime"));
    said.symbol = symbol;
    // In net mode the sign is there already.
    said.qty = way == "short" && qty.mantissa > 0 ? negative(qty) : qty;
    if (qty.mantissa != 0) said.entry_price = entry;
    said.at = at;
    to.emplace_back(said);
    return {};
}

}  // namespace nightjar::venue::okx
