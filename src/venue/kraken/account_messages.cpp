#include "venue/kraken/account_messages.hpp"

#include <array>

namespace nightjar::venue::kraken {

namespace {

using core::OrderReason;
using core::OrderState;
using core::Side;
using core::Status;
constexpr auto prefix = OutcomeRow::Match::Prefix;
constexpr auto doubtful = OutcomeRow::Source::Doubtful;

/// Of REST and of the stream.
constexpr std::array state_words{
    StateWord{"pending", OrderState::Open},
    StateWord{"pending_new", OrderState::Open},
    StateWord{"open", OrderState::Open},
    StateWord{"new", OrderState::Open},
    StateWord{"partially_filled", OrderState::Open},
    StateWord{"closed", OrderState::Filled},
    StateWord{"filled", OrderState::Filled},
    StateWord{"canceled", OrderState::Cancelled},
    StateWord{"expired", OrderState::Expired},
};

constexpr std::array reasons{
    ReasonWord{"EOrder:Insufficient", OrderReason::InsufficientFunds, prefix},
    ReasonWord{"EOrder:Post only order", OrderReason::PostOnlyWouldTake, prefix},
    ReasonWord{"EOrder:Reduce only", OrderReason::ReduceOnly, prefix, doubtful},
    ReasonWord{"EOrder:Orders limit exceeded", OrderReason::Overloaded, prefix},
    ReasonWord{"EService:Market in", OrderReason::InstrumentClosed, prefix},
    ReasonWord{"User requested", OrderReason::Requested, prefix},
    ReasonWord{"Post only", OrderReason::PostOnlyWouldTake, prefix, doubtful},
    ReasonWord{"Insufficient", OrderReason::InsufficientFunds, prefix, doubtful},
    ReasonWord{"Self trade", OrderReason::SelfTrade, prefix, doubtful},
    ReasonWord{"Cancel all orders after", OrderReason::Disconnected, prefix, doubtful},
    ReasonWord{"IOC", OrderReason::Unfillable, prefix, doubtful},
    ReasonWord{"Not enough liquidity", OrderReason::NoLiquidity, prefix, doubtful},
};

OrderState state_of(std::string_view status) {
    const auto* row = find_word(state_words, status);
    return row != nullptr ? row->means : OrderState::Unknown;
}

void read_reason(OrderSaid& order, std::string_view words) {
    if (order.state != OrderState::Cancelled && order.state != OrderState::Expired) return;
    order.words = words;
    const auto* row = find_word(reasons, words);
    if (row != nullptr) order.reason = row->means;
}

Result<core::Time> read_seconds(const object& item, std::string_view field) {
    NJ_TRY(text, read_text(item, field));
    return to_time_of_seconds(field, text);
}

/// Of an order of REST: the price in its description; only limit orders have one.
Result<std::optional<core::Decimal>> read_limit(const object& description) {
    NJ_TRY(type, read_text(description, "ordertype"));
    if (type != "limit") return std::nullopt;
    return read_price_if_above_zero(description, "price");
}

/// Where it is said: the one fee of the execution; several in different assets are to be asked for.
Status read_fee(const object& item, FillSaid& fill) {
    if (!has(item, "fees")) return {};
    NJ_TRY(fees, read_array(item, "fees"));
    if (fees.size() == 0) {
        fill.fee = core::Decimal{};
        fill.fee_in = FeeIn::Quote;
    }
    if (fees.size() != 1) return {};
    NJ_TRY(fee, as_object("fees", fees.at(0).value_unsafe()));
    NJ_TRY(asset, read_text(fee, "asset"));
    NJ_TRY(amount, read_amount(fee, "qty"));
    fill.fee = amount;
    fill.fee_asset = asset;
    return {};
}

Status read_event_fill(const object& item, const OrderSaid& order, AccountEvents& to) {
    FillSaid fill;
    NJ_TRY(trade, read_trade_text(item, "exec_id"));
    NJ_TRY(side, read_side(item, "side", "buy", "sell"));
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(price, read_price(item, "last_price"));
    NJ_TRY(qty, read_price(item, "last_qty"));
    NJ_TRY(liquidity, read_text(item, "liquidity_ind"));
    if (liquidity != "m" && liquidity != "t") return bad("liquidity_ind", liquidity, "not m or t");
    NJ_TRY(read_fee(item, fill));
    fill.symbol = symbol;
    fill.client_id = order.client_id;
    fill.venue_id = order.venue_id;
    fill.trade = trade;
    fill.side = side;
    fill.price = price;
    fill.qty = qty;
    fill.liquidity = liquidity == "m" ? core::Liquidity::Maker : core::Liquidity::Taker;
    fill.at = *order.at;
    to.emplace_back(fill);
    return {};
}

}  // namespace

std::span<const ReasonWord> reason_words() { return reasons; }

Status read_order(std::string_view id, const object& item, const PairNames& names,
                  AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(description, read_object(item, "descr"));
    NJ_TRY(pair, read_text(description, "pair"));
    NJ_TRY(side, read_side(description, "type", "buy", "sell"));
    NJ_TRY(price, read_limit(description));
    NJ_TRY(status, read_text(item, "status"));
    NJ_TRY(qty, read_qty(item, "vol"));
    NJ_TRY(executed, read_qty(item, "vol_exec"));
    NJ_TRY(average, read_average(item, "price"));
    NJ_TRY(fee, read_amount_if_filled(item, "fee"));
    NJ_TRY(at, read_seconds(item, filled(item, "closetm") ? "closetm" : "opentm"));
    order.symbol = names.symbol(pair);
    order.client_id = text_or_empty(item, "cl_ord_id");
    order.venue_id = id;
    order.side = side;
    order.state = state_of(status);
    // An order that was ended before all of it was filled may be "closed" too.
    if (order.state == OrderState::Filled && executed != qty) order.state = OrderState::Cancelled;
    order.price = price;
    if (!text_or_empty(item, "oflags").contains("viqc")) order.qty = qty;
    order.filled = executed;
    if (executed.mantissa > 0) order.avg_price = average;
    order.fee = fee;
    order.at = at;
    read_reason(order, text_or_empty(item, "reason"));
    to.emplace_back(order);
    return {};
}

Status read_trade(std::string_view id, const object& item, const PairNames& names,
                  AccountEvents& to) {
    FillSaid fill;
    NJ_TRY(venue_id, read_text(item, "ordertxid"));
    NJ_TRY(pair, read_text(item, "pair"));
    NJ_TRY(side, read_side(item, "type", "buy", "sell"));
    NJ_TRY(price, read_price(item, "price"));
    NJ_TRY(qty, read_price(item, "vol"));
    NJ_TRY(fee, read_amount(item, "fee"));
    NJ_TRY(maker, read_flag(item, "maker"));
    NJ_TRY(at, read_seconds(item, "time"));
    fill.symbol = names.symbol(pair);
    fill.venue_id = venue_id;
    fill.trade = trade_id_of(id);
    fill.side = side;
    fill.price = price;
    fill.qty = qty;
    fill.fee = fee;
    fill.fee_in = FeeIn::Quote;
    fill.liquidity = maker ? core::Liquidity::Maker : core::Liquidity::Taker;
    fill.at = at;
    to.emplace_back(fill);
    return {};
}

Status read_execution(const object& item, AccountEvents& to) {
    OrderSaid order;
    NJ_TRY(kind, read_text(item, "exec_type"));
    NJ_TRY(venue_id, read_text(item, "order_id"));
    NJ_TRY(status, read_text(item, "order_status"));
    NJ_TRY(qty, read_qty_if_filled(item, "order_qty"));
    NJ_TRY(price, read_price_if_above_zero(item, "limit_price"));
    NJ_TRY(cumulative, read_qty_if_filled(item, "cum_qty"));
    NJ_TRY(average, read_average(item, "avg_price"));
    NJ_TRY(at, read_date(item, "timestamp"));
    order.symbol = text_or_empty(item, "symbol");
    order.client_id = text_or_empty(item, "cl_ord_id");
    order.venue_id = venue_id;
    if (has(item, "side")) {
        NJ_TRY(side, read_side(item, "side", "buy", "sell"));
        order.side = side;
    }
    order.state = state_of(status);
    order.price = price;
    order.qty = qty;
    order.filled = cumulative;
    order.avg_price = average;
    order.at = at;
    read_reason(order, text_or_empty(item, filled(item, "reason") ? "reason" : "cancel_reason"));
    to.emplace_back(order);
    return kind == "trade" ? read_event_fill(item, order, to) : Status{};
}

Status read_wallet(const object& item, AccountEvents& to) {
    BalanceSaid said;
    NJ_TRY(asset, read_text(item, "asset"));
    said.asset = asset;
    if (has(item, "wallets")) {  // a snapshot
        NJ_TRY(wallets, read_array(item, "wallets"));
        for (const auto entry : wallets) {
            NJ_TRY(wallet, as_object("wallets", entry));
            if (text_or_empty(wallet, "type") != "spot") continue;
            NJ_TRY(total, read_amount(wallet, "balance"));
            said.total = total;
        }
        to.emplace_back(said);
        return {};
    }
    const auto wallet = text_or_empty(item, "wallet_type");
    if (!wallet.empty() && wallet != "spot") return {};
    NJ_TRY(total, read_amount(item, "balance"));
    said.total = total;
    if (has(item, "timestamp")) {
        NJ_TRY(at, read_date(item, "timestamp"));
        said.at = at;
    }
    to.emplace_back(said);
    return {};
}

}  // namespace nightjar::venue::kraken
