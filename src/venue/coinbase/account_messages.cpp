#include "venue/coinbase/account_messages.hpp"

#include <array>
#include <limits>

namespace nightjar::venue::coinbase {

namespace {

using core::Decimal;
using core::OrderReason;
using core::OrderState;
using core::Side;
using core::Status;
constexpr auto exact = OutcomeRow::Match::Exact;
constexpr auto prefix = OutcomeRow::Match::Prefix;
constexpr auto doubtful = OutcomeRow::Source::Doubtful;

constexpr std::array state_words{
    StateWord{"PENDING", OrderState::Open},
    StateWord{"QUEUED", OrderState::Open},
    StateWord{"OPEN", OrderState::Open},
    StateWord{"EDIT_QUEUED", OrderState::Open},
    StateWord{"CANCEL_QUEUED", OrderState::CancelPending},
    StateWord{"FILLED", OrderState::Filled},
    StateWord{"CANCELLED", OrderState::Cancelled},
    StateWord{"EXPIRED", OrderState::Expired},
    StateWord{"FAILED", OrderState::Rejected},
};

constexpr std::array reasons{
    ReasonWord{"INSUFFICIENT_FUND", OrderReason::InsufficientFunds, prefix},
    ReasonWord{"PREVIEW_INSUFFICIENT_FUND", OrderReason::InsufficientFunds, prefix},
    ReasonWord{"INVALID_LIMIT_PRICE_POST_ONLY", OrderReason::PostOnlyWouldTake},
    ReasonWord{"PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY", OrderReason::PostOnlyWouldTake, exact,
               doubtful},
    ReasonWord{"ORDER_ENTRY_DISABLED", OrderReason::InstrumentClosed, exact, doubtful},
    ReasonWord{"UNTRADABLE_FILL_ON_CLOSE", OrderReason::InstrumentClosed, exact, doubtful},
    // Of orders that were cancelled, in sentences.
    ReasonWord{"User requested cancel", OrderReason::Requested, prefix},
};

OrderState state_of(std::string_view status) {
    const auto* row = find_word(state_words, status);
    return row != nullptr ? row->means : OrderState::Unknown;
}

void read_reason(OrderSaid& order, std::string_view rejected, std::string_view cancelled) {
    if (order.state != OrderState::Cancelled && order.state != OrderState::Rejected) return;
    const bool refused = order.state == OrderState::Rejected;
    order.words = refused ? rejected : cancelled;
    const auto* row = find_word(reasons, order.words);
    if (row != nullptr)
        order.reason = row->means;
    else if (refused)
        order.reason = OrderReason::BadRequest;
}

/// {"limit_limit_gtc":{"base_size":"1","limit_price":"2"}}: one field, named after the kind.
Status read_terms(const object& item, OrderSaid& order) {
    if (!filled(item, "order_configuration")) return {};
    NJ_TRY(kinds, read_object(item, "order_configuration"));
    for (const auto [kind, entry] : kinds) {
        NJ_TRY(terms, as_object(kind, entry));
        NJ_TRY(qty, read_qty_if_filled(terms, "base_size"));
        NJ_TRY(price, read_price_if_above_zero(terms, "limit_price"));
        order.qty = qty;
        order.price = price;
    }
    return {};
}

/// An order by hand may be counted in quote; how much base that was, rounded down.
Result<Decimal> in_base(Decimal quote, Decimal price) {
    constexpr int decimals = core::Money::digits;
    constexpr int ten = 10;
    constexpr auto most = (core::Wide{1} << 126) / ten;
    core::Wide scaled = quote.mantissa;
    for (int i = quote.decimals; i < decimals + price.decimals && scaled <= most; ++i)
        scaled *= ten;
    const auto base = scaled / price.mantissa;
    if (scaled > most || base > std::numeric_limits<std::int64_t>::max())
        return bad("size", "?", "too large or too fine an amount of quote");
    return Decimal{static_cast<std::int64_t>(base), decimals};
}

}  // namespace

std::span<const ReasonWord> reason_words() { return reasons; }

Status read_order(const object& item, AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(symbol, read_text(item, "product_id"));
    NJ_TRY(client_id, read_text(item, "client_order_id"));
    NJ_TRY(venue_id, read_text(item, "order_id"));
    NJ_TRY(side, read_side(item, "side", "BUY", "SELL"));
    NJ_TRY(status, read_text(item, "status"));
    NJ_TRY(executed, read_qty(item, "filled_size"));
    NJ_TRY(average, read_average(item, "average_filled_price"));
    NJ_TRY(fee, read_amount_if_filled(item, "total_fees"));
    NJ_TRY(at, read_date(item, filled(item, "last_fill_time") ? "last_fill_time" : "created_time"));
    order.symbol = symbol;
    order.client_id = client_id;
    order.venue_id = venue_id;
    order.side = side;
    order.state = state_of(status);
    order.filled = executed;
    order.avg_price = average;
    order.fee = fee;
    order.at = at;
    settle_state(order);
    read_reason(order, text_or_empty(item, "reject_reason"), text_or_empty(item, "cancel_message"));
    NJ_TRY(read_terms(item, order));
    to.emplace_back(order);
    return {};
}

Status read_user_order(const object& item, core::Time at, AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(symbol, read_text(item, "product_id"));
    NJ_TRY(client_id, read_text(item, "client_order_id"));
    NJ_TRY(venue_id, read_text(item, "order_id"));
    NJ_TRY(side, read_side(item, "order_side", "BUY", "SELL"));
    NJ_TRY(status, read_text(item, "status"));
    NJ_TRY(executed, read_qty(item, "cumulative_quantity"));
    NJ_TRY(leaves, read_qty(item, "leaves_quantity"));
    NJ_TRY(price, read_price_if_above_zero(item, "limit_price"));
    NJ_TRY(average, read_average(item, "avg_price"));
    NJ_TRY(fee, read_amount_if_filled(item, "total_fees"));
    order.symbol = symbol;
    order.client_id = client_id;
    order.venue_id = venue_id;
    order.side = side;
    order.state = state_of(status);
    // Of what is done nothing is left, however much was wanted.
    if (order.state == OrderState::Open) {
        NJ_TRY(qty, sum("leaves_quantity", executed, leaves));
        order.qty = qty;
    }
    order.price = price;
    order.filled = executed;
    order.avg_price = average;
    order.fee = fee;
    order.at = at;
    settle_state(order);
    read_reason(order, text_or_empty(item, "reject_reason"), text_or_empty(item, "cancel_reason"));
    to.emplace_back(order);
    return {};
}

Status read_fill(const object& item, AccountEvents& to) {
    FillSaid fill;
    NJ_TRY(symbol, read_text(item, "product_id"));
    NJ_TRY(venue_id, read_text(item, "order_id"));
    NJ_TRY(trade, read_trade_text(item, "trade_id"));
    NJ_TRY(side, read_side(item, "side", "BUY", "SELL"));
    NJ_TRY(price, read_price(item, "price"));
    NJ_TRY(size, read_price(item, "size"));
    NJ_TRY(fee, read_amount(item, "commission"));
    NJ_TRY(liquidity, read_text(item, "liquidity_indicator"));
    NJ_TRY(at, read_date(item, "trade_time"));
    bool in_quote = false;
    if (has(item, "size_in_quote")) {
        NJ_TRY(flag, read_flag(item, "size_in_quote"));
        in_quote = flag;
    }
    fill.symbol = symbol;
    fill.venue_id = venue_id;
    fill.trade = trade;
    fill.side = side;
    fill.price = price;
    fill.qty = size;
    if (in_quote) {
        NJ_TRY(qty, in_base(size, price));
        fill.qty = qty;
    }
    fill.fee = fee;
    fill.fee_in = FeeIn::Quote;
    fill.liquidity = liquidity == "MAKER" ? core::Liquidity::Maker : core::Liquidity::Taker;
    fill.at = at;
    to.emplace_back(fill);
    return {};
}

Status read_account(const object& item, AccountEvents& to) {
    BalanceSaid said;
    NJ_TRY(asset, read_text(item, "currency"));
    NJ_TRY(available, read_object(item, "available_balance"));
    NJ_TRY(hold, read_object(item, "hold"));
    NJ_TRY(free, read_amount(available, "value"));
    NJ_TRY(held, read_amount(hold, "value"));
    NJ_TRY(total, sum("hold", free, held));
    said.asset = asset;
    said.total = total;
    said.free = free;
    to.emplace_back(said);
    return {};
}

}  // namespace nightjar::venue::coinbase
