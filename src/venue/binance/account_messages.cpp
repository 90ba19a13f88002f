#include "venue/binance/account_messages.hpp"

#include <array>

namespace nightjar::venue::binance {

namespace {

using core::OrderReason;
using core::OrderState;
using core::Side;
using core::Status;
constexpr auto exact = OutcomeRow::Match::Exact;
constexpr auto prefix = OutcomeRow::Match::Prefix;
constexpr auto doubtful = OutcomeRow::Source::Doubtful;

constexpr std::array state_words{
    StateWord{"NEW", OrderState::Open},
    StateWord{"PENDING_NEW", OrderState::Open},
    StateWord{"PARTIALLY_FILLED", OrderState::Open},
    StateWord{"FILLED", OrderState::Filled},
    StateWord{"CANCELED", OrderState::Cancelled},
    StateWord{"PENDING_CANCEL", OrderState::CancelPending},
    StateWord{"REJECTED", OrderState::Rejected},
    StateWord{"EXPIRED", OrderState::Expired},
    StateWord{"EXPIRED_IN_MATCH", OrderState::Expired},
    // Liquidations that still go on.
    StateWord{"NEW_INSURANCE", OrderState::Open, exact, doubtful},
    StateWord{"NEW_ADL", OrderState::Open, exact, doubtful},
};

constexpr std::array reasons{
    ReasonWord{"-2018", OrderReason::InsufficientFunds},
    ReasonWord{"-2019", OrderReason::InsufficientFunds},
    ReasonWord{"-2022", OrderReason::ReduceOnly},
    ReasonWord{"-4140", OrderReason::InstrumentClosed},
    ReasonWord{"-4141", OrderReason::InstrumentClosed},
    ReasonWord{"-5022", OrderReason::PostOnlyWouldTake},
    ReasonWord{"Account has insufficient balance", OrderReason::InsufficientFunds, prefix},
    ReasonWord{"Order would immediately match and take", OrderReason::PostOnlyWouldTake, prefix},
    ReasonWord{"Market is closed", OrderReason::InstrumentClosed, prefix},
    ReasonWord{"INSUFFICIENT_LIQUIDITY", OrderReason::NoLiquidity, exact, doubtful},
};

/// Client ids of what the venue does by itself.
constexpr std::array liquidations{
    ReasonWord{"autoclose-", OrderReason::Liquidation, prefix},
    ReasonWord{"adl_autoclose", OrderReason::Liquidation, prefix},
    ReasonWord{"settlement_autoclose-", OrderReason::Liquidation, prefix},
    ReasonWord{"delivery_autoclose-", OrderReason::Liquidation, prefix},
};

OrderReason reason_of_end(const OrderSaid& order, std::string_view status, std::string_view tif) {
    if (find_word(liquidations, order.client_id) != nullptr) return OrderReason::Liquidation;
    if (status == "EXPIRED_IN_MATCH") return OrderReason::SelfTrade;
    if (order.state == OrderState::Cancelled) return OrderReason::Requested;
    if (order.state == OrderState::Expired)
        return tif == "GTX" ? OrderReason::PostOnlyWouldTake : OrderReason::Unfillable;
    if (order.state == OrderState::Rejected) return find_reason(reasons, {}, order.words);
    return OrderReason::None;
}

OrderState state_of(std::string_view status) {
    const auto* row = find_word(state_words, status);
    return row != nullptr ? row->means : OrderState::Unknown;
}

/// The first of two fields that is there.
std::string_view either(const object& item, std::string_view first, std::string_view second) {
    return filled(item, first) ? first : second;
}

Status read_event_fill(const object& item, const OrderSaid& order, AccountEvents& to) {
    FillSaid fill{.symbol = order.symbol, .client_id = order.client_id, .venue_id = order.venue_id};
    NJ_TRY(trade, read_trade_number(item, "t"));
    NJ_TRY(price, read_price(item, "L"));
    NJ_TRY(qty, read_price(item, "l"));
    NJ_TRY(fee, read_amount_or_zero(item, "n"));
    NJ_TRY(maker, read_flag(item, "m"));
    NJ_TRY(at, read_time(item, "T"));
    fill.trade = trade;
    fill.side = *order.side;
    fill.price = price;
    fill.qty = qty;
    fill.fee = fee;
    fill.fee_asset = text_or_empty(item, "N");
    // The venue names no asset where there was no fee.
    if (fill.fee_asset.empty()) fill.fee_in = FeeIn::Quote;
    fill.liquidity = maker ? core::Liquidity::Maker : core::Liquidity::Taker;
    fill.at = at;
    to.emplace_back(fill);
    return {};
}

Status read_event_balance(const object& item, core::Time at, AccountEvents& to) {
    BalanceSaid said;
    NJ_TRY(asset, read_text(item, "a"));
    said.asset = asset;
    said.at = at;
    if (has(item, "wb")) {  // futures: how much is free is not said
        NJ_TRY(total, read_amount(item, "wb"));
        said.total = total;
    } else {
        NJ_TRY(free, read_amount(item, "f"));
        NJ_TRY(locked, read_amount(item, "l"));
        NJ_TRY(total, sum("l", free, locked));
        said.total = total;
        said.free = free;
    }
    to.emplace_back(said);
    return {};
}

Status read_event_position(const object& item, core::Time at, AccountEvents& to) {
    PositionSaid said;
    NJ_TRY(symbol, read_text(item, "s"));
    NJ_TRY(qty, read_number(item, "pa"));
    NJ_TRY(entry, read_average(item, "ep"));
    said.symbol = symbol;
    said.qty = qty;
    if (qty.mantissa != 0) said.entry_price = entry;
    said.at = at;
    to.emplace_back(said);
    return {};
}

}  // namespace

std::span<const ReasonWord> reason_words() { return reasons; }

Status read_order(const object& item, AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(client_id, read_text(item, "clientOrderId"));
    NJ_TRY(venue_id, read_text(item, "orderId"));
    NJ_TRY(side, read_side(item, "side", "BUY", "SELL"));
    NJ_TRY(status, read_text(item, "status"));
    NJ_TRY(price, read_price_if_above_zero(item, "price"));
    NJ_TRY(qty, read_qty(item, "origQty"));
    NJ_TRY(executed, read_qty(item, "executedQty"));
    NJ_TRY(average, read_average(item, "avgPrice"));  // futures
    NJ_TRY(at, read_time(item, has(item, "updateTime") ? "updateTime" : "transactTime"));
    order.symbol = symbol;
    // An answer to a cancel has an id of the cancel; the order's own is the original one.
    const auto original = text_or_empty(item, "origClientOrderId");
    order.client_id = original.empty() ? client_id : original;
    order.venue_id = venue_id;
    order.side = side;
    order.state = state_of(status);
    order.price = price;
    if (qty.mantissa > 0) order.qty = qty;
    order.filled = executed;
    order.avg_price = average;
    order.at = at;
    order.reason = reason_of_end(order, status, text_or_empty(item, "timeInForce"));
    settle_state(order);
    to.emplace_back(order);
    return {};
}

Result<std::uint64_t> read_trade(const object& item, AccountEvents& to) {
    FillSaid fill;
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(id, read_count(item, "id"));
    NJ_TRY(venue_id, read_text(item, "orderId"));
    NJ_TRY(price, read_price(item, "price"));
    NJ_TRY(qty, read_price(item, "qty"));
    NJ_TRY(fee, read_amount(item, "commission"));
    NJ_TRY(asset, read_text(item, "commissionAsset"));
    // Spot has isBuyer and isMaker, futures buyer and maker.
    NJ_TRY(buyer, read_flag(item, either(item, "isBuyer", "buyer")));
    NJ_TRY(maker, read_flag(item, either(item, "isMaker", "maker")));
    NJ_TRY(at, read_time(item, "time"));
    fill.symbol = symbol;
    fill.venue_id = venue_id;
    fill.trade = {id};
    fill.side = buyer ? Side::Buy : Side::Sell;
    fill.price = price;
    fill.qty = qty;
    fill.fee = fee;
    fill.fee_asset = asset;
    fill.liquidity = maker ? core::Liquidity::Maker : core::Liquidity::Taker;
    fill.at = at;
    to.emplace_back(fill);
    return id;
}

Status read_balance(const object& item, AccountEvents& to) {
    BalanceSaid said;
    NJ_TRY(asset, read_text(item, "asset"));
    said.asset = asset;
    const bool spot = has(item, "free");
    NJ_TRY(free, read_amount(item, spot ? "free" : "availableBalance"));
    said.free = free;
    if (spot) {
        NJ_TRY(locked, read_amount(item, "locked"));
        NJ_TRY(total, sum("locked", free, locked));
        said.total = total;
    } else {
        NJ_TRY(total, read_amount(item, either(item, "walletBalance", "balance")));
        said.total = total;
    }
    to.emplace_back(said);
    return {};
}

Status read_position(const object& item, AccountEvents& to) {
    PositionSaid said;
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(qty, read_number(item, "positionAmt"));
    NJ_TRY(entry, read_average(item, "entryPrice"));
    NJ_TRY(at, read_time(item, "updateTime"));
    said.symbol = symbol;
    said.qty = qty;
    if (qty.mantissa != 0) said.entry_price = entry;
    said.at = at;
    to.emplace_back(said);
    return {};
}

Status read_income(const object& item, AccountEvents& to) {
    if (text_or_empty(item, "incomeType") != "FUNDING_FEE") return {};
    return read_funding(item, {"symbol", "asset", "income", "time"}, to);
}

Status read_fees(const object& whole, AccountEvents& to) {
    FeesSaid fees;
    NJ_TRY(symbol, read_text(whole, "symbol"));
    const bool spot = has(whole, "standardCommission");
    auto rates = whole;
    if (spot) {
        NJ_TRY(standard, read_object(whole, "standardCommission"));
        rates = standard;
    }
    NJ_TRY(maker, read_amount(rates, spot ? "maker" : "makerCommissionRate"));
    NJ_TRY(taker, read_amount(rates, spot ? "taker" : "takerCommissionRate"));
    fees.symbol = symbol;
    fees.maker = maker;
    fees.taker = taker;
    to.emplace_back(fees);
    return {};
}

Status read_rights(const object& whole, Market market, AccountEvents& to) {
    const bool spot = market == Market::Spot;
    KeySaid key;
    NJ_TRY(trade, read_flag(whole, spot ? "enableSpotAndMarginTrading" : "canTrade"));
    NJ_TRY(withdraw, read_flag(whole, spot ? "enableWithdrawals" : "canWithdraw"));
    key.trade = trade;
    key.withdraw = withdraw;
    if (has(whole, "ipRestrict")) {
        NJ_TRY(restricted, read_flag(whole, "ipRestrict"));
        key.any_address = !restricted;
    }
    to.emplace_back(key);
    return {};
}

Status read_order_event(const object& item, AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(symbol, read_text(item, "s"));
    NJ_TRY(client_id, read_text(item, "c"));
    NJ_TRY(venue_id, read_text(item, "i"));
    NJ_TRY(side, read_side(item, "S", "BUY", "SELL"));
    NJ_TRY(kind, read_text(item, "x"));
    NJ_TRY(status, read_text(item, "X"));
    NJ_TRY(price, read_price_if_above_zero(item, "p"));
    NJ_TRY(qty, read_qty(item, "q"));
    NJ_TRY(cumulative, read_qty(item, "z"));
    NJ_TRY(last, read_qty(item, "l"));
    NJ_TRY(average, read_average(item, "ap"));  // futures
    NJ_TRY(at, read_time(item, "T"));
    order.symbol = symbol;
    // Of a cancelled order of spot: "c" names the cancel, "C" the order.
    const auto original = text_or_empty(item, "C");
    order.client_id = original.empty() ? client_id : original;
    order.venue_id = venue_id;
    order.side = side;
    order.state = state_of(status);
    order.words = text_or_empty(item, "r");
    if (order.words == "NONE") order.words = text_or_empty(item, "eR");
    order.price = price;
    if (qty.mantissa > 0) order.qty = qty;
    order.filled = cumulative;
    order.avg_price = average;
    order.at = at;
    order.reason = reason_of_end(order, status, text_or_empty(item, "f"));
    settle_state(order);
    to.emplace_back(order);
    const bool executed = kind == "TRADE" || kind == "CALCULATED";
    return executed && last.mantissa > 0 ? read_event_fill(item, order, to) : Status{};
}

Status read_account_event(const object& item, core::Time at, AccountEvents& to) {
    NJ_TRY(balances, read_array(item, "B"));
    for (const auto entry : balances) {
        NJ_TRY(balance, as_object("B", entry));
        NJ_TRY(read_event_balance(balance, at, to));
    }
    if (!has(item, "P")) return {};
    NJ_TRY(positions, read_array(item, "P"));
    for (const auto entry : positions) {
        NJ_TRY(position, as_object("P", entry));
        NJ_TRY(read_event_position(position, at, to));
    }
    return {};
}

}  // namespace nightjar::venue::binance
