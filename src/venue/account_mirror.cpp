#include "venue/account_mirror.hpp"

#include "venue/steps.hpp"

#include <algorithm>

namespace nightjar::venue {

using core::OrderReason;
using core::OrderState;
using core::Qty;
using core::Result;
using core::Status;
using core::Time;

AccountMirror::AccountMirror(const core::Catalog& catalog, core::VenueId venue, std::uint16_t node)
    : catalog_{&catalog}, venue_{venue}, node_{node}, cash_{catalog, venue} {
    for (const auto& instrument : catalog.instruments())
        if (instrument.venue == venue) symbols_.emplace(instrument.symbol, instrument.id);
}

std::vector<core::Event> AccountMirror::take() { return std::exchange(told_, {}); }

void AccountMirror::tell(core::InstrumentId instrument, Time at, core::Event::Body body) {
    told_.push_back({{at, {}, {}}, instrument, venue_, body});
}

MirroredOrder& AccountMirror::add(const core::OrderRequest& request, Time now) {
    MirroredOrder order;
    order.request = request;
    order.client_id = core::client_order_id(node_, request.id).view();
    order.sent_at = now;
    order.check_at = now + order.check_after;
    order.changed = ++changes_;
    return orders_.emplace(request.id, std::move(order)).first->second;
}

MirroredOrder& AccountMirror::adopt(const OwnOrder& order, Time sent_at) {
    core::OrderRequest request;
    request.id = order.id;
    request.instrument = order.instrument;
    request.venue = venue_;
    request.side = order.side;
    request.type = order.type;
    request.price = order.price;
    request.qty = order.qty;
    auto& added = add(request, sent_at);
    added.filled = order.filled;
    added.state = order.state;
    return added;
}

void AccountMirror::remember(const TradeKey& trade) {
    if (!trades_.insert(trade).second) return;
    trades_in_order_.push_back(trade);
    if (trades_in_order_.size() <= remembered_trades) return;
    trades_.erase(trades_in_order_.front());
    trades_in_order_.pop_front();
}

const MirroredOrder* AccountMirror::find(core::OrderId id) const {
    const auto found = orders_.find(id);
    return found == orders_.end() ? nullptr : &found->second;
}

const MirroredOrder* AccountMirror::find(std::string_view client_id, std::string_view venue_id,
                                         const core::Instrument* instrument) const {
    if (const auto id = own_order(client_id, node_)) return find(*id);
    const MirroredOrder* found = nullptr;
    const auto [first, end] = by_venue_id_.equal_range(venue_id);
    for (auto each = first; each != end; ++each) {
        const auto* order = find(each->second);
        if (order == nullptr) continue;
        if (instrument != nullptr && order->request.instrument == instrument->id) return order;
        if (instrument == nullptr && std::exchange(found, order) != nullptr) return nullptr;
    }
    return found;
}

void AccountMirror::learn(MirroredOrder& order, std::string_view venue_id) {
    if (venue_id.empty() || order.venue_id == venue_id) return;
    // An amended order may have a new id; fills under the old one may still come.
    order.venue_id = venue_id;
    by_venue_id_.emplace(order.venue_id, order.request.id);
    settle_homeless({});
}

void AccountMirror::update(MirroredOrder& order, OrderState state, OrderReason reason) {
    if (order.done() || (order.state == state && reason == OrderReason::None)) return;
    order.state = state;
    tell(
        order.request.instrument, {},
        core::OrderUpdate{order.request.id, state, reason, order.request.price, order.request.qty});
    if (order.done()) finish(order);
}

/// Forgets the oldest of those that are done; not this one.
void AccountMirror::finish(MirroredOrder& order) {
    order.end.reset();
    done_.push_back(order.request.id);
    if (done_.size() <= remembered_orders) return;
    const auto oldest = orders_.find(done_.front());
    done_.pop_front();
    std::erase_if(by_venue_id_, [&](const auto& known) { return known.second == oldest->first; });
    orders_.erase(oldest);
}

const core::Instrument* AccountMirror::instrument(std::string_view symbol) const {
    const auto found = symbols_.find(symbol);
    return found == symbols_.end() ? nullptr : &(*catalog_)[found->second];
}

Status AccountMirror::on(const OrderSaid& said) {
    auto* order = about(said);
    if (order == nullptr) return {};  // somebody else's: reconciling tells of it
    learn(*order, said.venue_id);
    if (order->done()) return {};
    order->changed = ++changes_;
    NJ_TRY(there, translate(said));
    const auto price = there.price;
    const auto qty = there.qty;
    auto filled = std::max(order->filled, there.filled);
    if (core::is_terminal(said.state)) {
        if (said.state == OrderState::Filled) filled = qty;
        if (filled > order->filled)
            order->end = MirroredOrder::End{said.state, said.reason, filled};
        else
            update(*order, said.state, said.reason);
        return {};
    }
    if (said.state == OrderState::Unknown) return {};
    const bool amended = price != order->request.price || qty != order->request.qty;
    order->request.price = price;
    order->request.qty = qty;
    // Of fills that it has not told yet the stream, or a question, tells.
    if (filled > order->filled) order->end = MirroredOrder::End{OrderState::Open, {}, filled};
    const bool news = order->state == OrderState::Reserved || order->state == OrderState::Unknown;
    if (amended && !news)
        tell(order->request.instrument, said.at.value_or(Time{}),
             core::OrderUpdate{order->request.id, OrderState::Open, said.reason, price, qty});
    else if (news)
        update(*order, OrderState::Open, said.reason);
    return {};
}

Result<VenueFill> AccountMirror::translate(const FillSaid& said) const {
    const auto* order = about(said);
    const auto* found =
        order != nullptr ? &(*catalog_)[order->request.instrument] : instrument(said.symbol);
    if (found == nullptr)
        return core::fail(Errc::BadField, "a fill of {}, which is not in the configuration",
                          said.symbol);
    VenueFill fill{said.at, found->id, std::string{said.client_id}, {}};
    fill.fill.order = order != nullptr ? order->request.id : core::OrderId{};
    if (order != nullptr) fill.client_id = order->client_id;
    fill.fill.trade = said.trade;
    fill.fill.side = said.side;
    NJ_TRY(price, price_of(said.price, *found));
    NJ_TRY(qty, qty_of(said.qty, *found));
    fill.fill.price = price;
    fill.fill.qty = qty;
    fill.fill.liquidity = said.liquidity;
    fill.fill.fee = money_of(said.fee.value_or(core::Decimal{}));
    switch (said.fee_in) {
        case FeeIn::Base: fill.fill.fee_asset = found->base; break;
        case FeeIn::Quote: fill.fill.fee_asset = found->quote; break;
        case FeeIn::Settle: fill.fill.fee_asset = found->settle(); break;
        case FeeIn::Named: {
            const auto& assets = catalog_->assets();
            const auto named = std::ranges::find(assets, said.fee_asset);
            if (named == assets.end() && fill.fill.fee.raw != 0)
                return core::fail(Errc::BadField, "a fee in {}, which is not in the configuration",
                                  said.fee_asset);
            if (named == assets.end())
                fill.fill.fee_asset = found->settle();
            else
                fill.fill.fee_asset = {static_cast<std::uint16_t>(named - assets.begin())};
        }
    }
    return fill;
}

Status AccountMirror::on(const FillSaid& said) {
    auto* order = about(said);
    const auto* known =
        order != nullptr ? &(*catalog_)[order->request.instrument] : instrument(said.symbol);
    if (known != nullptr && trades_.contains({known->id, said.trade})) return {};
    if (!said.fee) {  // to be asked for
        if (order != nullptr && !order->done() && !order->end) {
            NJ_TRY(qty, qty_of(said.qty, *known));
            order->end = MirroredOrder::End{OrderState::Open, {}, order->filled + qty};
        }
        return {};
    }
    NJ_TRY(fill, translate(said));
    if (order == nullptr) {
        const bool waits = std::ranges::any_of(homeless_, [&](const VenueFill& other) {
            return other.instrument == fill.instrument && other.fill.trade == said.trade;
        });
        if (waits) return {};
        homeless_.push_back(std::move(fill));
        // By its venue id alone; kept with it until the id is known.
        homeless_.back().client_id = std::string{said.venue_id};
        return {};
    }
    learn(*order, said.venue_id);
    book(fill.instrument, fill.at, fill.fill);
    return {};
}

Status AccountMirror::on(const FundingSaid& said) {
    const auto* paid = instrument(said.symbol);
    if (paid == nullptr) return {};  // others' positions are not ours to know
    core::Balance balance{paid->settle(), money_of(said.change), core::Balance::Reason::Funding};
    const auto settled_in = catalog_->name(balance.asset);
    if (!said.asset.empty() && said.asset != settled_in)
        return core::fail(Errc::BadField, "funding of {} in {}, not in {}", said.symbol, said.asset,
                          settled_in);
    if (!settlements_.insert({said.at, paid->id}).second) return {};
    if (settlements_.size() > remembered_settlements) settlements_.erase(settlements_.begin());
    cash_.book(said.at, balance);
    tell(paid->id, said.at, balance);
    return {};
}

void AccountMirror::settle_homeless(Time sure_before) {
    auto waiting = std::exchange(homeless_, {});
    for (auto& fill : waiting) {
        if (trades_.contains({fill.instrument, fill.fill.trade})) continue;
        const auto* order = find({}, fill.client_id, &(*catalog_)[fill.instrument]);
        if (order == nullptr && fill.at >= sure_before) {
            homeless_.push_back(std::move(fill));
            continue;
        }
        fill.fill.order = order != nullptr ? order->request.id : core::OrderId{};
        book(fill.instrument, fill.at, fill.fill);
    }
}

void AccountMirror::book(core::InstrumentId instrument, Time at, const core::Fill& fill) {
    remember({instrument, fill.trade});
    cash_.book(instrument, at, fill);
    tell(instrument, at, fill);
    auto* order = find(fill.order);
    if (order == nullptr) return;
    order->filled += fill.qty;
    order->changed = ++changes_;
    if (order->done()) return;
    if (order->filled >= order->request.qty) {  // the engine knows by itself
        order->state = OrderState::Filled;
        return finish(*order);
    }
    if (order->end && order->filled >= order->end->filled) {
        const auto end = *order->end;
        order->end.reset();
        if (core::is_terminal(end.state)) update(*order, end.state, end.reason);
    }
}

std::optional<Time> AccountMirror::fills_due() const {
    std::optional<Time> since;
    for (const auto& [id, order] : orders_)
        if (order.end && !order.done())
            since = since ? std::min(*since, order.sent_at) : order.sent_at;
    return since;
}

OwnView AccountMirror::view(std::uint64_t unchanged_since) {
    viewed_orders_.clear();
    for (const auto& [id, order] : orders_)
        if (!order.done() && !order.in_flight && order.changed <= unchanged_since)
            viewed_orders_.push_back({id, order.request.instrument, order.request.side,
                                      order.request.price, order.request.qty, order.filled,
                                      order.state});
    viewed_trades_.assign(trades_.begin(), trades_.end());
    OwnView view{viewed_orders_, viewed_trades_, LotsHeld(catalog_->instruments().size())};
    for (const auto& instrument : catalog_->instruments())
        if (instrument.kind != core::InstrumentKind::Spot)
            view.positions[instrument.id.value] = cash_.position(instrument.id);
    return view;
}

Result<VenueOrder> AccountMirror::translate(const OrderSaid& said) const {
    const auto* order = about(said);
    const auto* found =
        order != nullptr ? &(*catalog_)[order->request.instrument] : instrument(said.symbol);
    if (found == nullptr)
        return core::fail(Errc::BadField, "an order of {}, which is not in the configuration",
                          said.symbol);
    VenueOrder translated;
    translated.client_id = order != nullptr ? order->client_id : std::string{said.client_id};
    translated.venue_id = said.venue_id;
    translated.instrument = found->id;
    translated.side = said.side.value_or(order != nullptr ? order->request.side : core::Side{});
    translated.state = said.state;
    if (order != nullptr) {  // what is not said has not changed
        translated.price = order->request.price;
        translated.qty = order->request.qty;
        translated.filled = order->filled;
    }
    if (said.price && said.price->mantissa != 0) {
        NJ_TRY(price, price_of(*said.price, *found));
        translated.price = price;
    }
    if (said.qty) {
        NJ_TRY(qty, qty_of(*said.qty, *found));
        translated.qty = qty;
    }
    if (said.filled) {
        NJ_TRY(filled, qty_of(*said.filled, *found));
        translated.filled = filled;
    }
    return translated;
}

void AccountMirror::apply(const Missed& missed) {
    if (const auto* fill = std::get_if<core::Fill>(&missed.body)) {
        if (!trades_.contains({missed.instrument, fill->trade}))
            book(missed.instrument, missed.at, *fill);
        return;
    }
    const auto& said = std::get<core::OrderUpdate>(missed.body);
    auto* order = find(said.order);
    if (order == nullptr || order->done()) return;
    order->request.price = said.price;
    order->request.qty = said.qty;
    order->state = OrderState::Unknown;  // so that it is news
    update(*order, said.state, said.reason);
}

}  // namespace nightjar::venue
