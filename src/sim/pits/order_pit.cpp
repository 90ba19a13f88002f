#include "sim/pits/order_pit.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::OrderReason;
using core::OrderState;
using core::OrderType;
using core::Price;
using core::Side;
using core::Time;
using core::TimeInForce;

namespace {

bool well_formed(const core::OrderRequest& order) {
    return order.qty.raw > 0 && (order.type != OrderType::Limit || order.price.raw > 0) &&
           (order.type != OrderType::StopMarket || order.stop.raw > 0);
}

}  // namespace

std::optional<Price> OrderPit::mid() const {
    const auto bid = best(Side::Buy);
    const auto ask = best(Side::Sell);
    if (!bid || !ask) return std::nullopt;
    return Price{(bid->raw + ask->raw) / 2};
}

bool OrderPit::takes(const Resting& resting) const {
    const auto& order = resting.order;
    const auto touch = best(opposite(order.side));
    return touch && (order.type != OrderType::Limit || reaches(order.side, order.price, *touch));
}

std::optional<OrderReason> OrderPit::refusal(const Resting& resting) const {
    const auto& order = resting.order;
    if (!well_formed(order)) return OrderReason::BadRequest;
    if (order.type == OrderType::StopMarket) return std::nullopt;  // its trigger is its acceptance
    const bool limit = order.type == OrderType::Limit;
    if (!limit && !takes(resting)) return OrderReason::NoLiquidity;
    if (limit && order.post_only && takes(resting)) return OrderReason::PostOnlyWouldTake;
    const auto price = limit ? order.price : *best(opposite(order.side));
    const auto can = clearing_->affordable(resting, resting.left, price);
    if (can == resting.left) return std::nullopt;
    if (!order.reduce_only) return OrderReason::InsufficientFunds;
    return can.raw == 0 ? std::optional{OrderReason::ReduceOnly} : std::nullopt;
}

void OrderPit::submit(Resting resting) {
    const Time at = resting.arrived;
    if (const auto reason = refusal(resting))
        return clearing_->end(resting, OrderState::Rejected, *reason, at);
    const bool stop = resting.order.type == OrderType::StopMarket;
    if (!stop && resting.order.tif == TimeInForce::Fok && !fillable(resting))
        return clearing_->end(resting, OrderState::Expired, OrderReason::Unfillable, at);
    clearing_->tell(resting, at, OrderState::Open);
    if (stop)
        stops_.push_back(resting);
    else
        place(resting, at);
    complete(at);
}

void OrderPit::place(Resting& resting, Time at) {
    take(resting, at);
    if (resting.left.raw == 0) return;
    const auto& order = resting.order;
    if (order.type != OrderType::Limit)
        return clearing_->end(resting, OrderState::Cancelled, OrderReason::NoLiquidity, at);
    if (order.tif != TimeInForce::Gtc)
        return clearing_->end(resting, OrderState::Expired, OrderReason::Unfillable, at);
    side_of(order.side).insert(resting);
    changed(order.side, order.price);
}

bool OrderPit::trigger_stop(Price last, Time at) {
    const auto hit = std::ranges::find_if(stops_, [last](const Resting& stop) {
        return reaches(opposite(stop.order.side), stop.order.stop, last);
    });
    if (hit == stops_.end()) return false;
    auto stop = *hit;
    stops_.erase(hit);
    place(stop, at);
    return true;
}

bool OrderPit::amend(core::AccountId account, const core::AmendRequest& amend, Time at) {
    auto* resting = bids_.find(account, amend.id);
    if (resting == nullptr) resting = asks_.find(account, amend.id);
    if (resting == nullptr) return false;
    auto terms = *resting;
    terms.order.price = amend.price;
    terms.order.qty = amend.qty;
    terms.left = amend.qty - resting->filled();
    const auto& before = resting->order;
    const bool keeps_place = amend.price == before.price && amend.qty <= before.qty;
    const auto reason = terms.left.raw <= 0 ? std::optional{OrderReason::BadRequest}
                        : keeps_place       ? std::nullopt  // it only asks for less
                                            : refusal(terms);
    if (reason) {
        clearing_->tell(*resting, at, OrderState::Open, *reason);
        return true;
    }
    clearing_->tell(terms, at, OrderState::Open);
    changed(before.side, before.price);
    if (keeps_place) {
        *resting = terms;
    } else {
        side_of(before.side).erase(*resting);
        place(terms, at);
    }
    complete(at);
    return true;
}

bool OrderPit::cancel(core::AccountId account, core::OrderId order, Time at, OrderReason reason) {
    const auto stop = std::ranges::find_if(stops_, [&](const Resting& resting) {
        return resting.account == account && resting.order.id == order;
    });
    if (stop != stops_.end()) {
        clearing_->end(*stop, OrderState::Cancelled, reason, at);
        stops_.erase(stop);
        return true;
    }
    for (auto* ladder : {&bids_, &asks_})
        if (auto* resting = ladder->find(account, order)) {
            clearing_->end(*resting, OrderState::Cancelled, reason, at);
            changed(resting->order.side, resting->order.price);
            ladder->erase(*resting);
            complete(at);
            return true;
        }
    return false;
}

void OrderPit::cancel_all(core::AccountId account, Time at, OrderReason reason) {
    const auto end = [&](Resting& resting) {
        clearing_->end(resting, OrderState::Cancelled, reason, at);
        changed(resting.order.side, resting.order.price);
    };
    bids_.end_all(account, end);
    asks_.end_all(account, end);
    std::erase_if(stops_, [&](Resting& stop) {
        if (stop.account == account) clearing_->end(stop, OrderState::Cancelled, reason, at);
        return stop.left.raw == 0;
    });
    complete(at);
}

}  // namespace nightjar::sim
