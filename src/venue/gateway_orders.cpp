/// Orders on their way, and those of which the venue has not said what became of them.

#include "net/errc.hpp"
#include "venue/gateway.hpp"

#include <algorithm>

namespace nightjar::venue {

using core::OrderReason;
using core::OrderState;
using core::Status;

namespace {

constexpr core::Duration soon = core::milliseconds(500);
constexpr core::Duration seldom = core::seconds(15);
constexpr core::Duration hardly_ever = core::seconds(600);  // sweeps look at it more often

bool nothing_was_sent(const core::Error& error) { return error.code == net::Errc::CannotConnect; }

}  // namespace

// --- engine thread

void Gateway::submit(core::Approved<core::OrderRequest>&& order) {
    wish({.order = std::move(order), .amend = {}, .cancel = {}});
}

void Gateway::amend(core::Approved<core::AmendRequest>&& amend) {
    wish({.order = {}, .amend = std::move(amend), .cancel = {}});
}

void Gateway::cancel(const core::CancelRequest& cancel) {
    wish({.order = {}, .amend = {}, .cancel = cancel});
}

void Gateway::wish(Wish wish) {
    const auto order = wish.order ? std::optional{**wish.order} : std::nullopt;
    if (wishes_.push(std::move(wish))) return bell_->ring();
    // The transport stands still. A cancel is asked for again by the sweep of who wants it.
    if (!order) return;
    core::Event event;
    event.stamp = {order->at, order->at, 0};
    event.instrument = order->instrument;
    event.venue = config_.venue;
    event.body = core::OrderUpdate{order->id, OrderState::Rejected, OrderReason::Overloaded,
                                   order->price, order->qty};
    turned_down_.push_back(event);
}

// --- transport's thread

void Gateway::grant() {
    while (auto wish = wishes_.pop()) {
        if (wish->order) place(*wish->order);
        if (wish->amend) amend_now(*wish->amend);
        if (!wish->cancel) continue;
        if (auto* order = mirror_.find(wish->cancel->id); order != nullptr && !order->done()) {
            order->cancel_wanted = true;
            cancel_now(*order);
        }
    }
    flush();
}

PlacedOrder Gateway::placed_of(const MirroredOrder& order) const {
    return {.client_id = order.client_id,
            .venue_id = order.venue_id,
            .side = order.request.side,
            .price = order.request.price,
            .qty = order.request.qty,
            .post_only = order.request.post_only,
            .stop = order.request.type == core::OrderType::StopMarket};
}

void Gateway::refuse(const core::OrderRequest& order, OrderReason reason) {
    mirror_.update(mirror_.add(order, now()), OrderState::Rejected, reason);
}

bool Gateway::send(MirroredOrder& order, net::WebRequest request, RateLimiter::Purpose purpose,
                   Heard heard) {
    order.in_flight =
        asker_.send(std::move(request), purpose,
                    [this, heard, id = order.request.id](const core::Result<net::WebReply>& reply) {
                        auto* sent = mirror_.find(id);
                        if (sent == nullptr) return;  // done, and so long ago that it is forgotten
                        sent->in_flight = false;
                        (this->*heard)(*sent, reply);
                        flush();
                    });
    return order.in_flight;
}

void Gateway::place(const core::Approved<core::OrderRequest>& order) {
    if (state() != State::Live || quarantined_.contains(order->instrument))
        return refuse(*order, OrderReason::Disconnected);
    if (order.expired(now())) return refuse(*order, OrderReason::Overloaded);
    auto& mirrored = mirror_.add(*order, now());
    const auto& instrument = (*catalog_)[order->instrument];
    auto asked = *order;
    // There are no positions: what closes one is a plain order, which risk has measured.
    if (instrument.kind == core::InstrumentKind::Spot) asked.reduce_only = false;
    auto request = codec_->place(asked, instrument, mirrored.client_id, venue_now());
    if (!request) {
        note_(fmt::format("order {}: {}", mirrored.client_id, request.error().text()));
        return mirror_.update(mirrored, OrderState::Rejected, OrderReason::BadRequest);
    }
    if (send(mirrored, std::move(*request), RateLimiter::Purpose::Usual, &Gateway::placed))
        ++figures_.orders;
    else
        mirror_.update(mirrored, OrderState::Rejected, OrderReason::Overloaded);
}

void Gateway::placed(MirroredOrder& order, const core::Result<net::WebReply>& reply) {
    if (!reply && nothing_was_sent(reply.error()))
        return mirror_.update(order, OrderState::Rejected, OrderReason::Disconnected);
    if (!reply) return unclear(order);
    const auto answer = codec_->decode_answer(OrderAction::Place, *reply);
    asker_.heed(answer.rate);
    switch (answer.outcome) {
        case Outcome::Ack:
            mirror_.learn(order, answer.venue_id);
            if (order.state == OrderState::Reserved)
                mirror_.update(order, OrderState::Open, OrderReason::None);
            order.check_at = now() + seldom;
            break;
        case Outcome::Unknown: return unclear(order);
        case Outcome::ClockWrong:
            clock_.forget();
            measure_clock();
            [[fallthrough]];
        case Outcome::Retry:
        case Outcome::RateLimited:
            mirror_.update(order, OrderState::Rejected, OrderReason::Overloaded);
            break;
        case Outcome::AuthFailed:
        case Outcome::Reject:
            note_(
                fmt::format("order {} refused: {} {}", order.client_id, answer.code, answer.words));
            mirror_.update(
                order, OrderState::Rejected,
                answer.reason == OrderReason::None ? OrderReason::BadRequest : answer.reason);
            break;
    }
    if (order.cancel_wanted && !order.done()) cancel_now(order);
}

/// It may have been taken: it counts as open until the venue has been asked.
void Gateway::unclear(MirroredOrder& order) {
    if (order.done()) return;
    ++figures_.unknown;
    mirror_.update(order, OrderState::Unknown, OrderReason::None);
    order.check_after = core::seconds(1);
    order.check_at = now() + soon;
}

void Gateway::amend_now(const core::Approved<core::AmendRequest>& amend) {
    auto* order = mirror_.find(amend->id);
    if (order == nullptr || order->done()) return;  // its end has been reported
    const auto turn_down = [&](OrderReason reason) {
        mirror_.tell(order->request.instrument, {},
                     core::OrderUpdate{order->request.id, OrderState::Open, reason,
                                       order->request.price, order->request.qty});
    };
    if (state() != State::Live || order->in_flight || order->state != OrderState::Open)
        return turn_down(OrderReason::Disconnected);
    if (amend.expired(now())) return turn_down(OrderReason::Overloaded);
    auto request = codec_->amend(placed_of(*order), *amend, instrument(*order), venue_now());
    if (!request) return turn_down(OrderReason::BadRequest);
    if (!send(*order, std::move(*request), RateLimiter::Purpose::Usual, &Gateway::amended))
        turn_down(OrderReason::Overloaded);
}

void Gateway::amended(MirroredOrder& order, const core::Result<net::WebReply>& reply) {
    if (order.done()) return;
    order.check_at = now() + soon;  // what it is now the stream says, or the answer to that
    if (reply) {
        const auto answer = codec_->decode_answer(OrderAction::Amend, *reply);
        asker_.heed(answer.rate);
        if (answer.outcome == Outcome::Ack)
            mirror_.learn(order, answer.venue_id);
        else
            mirror_.tell(order.request.instrument, {},
                         core::OrderUpdate{order.request.id, OrderState::Open, answer.reason,
                                           order.request.price, order.request.qty});
    }
    if (order.cancel_wanted) cancel_now(order);
}

void Gateway::cancel_now(MirroredOrder& order) {
    // It goes out once there is something to cancel and someone to tell; until then it is wanted.
    if (order.in_flight || state() == State::Down) return;
    if (order.venue_id.empty() && !codec_->abilities().cancel_by_client_id) {
        order.check_at = now();
        return;
    }
    auto request = codec_->cancel(placed_of(order), instrument(order), venue_now());
    if (!request) {
        note_(fmt::format("cancel of {}: {}", order.client_id, request.error().text()));
        return;
    }
    if (order.state == OrderState::Open || order.state == OrderState::Reserved)
        order.state = OrderState::CancelPending;  // the engine knows: it asked
    if (send(order, std::move(*request), RateLimiter::Purpose::Urgent, &Gateway::cancelled))
        ++figures_.cancels;
    order.check_at = now() + soon;
}

void Gateway::cancelled(MirroredOrder& order, const core::Result<net::WebReply>& reply) {
    if (order.done()) return;
    if (!reply) {
        order.check_at = now() + soon;
        return;
    }
    const auto answer = codec_->decode_answer(OrderAction::Cancel, *reply);
    asker_.heed(answer.rate);
    if (answer.outcome == Outcome::ClockWrong) measure_clock();
    // A taken cancel the stream confirms; anything else the venue is asked about.
    const auto wait = answer.outcome == Outcome::Ack ? core::seconds(2) : soon;
    order.check_at = now() + wait;
}

// --- what became of it

void Gateway::check_orders() {
    const auto at = now();
    for (auto& [id, order] : mirror_.orders())
        if (!order.done() && !order.in_flight && order.check_at <= at) ask_for(order);
}

Question Gateway::question_of(const MirroredOrder& order) const {
    return {.kind = Question::Kind::Order,
            .instrument = &instrument(order),
            .client_id = order.client_id,
            .venue_id = order.venue_id,
            .stop = order.request.type == core::OrderType::StopMarket,
            .since = order.sent_at - core::seconds(10)};
}

void Gateway::ask_for(MirroredOrder& order) {
    if (order.in_flight) return;
    order.in_flight = true;
    order.check_at = now() + order.check_after;
    order.check_after = std::min(core::Duration{order.check_after.ns * 2}, seldom);
    ++figures_.queries;
    const auto found = std::make_shared<bool>(false);
    asker_.ask(
        question_of(order),
        [this, found, id = order.request.id](const AccountEvent& event) -> Status {
            const auto* said = std::get_if<OrderSaid>(&event);
            if (said == nullptr) return {};
            const auto* mine = mirror_.find(id);
            // Where the venue must be searched it tells of others too.
            if (mirror_.about(*said) != mine) return {};
            *found = true;
            return mirror_.on(*said);
        },
        [this, found, id = order.request.id](const Status& status) {
            asked(id, status, *found);
            flush();
        });
}

void Gateway::asked(core::OrderId id, const Status& status, bool found) {
    auto& order = *mirror_.find(id);
    order.in_flight = false;
    if (order.done()) return;
    if (!status) return;  // again at its next check
    const bool acknowledged = !order.venue_id.empty();
    if (!found && !acknowledged && now() >= order.sent_at + config_.late)
        return mirror_.update(order, OrderState::Rejected, OrderReason::Disconnected);
    if (!found && acknowledged && order.check_after >= seldom)
        note_(fmt::format("order {}: the venue no longer knows it", order.client_id));
    if (found && order.state == OrderState::Open) order.check_at = now() + hardly_ever;
    if (order.cancel_wanted && found && !order.end) cancel_now(order);
}

void Gateway::ask_for_fills() {
    const auto since = mirror_.fills_due();
    if (!since || asking_fills_) return;
    asking_fills_ = true;
    asker_.ask(
        {.kind = Question::Kind::Fills,
         .since = *since - core::seconds(10),
         .until = venue_now() + core::seconds(1)},
        [this](const AccountEvent& event) -> Status {
            if (const auto* funding = std::get_if<FundingSaid>(&event)) return settled(*funding);
            const auto* fill = std::get_if<FillSaid>(&event);
            return fill != nullptr ? mirror_.on(*fill) : Status{};
        },
        [this](const Status&) {
            asking_fills_ = false;
            next_fills_ = now() + core::seconds(1);
            flush();
        });
}

}  // namespace nightjar::venue
