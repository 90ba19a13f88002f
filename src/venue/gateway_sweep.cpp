/// Ours against the venue's: at every connection before anything is traded, and on a timer.

#include "venue/gateway_sweep.hpp"

#include "venue/errc.hpp"
#include "venue/steps.hpp"

#include <algorithm>
#include <limits>

namespace nightjar::venue {

using core::Status;

namespace {

constexpr core::Duration again_after = core::seconds(1);
constexpr core::Duration look_again = core::seconds(5);
constexpr core::Duration surely_known = core::minutes(1);  // by all servers of a venue

}  // namespace

void Gateway::sweep() {
    if (sweep_ && state() == State::Live) return;  // one is under way
    // What waits for its answer may or may not be there: it is known once the answer has come.
    const bool busy = std::ranges::any_of(mirror_.orders(), [](const auto& each) {
        return each.second.in_flight && !each.second.done();
    });
    if (busy && state() != State::Live) return sweep_later(core::milliseconds(100));
    sweep_ = std::make_shared<Sweep>();
    sweep_->began = now();
    sweep_->changes = mirror_.changes();
    next_sweep_ = now() + config_.sweep_every;
    ++figures_.sweeps;
    asker_.ask(
        {.kind = Question::Kind::OpenOrders},
        [this, mine = std::weak_ptr{sweep_}](const AccountEvent& event) -> Status {
            const auto* said = std::get_if<OrderSaid>(&event);
            if (mine.expired() || said == nullptr) return {};
            auto* ours = mirror_.about(*said);
            // Other instruments of the account are not ours to know.
            if (ours == nullptr && mirror_.instrument(said->symbol) == nullptr) return {};
            if (ours != nullptr) mirror_.learn(*ours, said->venue_id);
            NJ_TRY(order, mirror_.translate(*said));
            sweep_->view.open.push_back(std::move(order));
            return {};
        },
        [this, mine = std::weak_ptr{sweep_}](const Status& status) {
            if (mine.expired()) return;
            if (!status) return sweep_failed(status.error());
            sweep_questions();
        });
}

void Gateway::sweep_later(core::Duration span) {
    sweep_ = std::make_shared<Sweep>();  // what another has asked comes too late
    sweep_->again = transport_->after(span, [this] { sweep(); });
}

void Gateway::sweep_questions() {
    const auto ours = mirror_.view(sweep_->changes);
    sweep_->questions = questions(ours.orders, sweep_->view.open, config_.node);
    ask_next();
}

void Gateway::ask_next() {
    if (sweep_->questions.empty()) return sweep_balances();
    const auto id = sweep_->questions.back();
    sweep_->questions.pop_back();
    const auto* order = mirror_.find(id);
    if (order == nullptr || order->done()) return ask_next();
    const auto found = std::make_shared<bool>(false);
    asker_.ask(
        question_of(*order),
        [this, found, id, mine = std::weak_ptr{sweep_}](const AccountEvent& event) -> Status {
            const auto* said = std::get_if<OrderSaid>(&event);
            auto* known = mirror_.find(id);
            if (mine.expired() || said == nullptr || mirror_.about(*said) != known) return {};
            *found = true;
            if (known != nullptr) mirror_.learn(*known, said->venue_id);
            NJ_TRY(translated, mirror_.translate(*said));
            sweep_->view.asked.push_back(std::move(translated));
            return {};
        },
        [this, found, id, mine = std::weak_ptr{sweep_}](const Status& status) {
            if (mine.expired()) return;
            if (!status) return sweep_failed(status.error());
            const auto* known = mirror_.find(id);
            if (*found || known == nullptr) return ask_next();
            const auto age = now() - known->sent_at;
            if (known->venue_id.empty() && age >= config_.late)
                sweep_->view.absent.push_back(id);
            else if (!known->venue_id.empty() && age >= surely_known)
                sweep_->view.forgotten.push_back(id);
            ask_next();
        });
}

void Gateway::sweep_positions() {
    if (!codec_->abilities().positions) return sweep_fills();
    sweep_->view.positions.resize(catalog_->instruments().size());
    sweep_->cash.basis.resize(catalog_->assets().size());
    asker_.ask(
        {.kind = Question::Kind::Positions},
        [this, mine = std::weak_ptr{sweep_}](const AccountEvent& event) -> Status {
            const auto* said = std::get_if<PositionSaid>(&event);
            if (mine.expired() || said == nullptr) return {};
            const auto* held = mirror_.instrument(said->symbol);
            if (held == nullptr || held->kind == core::InstrumentKind::Spot) return {};
            NJ_TRY(qty, qty_of(said->qty, *held));
            sweep_->view.positions[held->id.value] += qty;
            if (said->entry_price && !held->inverse())
                sweep_->cash.basis[held->settle().value] +=
                    scaled(held->units(qty), said->entry_price->mantissa,
                           core::power_of_ten(said->entry_price->decimals));
            return {};
        },
        [this, mine = std::weak_ptr{sweep_}](const Status& status) {
            if (mine.expired()) return;
            if (!status) return sweep_failed(status.error());
            sweep_funding();
        });
}

void Gateway::sweep_fills() {
    asker_.ask(
        {.kind = Question::Kind::Fills,
         .since = sweep_since(),
         .until = venue_now() + core::seconds(1)},
        [this, mine = std::weak_ptr{sweep_}](const AccountEvent& event) -> Status {
            if (mine.expired()) return {};
            if (const auto* funding = std::get_if<FundingSaid>(&event)) return settled(*funding);
            const auto* said = std::get_if<FillSaid>(&event);
            if (said == nullptr) return {};
            if (mirror_.about(*said) == nullptr) {
                // Somebody else's, or of an order of ours whose id at the venue is not known yet.
                const bool of_interest =
                    mirror_.instrument(said->symbol) != nullptr && said->at >= born_ + ahead_;
                return of_interest ? mirror_.on(*said) : Status{};
            }
            NJ_TRY(fill, mirror_.translate(*said));
            sweep_->view.fills.push_back(std::move(fill));
            return {};
        },
        [this, mine = std::weak_ptr{sweep_}](const Status& status) {
            if (mine.expired()) return;
            if (!status) return sweep_failed(status.error());
            conclude();
        });
}

void Gateway::conclude() {
    const auto done = std::move(sweep_);
    const auto ours = mirror_.view(done->changes);
    if (!codec_->abilities().positions) done->view.positions = ours.positions;  // not asked for
    const auto findings = reconcile(ours, done->view, config_.node);
    for (const auto& missed : findings.missed) {
        ++figures_.missed;
        mirror_.apply(missed);
    }
    for (const auto& stranger : findings.strangers)
        if (mirror_.find(stranger.order.client_id, stranger.order.venue_id,
                         &(*catalog_)[stranger.order.instrument]) == nullptr &&
            strangers_.insert(stranger.order.venue_id + stranger.order.client_id).second)
            note_(fmt::format("{}: order {} ({}) is not known here; it is left alone",
                              catalog_->name(config_.venue), stranger.order.venue_id,
                              stranger.order.client_id));
    for (const auto id : findings.unsettled)
        if (auto* order = mirror_.find(id)) order->check_at = now();
    swept_to_ = done->began;
    mirror_.settle_homeless(strangers_before(*done));
    quarantine(findings);
    if (config_.alone) compare_cash(*done, findings.unsettled.empty() && mirror_.all_booked());
    figures_.quarantined = quarantined_.size();
    flush();
    if (state() != State::Live) return go_live(findings.unsettled.empty());
    // Once it may have been on its way. Twice, the stream says nothing any more.
    const bool missed = !findings.missed.empty();
    if (missed && missed_before_)
        on_lost(core::Error{Errc::Refused, "the private stream has missed something twice"});
    if (missed || !doubted_.empty()) next_sweep_ = std::min(next_sweep_, now() + look_again);
    missed_before_ = missed && state() == State::Live;
}

/// Fills before then cannot be of an order of ours whose number at the venue is not known: each of
/// these was seen to wait for its trigger when this sweep began.
core::Time Gateway::strangers_before(const Sweep& done) const {
    auto before = core::Time{std::numeric_limits<std::int64_t>::max()};
    for (const auto& [id, order] : mirror_.orders()) {
        if (order.done() || !order.venue_id.empty()) continue;
        const bool waits = order.request.type == core::OrderType::StopMarket &&
                           std::ranges::find(done.view.open, order.client_id,
                                             &VenueOrder::client_id) != done.view.open.end();
        if (!waits) return {};
        before = done.began + ahead_ - config_.most_doubt;
    }
    return before;
}

void Gateway::go_live(bool settled) {
    missed_before_ = false;
    if (!clock_is_good()) measure_clock();
    if (!settled || !clock_is_good()) return sweep_later(again_after);
    attempts_ = 0;
    next_dead_man_ = now();
    if (!doubted_.empty()) next_sweep_ = now() + look_again;
    set_state(State::Live);
    for (auto& [id, order] : mirror_.orders())
        if (!order.done() && order.cancel_wanted) cancel_now(order);
    flush();
}

void Gateway::sweep_failed(const core::Error& why) {
    note_(fmt::format("{}: reconciling failed: {}", catalog_->name(config_.venue), why.text()));
    if (state() == State::Live) {
        sweep_.reset();
        next_sweep_ = now() + again_after;
        return;
    }
    sweep_later(again_after);
}

}  // namespace nightjar::venue
