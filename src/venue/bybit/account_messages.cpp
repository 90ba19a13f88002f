#include "venue/bybit/account_messages.hpp"

#include <algorithm>
#include <array>

namespace nightjar::venue::bybit {

namespace {

using core::OrderReason;
using core::OrderState;
using core::Side;
using core::Status;
constexpr auto exact = OutcomeRow::Match::Exact;
constexpr auto doubtful = OutcomeRow::Source::Doubtful;

constexpr std::array state_words{
    StateWord{"New", OrderState::Open},
    StateWord{"PartiallyFilled", OrderState::Open},
    StateWord{"Untriggered", OrderState::Open},
    StateWord{"Triggered", OrderState::Open},
    StateWord{"Filled", OrderState::Filled},
    StateWord{"Cancelled", OrderState::Cancelled},
    StateWord{"PartiallyFilledCanceled", OrderState::Cancelled},
    StateWord{"Deactivated", OrderState::Cancelled},
    StateWord{"Rejected", OrderState::Rejected},
};

constexpr std::array reasons{
    ReasonWord{"110004", OrderReason::InsufficientFunds},
    ReasonWord{"110007", OrderReason::InsufficientFunds},
    ReasonWord{"110012", OrderReason::InsufficientFunds},
    ReasonWord{"110045", OrderReason::InsufficientFunds},
    ReasonWord{"170131", OrderReason::InsufficientFunds},
    ReasonWord{"110017", OrderReason::ReduceOnly},
    ReasonWord{"110074", OrderReason::InstrumentClosed, exact, doubtful},
    ReasonWord{"170157", OrderReason::InstrumentClosed, exact, doubtful},
    // rejectReason and cancelType.
    ReasonWord{"EC_PostOnlyWillTakeLiquidity", OrderReason::PostOnlyWouldTake},
    ReasonWord{"EC_NoImmediateQtyToFill", OrderReason::NoLiquidity},
    ReasonWord{"EC_NoEnoughQtyToFill", OrderReason::Unfillable},
    ReasonWord{"EC_CancelForNoFullFill", OrderReason::Unfillable},
    ReasonWord{"EC_BySelfMatch", OrderReason::SelfTrade},
    ReasonWord{"EC_PerCancelRequest", OrderReason::Requested},
    ReasonWord{"CancelByUser", OrderReason::Requested},
    ReasonWord{"CancelByReduceOnly", OrderReason::ReduceOnly, exact, doubtful},
    ReasonWord{"CancelByPrepareLiq", OrderReason::Liquidation, exact, doubtful},
    ReasonWord{"CancelAllByPrepareLiq", OrderReason::Liquidation, exact, doubtful},
    ReasonWord{"CancelByAdmin", OrderReason::InstrumentClosed, exact, doubtful},
    ReasonWord{"CancelBySmp", OrderReason::SelfTrade, exact, doubtful},
    ReasonWord{"CancelByDCP", OrderReason::Disconnected, exact, doubtful},
    ReasonWord{"INSUFFICIENT_MARGIN", OrderReason::InsufficientFunds, exact, doubtful},
};

/// Executions that change a position: of the market, of auto-deleveraging, of a liquidation, of a
/// block trade, of a delivery.
constexpr std::array fill_kinds{"Trade", "AdlTrade", "BustTrade", "BlockTrade", "Delivery"};

bool says_nothing(std::string_view words) {
    return words.empty() || words == "EC_NoError" || words == "UNKNOWN";
}

void read_reason(const object& item, OrderSaid& order) {
    if (!core::is_terminal(order.state) || order.state == OrderState::Filled) return;
    order.words = text_or_empty(item, "rejectReason");
    if (says_nothing(order.words)) order.words = text_or_empty(item, "cancelType");
    if (!says_nothing(order.words)) {
        const auto* row = find_word(reasons, order.words);
        if (row != nullptr) order.reason = row->means;
    }
    if (order.reason == OrderReason::None && order.state == OrderState::Rejected)
        order.reason = OrderReason::BadRequest;
}

/// Where no currency is named: derivatives pay in what they are settled in; spot in what is
/// received, but a rebate of a maker in what is given.
FeeIn fee_rule(Category category, const FillSaid& fill) {
    if (category == Category::Linear) return FeeIn::Settle;
    const bool rebate = fill.fee && fill.fee->mantissa < 0;
    return (fill.side == Side::Buy) != rebate ? FeeIn::Base : FeeIn::Quote;
}

Status read_coin(const object& item, AccountEvents& to) {
    BalanceSaid said;
    NJ_TRY(asset, read_text(item, "coin"));
    NJ_TRY(total, read_amount(item, "walletBalance"));
    auto free = total;
    for (const std::string_view field : {"locked", "totalOrderIM", "totalPositionIM"}) {
        NJ_TRY(held, read_amount_or_zero(item, field));
        NJ_TRY(left, sum(field, free, negative(held)));
        free = left;
    }
    said.asset = asset;
    said.total = total;
    said.free = not_below_zero(free);  // losses that are not realised may be held too
    to.emplace_back(said);
    return {};
}

/// Told as an execution, of which the fee is what was paid.
Status read_funding(const object& item, AccountEvents& to) {
    FundingSaid said;
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(paid, read_amount(item, "execFee"));
    NJ_TRY(at, read_time(item, "execTime"));
    said.symbol = symbol;
    said.asset = text_or_empty(item, "feeCurrency");
    said.change = negative(paid);
    said.at = at;
    to.emplace_back(said);
    return {};
}

}  // namespace

std::string_view word(Category category) { return category == Category::Spot ? "spot" : "linear"; }

std::span<const ReasonWord> reason_words() { return reasons; }

Status read_order(const object& item, AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(client_id, read_text(item, "orderLinkId"));
    NJ_TRY(venue_id, read_text(item, "orderId"));
    NJ_TRY(side, read_side(item, "side", "Buy", "Sell"));
    NJ_TRY(status, read_text(item, "orderStatus"));
    NJ_TRY(price, read_price_if_above_zero(item, "price"));
    NJ_TRY(qty, read_qty(item, "qty"));
    NJ_TRY(cumulative, read_qty(item, "cumExecQty"));
    NJ_TRY(average, read_average(item, "avgPrice"));
    NJ_TRY(fee, read_amount_if_filled(item, "cumExecFee"));
    NJ_TRY(at, read_time(item, "updatedTime"));
    const auto* state = find_word(state_words, status);
    order.symbol = symbol;
    order.client_id = client_id;
    order.venue_id = venue_id;
    order.side = side;
    if (state != nullptr) order.state = state->means;
    // That of a market order is how far it may go.
    if (text_or_empty(item, "orderType") != "Market") order.price = price;
    // A market order by hand on spot may be counted in quote; all of ours are in base.
    if (text_or_empty(item, "marketUnit") != "quoteCoin") order.qty = qty;
    order.filled = cumulative;
    order.avg_price = average;
    order.fee = fee;
    order.at = at;
    settle_state(order);
    read_reason(item, order);
    to.emplace_back(order);
    return {};
}

Status read_fill(const object& item, Category category, AccountEvents& to) {
    FillSaid fill;
    const auto kind = text_or_empty(item, "execType");
    if (kind == "Funding") return read_funding(item, to);
    if (!kind.empty() && std::ranges::find(fill_kinds, kind) == fill_kinds.end()) return {};
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(venue_id, read_text(item, "orderId"));
    NJ_TRY(trade, read_trade_text(item, "execId"));
    NJ_TRY(side, read_side(item, "side", "Buy", "Sell"));
    NJ_TRY(price, read_price(item, "execPrice"));
    NJ_TRY(qty, read_price(item, "execQty"));
    NJ_TRY(fee, read_amount_if_filled(item, "execFee"));
    NJ_TRY(maker, read_flag(item, "isMaker"));
    NJ_TRY(at, read_time(item, "execTime"));
    fill.symbol = symbol;
    fill.client_id = text_or_empty(item, "orderLinkId");
    fill.venue_id = venue_id;
    fill.trade = trade;
    fill.side = side;
    fill.price = price;
    fill.qty = qty;
    fill.fee = fee;
    fill.fee_asset = text_or_empty(item, "feeCurrency");
    if (fill.fee_asset.empty()) fill.fee_in = fee_rule(category, fill);
    fill.liquidity = maker ? core::Liquidity::Maker : core::Liquidity::Taker;
    fill.at = at;
    to.emplace_back(fill);
    return {};
}

Status read_wallet(const object& account, AccountEvents& to) {
    NJ_TRY(coins, read_array(account, "coin"));
    for (const auto entry : coins) {
        NJ_TRY(coin, as_object("coin", entry));
        NJ_TRY(read_coin(coin, to));
    }
    return {};
}

Status read_position(const object& item, AccountEvents& to) {
    PositionSaid said;
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(size, read_qty(item, "size"));
    // The stream calls it entryPrice.
    NJ_TRY(entry, read_average(item, filled(item, "avgPrice") ? "avgPrice" : "entryPrice"));
    NJ_TRY(at, read_time(item, "updatedTime"));
    said.symbol = symbol;
    said.at = at;
    if (size.mantissa != 0) {  // without a position there is no side
        NJ_TRY(side, read_side(item, "side", "Buy", "Sell"));
        said.qty = side == Side::Buy ? size : negative(size);
        said.entry_price = entry;
    }
    to.emplace_back(said);
    return {};
}

}  // namespace nightjar::venue::bybit
