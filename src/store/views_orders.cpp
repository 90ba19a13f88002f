/// Orders, fills and what they make of positions: the rows that change.

#include "store/errc.hpp"
#include "store/views_writer.hpp"

namespace nightjar::store {

using core::Money;
using core::OrderState;
using core::Qty;
using core::Result;
using core::Status;
using core::Wide;

namespace {

OrderState state_named(std::string_view wanted) {
    for (auto state = OrderState::Reserved; state < OrderState::Expired;
         state = static_cast<OrderState>(static_cast<int>(state) + 1))
        if (core::name(state) == wanted) return state;
    return OrderState::Expired;
}

/// What of an order's row decides how it goes on.
struct OrderRow {
    const core::Instrument* instrument{};
    OrderState state{};
    Qty qty;
    Qty filled;
};

/// Nothing for an order that was never approved: a liquidation's, or somebody's hand.
Result<std::optional<OrderRow>> find_order(Database& sql, const LedgerNames& names,
                                           core::OrderId id) {
    NJ_TRY(query, sql.query("SELECT instrument_id, state, qty, filled FROM orders "
                            "WHERE order_id = ?",
                            id.value));
    NJ_TRY(found, query->step());
    if (!found) return std::nullopt;
    NJ_TRY(instrument, names.instrument({static_cast<std::uint32_t>(query->integer(0))}));
    NJ_TRY(qty, core::parse_qty(query->text(2), *instrument));
    NJ_TRY(filled, core::parse_qty(query->text(3), *instrument));
    const OrderRow row{instrument, state_named(query->text(1)), qty, filled};
    query->reset();
    return row;
}

/// sum / lots in ticks, as a price; rounded toward zero at 1e-12.
std::string average(Wide ticks_lots, Qty lots, const core::Instrument& instrument) {
    if (lots.raw == 0) return "0";
    const Wide whole = ticks_lots / lots.raw;
    const Wide rest = ticks_lots % lots.raw;
    return to_string(Money{whole * instrument.tick.raw + rest * instrument.tick.raw / lots.raw});
}

std::optional<std::string> if_set(core::Price price, const core::Instrument& instrument) {
    if (price.raw == 0) return std::nullopt;
    return format_price(price, instrument);
}

}  // namespace

Status ViewsWriter::put(const NumberedRecord& from, const core::OrderApproved& approved) {
    const auto& order = approved.order;
    NJ_TRY(instrument, names_->instrument(order.instrument));
    return sql_->run(
        "INSERT OR REPLACE INTO orders VALUES "
        "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL,'0',NULL,'0',NULL,'0',?)",
        order.id.value, from.number, from.at.ns,
        core::client_order_id(names_->node(), order.id).view(), names_->venue(order.venue),
        instrument->symbol, core::name(order.side), core::name(order.type), core::name(order.tif),
        order.post_only, order.reduce_only, format_qty(order.qty, *instrument),
        if_set(order.price, *instrument), if_set(order.stop, *instrument), order.parent.value,
        core::name(OrderState::Reserved), order.instrument.value);
}

Status ViewsWriter::put(const NumberedRecord&, const core::CancelSent& sent) {
    NJ_TRY(row, find_order(*sql_, *names_, sent.cancel.id));
    if (!row || core::is_terminal(row->state)) return {};
    return sql_->run("UPDATE orders SET state = ? WHERE order_id = ?",
                     core::name(OrderState::CancelPending), sent.cancel.id.value);
}

/// As the engine's OrderTable takes it: what is done stays done, a late "open" does not undo our
/// cancel, and "filled" waits for the fills.
Status ViewsWriter::put(const NumberedRecord&, const core::OrderChanged& changed) {
    const auto& update = changed.update;
    NJ_TRY(row, find_order(*sql_, *names_, update.order));
    if (!row || core::is_terminal(row->state)) return {};
    if (update.state == OrderState::Reserved && row->state != OrderState::Reserved) return {};
    if (update.state == OrderState::Filled && row->filled < row->qty) return {};
    const bool late = row->state == OrderState::CancelPending && update.state == OrderState::Open;
    if (!core::is_terminal(update.state) && update.qty.raw > 0 && update.qty != row->qty) {
        if (update.qty < row->filled) return {};
        NJ_TRY(sql_->run("UPDATE orders SET qty = ?, price = ? WHERE order_id = ?",
                         format_qty(update.qty, *row->instrument),
                         if_set(update.price, *row->instrument), update.order.value));
    }
    std::optional<std::string_view> reason;
    if (update.reason != core::OrderReason::None) reason = core::name(update.reason);
    return sql_->run("UPDATE orders SET state = ?, reason = ? WHERE order_id = ?",
                     core::name(late ? row->state : update.state), reason, update.order.value);
}

Status ViewsWriter::put(const NumberedRecord& from, const core::FillBooked& booked) {
    const auto& fill = booked.fill;
    NJ_TRY(instrument, names_->instrument(booked.instrument));
    NJ_TRY(sql_->run("INSERT INTO fills VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", from.number,
                     booked.stamp.exch.ns, names_->venue(booked.venue), instrument->symbol,
                     core::name(fill.side), format_price(fill.price, *instrument),
                     format_qty(fill.qty, *instrument), to_string(fill.fee),
                     names_->asset(fill.fee_asset), core::name(fill.liquidity), fill.order.value,
                     fmt::format("{}", fill.trade.value)));
    for (std::size_t part = 0; part < booked.shares.size(); ++part) {
        const auto& share = booked.shares[part];
        NJ_TRY(sql_->run("INSERT INTO fill_shares VALUES (?,?,?,?,?,?)", from.number, part,
                         names_->strategy(share.strategy),
                         format_qty(magnitude(share.qty), *instrument), to_string(share.cash),
                         to_string(share.fee)));
        NJ_TRY(move(from, share.strategy, *instrument, share.qty, share.cash));
    }
    return fill_order(fill);
}

Status ViewsWriter::fill_order(const core::Fill& fill) {
    NJ_TRY(row, find_order(*sql_, *names_, fill.order));
    if (!row) return {};
    const auto& instrument = *row->instrument;
    NJ_TRY(query, sql_->query("SELECT ticks_lots, fees, fee_asset FROM orders WHERE order_id = ?",
                              fill.order.value));
    NJ_TRY(found, query->step());
    NJ_CHECK(found, "order {} is gone", fill.order.value);
    NJ_TRY(before, core::parse_decimal(query->text(0), 0));
    const auto fees_before = query->text(1);
    const auto asset_before = query->value(2);
    query->reset();

    const Qty filled = row->filled + fill.qty;
    const Wide ticks_lots = before + Wide{fill.price.raw} * fill.qty.raw;
    const bool done = !core::is_terminal(row->state) && filled >= row->qty;
    const auto state = done ? OrderState::Filled : row->state;
    auto asset = names_->asset(fill.fee_asset);
    std::optional<std::string> fees;
    if (asset_before.value_or(asset) == asset) {
        NJ_TRY(paid, core::parse_money(fees_before));
        fees = to_string(paid + fill.fee);
    } else {
        asset = "several";  // no one sum; each fill has its own
    }
    return sql_->run(
        "UPDATE orders SET state = ?, filled = ?, average_price = ?, fees = ?, fee_asset = ?, "
        "ticks_lots = ? WHERE order_id = ?",
        core::name(state), format_qty(filled, instrument), average(ticks_lots, filled, instrument),
        fees, asset, core::to_string(ticks_lots), fill.order.value);
}

Status ViewsWriter::put(const NumberedRecord& from, const core::CrossBooked& booked) {
    NJ_TRY(instrument, names_->instrument(booked.instrument));
    NJ_TRY(sql_->run("INSERT INTO crosses VALUES (?,?,?,?,?,?,?,?,?)", from.number, from.at.ns,
                     names_->venue(instrument->venue), instrument->symbol,
                     names_->strategy(booked.buyer), names_->strategy(booked.seller),
                     format_price(booked.price, *instrument), format_qty(booked.qty, *instrument),
                     to_string(booked.cash)));
    NJ_TRY(move(from, booked.buyer, *instrument, booked.qty, -booked.cash));
    return move(from, booked.seller, *instrument, -booked.qty, booked.cash);
}

/// The same arithmetic as portfolio::Account::trade, which the tests hold it against: what closes
/// takes its share of the cost with it, and a flip opens with the rest.
Status ViewsWriter::move(const NumberedRecord& from, core::StrategyId strategy,
                         const core::Instrument& instrument, Qty qty, Money cash) {
    NJ_TRY(query, sql_->query("SELECT qty, cost, realized FROM positions WHERE strategy_id = ? AND "
                              "instrument_id = ?",
                              strategy.value, instrument.id.value));
    NJ_TRY(found, query->step());
    Qty held;
    Money cost;
    Money realized;
    if (found) {
        NJ_TRY(old_qty, core::parse_qty(query->text(0), instrument));
        NJ_TRY(old_cost, core::parse_money(query->text(1)));
        NJ_TRY(old_realized, core::parse_money(query->text(2)));
        held = old_qty;
        cost = old_cost;
        realized = old_realized;
        query->reset();
    }
    if (qty.raw == 0 || held.raw == 0 || (held.raw < 0) == (qty.raw < 0)) {
        cost -= cash;
    } else {
        const Qty closed = std::min(magnitude(qty), magnitude(held));
        const Money closing_cash = scaled(cash, closed.raw, magnitude(qty).raw);
        const Money closing_cost = scaled(cost, closed.raw, magnitude(held).raw);
        realized += closing_cash - closing_cost;
        cost -= closing_cost + cash - closing_cash;
    }
    held += qty;
    return sql_->run("INSERT OR REPLACE INTO positions VALUES (?,?,?,?,?,?,?,?,?)", strategy.value,
                     instrument.id.value, from.number, names_->strategy(strategy),
                     names_->venue(instrument.venue), instrument.symbol,
                     format_qty(held, instrument), to_string(cost), to_string(realized));
}

}  // namespace nightjar::store
