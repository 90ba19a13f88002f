/// The hall's accounts: who they are, what they have, and what the exchange reports to them.

#include "exchange/hall.hpp"

#include <algorithm>

namespace nightjar::exchange {

using core::InstrumentId;
using core::Money;
using core::OrderReason;
using core::OrderState;
using core::Time;

core::Result<Client*> Hall::admit(ClientConfig config) {
    if (client(config.key) != nullptr)
        return core::fail(Errc::BadConfig, "key {}: there are two clients of that name",
                          config.key);
    portfolio::Account books{catalog_, currency_};
    for (const auto& [asset, amount] : config.deposits) {
        const auto& assets = catalog_.assets();
        const auto found = std::ranges::find(assets, asset);
        if (found == assets.end() || amount < Money{})
            return core::fail(Errc::BadConfig, "key {}: {} {} cannot be deposited at {}",
                              config.key, to_string(amount), asset, config_.venue);
        const core::AssetId id{static_cast<std::uint16_t>(found - assets.begin())};
        const auto spot =
            std::ranges::find_if(catalog_.instruments(), [id](const core::Instrument& instrument) {
                return instrument.kind == core::InstrumentKind::Spot && instrument.base == id;
            });
        if (spot == catalog_.instruments().end()) {
            books.adjust(id, amount);
            continue;
        }
        // What may be sold is a position; what is less than a lot lies beside it.
        const core::Qty lots{static_cast<std::int64_t>(amount.raw / spot->lot.raw)};
        books.trade(spot->id, lots, {});
        books.adjust(id, amount - spot->units(lots));
    }
    auto& exchange = source_->exchange();
    const auto account = exchange.open_account({});
    exchange.restore(account, books);
    venue::Credentials credentials{std::move(config.key), venue::Secret{std::move(config.secret)},
                                   venue::Secret{std::move(config.passphrase)}};
    clients_.push_back(std::make_unique<Client>(std::move(credentials), account, std::move(books),
                                                config_.max_orders));
    return clients_.back().get();
}

void Hall::take(Client& client, core::Money amount) {
    auto& exchange = source_->exchange();
    auto books = exchange.account(client.account);
    books.adjust(currency_, -amount);
    exchange.restore(client.account, books);
    client.books.adjust(currency_, -amount);
}

Client* Hall::client(std::string_view key) {
    const auto found = std::ranges::find_if(
        clients_, [key](const auto& each) { return each->credentials.key == key; });
    return found == clients_.end() ? nullptr : found->get();
}

std::int32_t Hall::leverage(const Client& client, InstrumentId id) const {
    constexpr std::int32_t usual = 20;
    const auto chosen = client.leverage.find(id);
    return chosen == client.leverage.end() ? std::min(usual, listing(id).max_leverage)
                                           : chosen->second;
}

core::Status Hall::set_leverage(Client& client, InstrumentId id, std::int64_t times) {
    const auto most = listing(id).max_leverage;
    if (times < 1 || times > most)
        return core::fail(Errc::BadRequest, "a leverage of {} is not from 1 to {}", times, most);
    const auto before = leverage(client, id);
    client.leverage.insert_or_assign(id, static_cast<std::int32_t>(times));
    if (times < before && holding(client, currency_).free() < Money{}) {
        client.leverage.insert_or_assign(id, before);
        return core::fail(Errc::InsufficientFunds, "margin does not allow a leverage of {}", times);
    }
    return {};
}

void Hall::read_reports() {
    auto& exchange = source_->exchange();
    for (const auto& client : clients_) {
        for (const auto& report : exchange.reports(client->account)) on_report(*client, report);
        exchange.forget_reports(client->account);
    }
}

void Hall::on_report(Client& client, const sim::Report& report) {
    if (const auto* update = std::get_if<core::OrderUpdate>(&report.body)) {
        on_update(client, *update, report.at);
    } else if (const auto* fill = std::get_if<core::Fill>(&report.body)) {
        on_fill(client, report.instrument, *fill, report.at);
    } else if (const auto* balance = std::get_if<core::Balance>(&report.body)) {
        client.books.adjust(balance->asset, balance->change);
        constexpr std::size_t most_payments = 1'000;
        if (client.funding.size() == most_payments) client.funding.pop_front();
        client.funding.push_back({next_order_++, report.instrument, balance->change, report.at});
        if (listener_ != nullptr) listener_->on_funding(client, client.funding.back());
    }
}

void Hall::on_update(Client& client, const core::OrderUpdate& update, Time at) {
    auto* order = client.orders.find(update.order);
    if (order == nullptr) return;
    order->reason = update.reason;
    if (update.state == OrderState::Rejected) return end(client, *order, OrderStatus::Rejected, at);
    if (update.state == OrderState::Expired || update.reason == OrderReason::SelfTrade)
        return end(client, *order, OrderStatus::Expired, at);
    if (update.state == OrderState::Cancelled) {
        const bool market = order->terms.type == core::OrderType::Market;
        return end(client, *order, market ? OrderStatus::Expired : OrderStatus::Cancelled, at);
    }
    order->changed = at;
    if (order->status == OrderStatus::Waiting) {
        order->status = OrderStatus::Open;
        const auto kind =
            order->terms.trigger ? OrderEvent::Kind::Triggered : OrderEvent::Kind::New;
        return announce(client, *order, {kind, at});
    }
    amend_refused_ = update.reason != OrderReason::None;
    if (amend_refused_) return;
    order->terms.price = update.price;
    order->terms.qty = update.qty;
    announce(client, *order, {OrderEvent::Kind::Amended, at});
}

void Hall::on_fill(Client& client, InstrumentId instrument, const core::Fill& fill, Time at) {
    auto* known = client.orders.find(fill.order);
    auto& order = known != nullptr ? *known : liquidation(client, instrument, fill, at);
    const auto& traded = catalog_[instrument];
    const auto before = client.books.position(instrument).realized;
    const auto change = signed_qty(fill.side, fill.qty);
    client.books.trade(instrument, change, -traded.value(fill.price, change));
    client.books.adjust(fill.fee_asset, -fill.fee);

    Execution execution;
    execution.id = fill.trade;
    execution.order = order.id;
    execution.instrument = instrument;
    execution.side = fill.side;
    execution.price = fill.price;
    execution.qty = fill.qty;
    execution.quote = traded.notional(fill.price, fill.qty);
    execution.fee = fill.fee;
    execution.fee_asset = fill.fee_asset;
    if (traded.kind != core::InstrumentKind::Spot)
        execution.realized = client.books.position(instrument).realized - before;
    execution.maker = fill.liquidity == core::Liquidity::Maker;
    execution.at = at;
    client.orders.record(execution);

    order.filled += fill.qty;
    order.quote += execution.quote;
    order.fee += fill.fee;
    order.fee_asset = fill.fee_asset;
    order.changed = at;
    if (order.left().raw == 0) {
        order.status = OrderStatus::Filled;
        client.orders.close(order);
    }
    announce(client, order, {OrderEvent::Kind::Traded, at, &execution});
}

Order& Hall::liquidation(Client& client, InstrumentId instrument, const core::Fill& fill, Time at) {
    Order order;
    order.id = {next_order_++};
    order.terms.instrument = instrument;
    order.terms.client_id = fmt::format("autoclose-{}", fill.trade.value);
    order.terms.kind = "LIQUIDATION";
    order.terms.side = fill.side;
    order.terms.type = core::OrderType::Market;
    order.terms.qty = fill.qty;
    order.made = at;
    return client.orders.add(std::move(order));
}

void Hall::end(Client& client, Order& order, OrderStatus status, Time at) {
    using enum OrderEvent::Kind;
    order.status = status;
    order.changed = at;
    client.orders.close(order);
    const auto kind = status == OrderStatus::Cancelled ? Cancelled
                      : status == OrderStatus::Expired ? Expired
                                                       : Rejected;
    announce(client, order, {kind, at});
}

void Hall::announce(Client& client, const Order& order, const OrderEvent& event) {
    if (listener_ != nullptr) listener_->on_order(client, order, event);
}

}  // namespace nightjar::exchange
