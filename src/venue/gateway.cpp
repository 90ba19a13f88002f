#include "venue/gateway.hpp"

#include "venue/backoff.hpp"
#include "venue/errc.hpp"
#include "venue/gateway_sweep.hpp"

#include <algorithm>

namespace nightjar::venue {

using core::Duration;
using core::Status;
using core::Time;

namespace {

constexpr Duration tick_every = core::milliseconds(100);
constexpr std::int64_t ns_per_ms = 1'000'000;

std::vector<const core::Instrument*> instruments_of(const core::Catalog& catalog,
                                                    core::VenueId venue) {
    std::vector<const core::Instrument*> found;
    for (const auto& instrument : catalog.instruments())
        if (instrument.venue == venue) found.push_back(&instrument);
    return found;
}

}  // namespace

Gateway::Gateway(GatewayConfig config, const core::Catalog& catalog, OrderCodec& codec,
                 UserStream& stream, RateLimiter& limiter, net::Transport& transport, Note note)
    : config_{std::move(config)},
      catalog_{&catalog},
      instruments_{instruments_of(catalog, config_.venue)},
      codec_{&codec},
      transport_{&transport},
      note_{std::move(note)},
      chance_{config_.seed, config_.venue.value},
      mirror_{catalog, config_.venue, config_.node},
      asker_{transport, codec,       limiter, {.rest = config_.rest, .patience = config_.patience},
             ahead_,    instruments_},
      link_{transport, stream, {.rest = config_.rest, .stream = config_.stream}, ahead_, *this},
      bell_{transport.bell([this] { grant(); })} {}

Gateway::~Gateway() = default;

void Gateway::start() {
    stopped_ = false;
    born_ = config_.since.ns != 0 ? config_.since : now();
    swept_to_ = born_;
    for (const auto& [id, order] : mirror_.orders()) swept_to_ = std::min(swept_to_, order.sent_at);
    measure_clock();
    tick();
}

void Gateway::stop() {
    stopped_ = true;
    link_.close();
    sweep_.reset();
    reconnect_.reset();
    tick_.reset();
    set_state(State::Down);
    flush();
}

void Gateway::set_state(State state) {
    if (state_.exchange(state, std::memory_order_relaxed) == state) return;
    for (const auto* each : instruments_)
        mirror_.tell(each->id, {}, core::InstrumentStatus{state == State::Live});
}

// --- the connection

void Gateway::measure_clock() {
    if (measuring_) return;
    measuring_ = true;
    next_clock_ = now() + config_.clock_every;
    asker_.ask(
        {.kind = Question::Kind::ServerTime},
        [this](const AccountEvent& event) -> Status {
            if (const auto* said = std::get_if<TimeSaid>(&event))
                clock_.add(asker_.sent_at(), said->at, now());
            return {};
        },
        [this](const Status& status) {
            measuring_ = false;
            ahead_ = clock_.ahead();
            figures_.ahead_ns = ahead_.ns;
            if (!status) {
                if (clock_.known()) return;
                on_lost(status.error());
            } else if (state() == State::Down && !reconnect_ && !ready_by_) {
                connect_later();
            } else if (state() == State::Live && !clock_is_good()) {
                note_(fmt::format("{}: its clock is {} ms ahead, or {} ms in doubt: not traded",
                                  catalog_->name(config_.venue), clock_.ahead().ns / ns_per_ms,
                                  clock_.doubt().ns / ns_per_ms));
                set_state(State::Syncing);
                sweep();
            }
        });
}

void Gateway::connect_later() {
    if (stopped_) return;
    const auto wait = attempts_ == 0 ? Duration{} : backoff(attempts_, chance_);
    ++attempts_;
    reconnect_ = transport_->after(wait, [this] {
        reconnect_.reset();
        if (stopped_) return;
        if (!clock_.known()) return measure_clock();
        ++figures_.connections;
        ready_by_ = now() + config_.connect_patience;
        link_.open();
    });
}

void Gateway::on_lost(const core::Error& why) {
    if (stopped_) return;
    note_(fmt::format("{}: connection lost: {}", catalog_->name(config_.venue), why.text()));
    ready_by_.reset();
    sweep_.reset();
    link_.close();
    set_state(State::Down);
    flush();
    connect_later();
}

void Gateway::on_account(std::span<const AccountEvent> events) {
    for (const auto& event : events) {
        if (const auto status = hear(event); !status) {
            note_(fmt::format("{}: {}", catalog_->name(config_.venue), status.error().text()));
            // A part of the truth is missing: only the venue's whole answer brings it back.
            sweep();
        }
        if (state() == State::Down && !sweep_) break;  // lost while hearing
    }
    flush();
    next_fills_ = std::max(next_fills_, now() + core::milliseconds(200));
}

Status Gateway::hear(const AccountEvent& event) {
    if (const auto* order = std::get_if<OrderSaid>(&event)) return mirror_.on(*order);
    if (const auto* fill = std::get_if<FillSaid>(&event)) return mirror_.on(*fill);
    if (const auto* funding = std::get_if<FundingSaid>(&event)) return mirror_.on(*funding);
    if (std::holds_alternative<Ready>(event)) {
        attempts_ = 1;
        ready_by_.reset();
        set_state(State::Syncing);
        sweep();
    } else if (std::holds_alternative<Lost>(event)) {
        set_state(State::Syncing);
        sweep();
    } else if (const auto* due = std::get_if<FillsDue>(&event)) {
        const auto* order = mirror_.find({}, due->venue_id, mirror_.instrument(due->symbol));
        if (order != nullptr) ask_for(*mirror_.find(order->request.id));
    } else if (std::holds_alternative<FundingDue>(event)) {
        next_sweep_ = std::min(next_sweep_, now() + core::seconds(1));
    } else if (const auto* refused = std::get_if<Refused>(&event)) {
        on_lost(core::Error{Errc::Refused, "{}: {}", refused->code, refused->words});
    } else if (const auto* leave = std::get_if<Reconnect>(&event)) {
        on_lost(core::Error{Errc::Refused, "{}", leave->why});
    }
    return {};
}

void Gateway::set_dead_man() {
    const auto& abilities = codec_->abilities();
    using Kind = OrderAbilities::DeadMan;
    if (config_.dead_man.ns == 0 || abilities.dead_man == Kind::None) return;
    next_dead_man_ = now() + Duration{config_.dead_man.ns / 3};
    const auto send = [this](const core::Instrument* of) {
        if (auto request = codec_->dead_man(config_.dead_man, of, venue_now()))
            (void)asker_.send(std::move(*request), RateLimiter::Purpose::Urgent,
                              [](const core::Result<net::WebReply>&) {});
    };
    if (abilities.dead_man != Kind::TimerOfInstrument) return send(nullptr);
    for (const auto* each : instruments_) send(each);
}

// --- the beat

void Gateway::tick() {
    tick_ = transport_->after(tick_every, [this] {
        tick();
        const auto at = now();
        if (ready_by_ && at >= *ready_by_)
            on_lost(core::Error{Errc::Refused, "the private stream does not become ready"});
        if (at >= next_clock_) measure_clock();
        if (state() == State::Live && at >= next_dead_man_) set_dead_man();
        if (state() == State::Live && at >= next_sweep_) sweep();
        if (state() != State::Down) {
            check_orders();
            if (at >= next_fills_) ask_for_fills();
        }
        flush();
    });
}

void Gateway::flush() {
    for (auto& event : mirror_.take()) {
        event.stamp.recv = now();
        if (event.stamp.exch.ns == 0) event.stamp.exch = venue_now();
        event.stamp.seq = ++seq_;
        spilled_.push_back(event);
    }
    while (!spilled_.empty() && reports_.push(spilled_.front())) spilled_.pop_front();
}

bool Gateway::next_report(core::Event& event) {
    if (!turned_down_.empty()) {
        event = turned_down_.front();
        turned_down_.pop_front();
        return true;
    }
    auto next = reports_.pop();
    if (!next) return false;
    event = *next;
    return true;
}

}  // namespace nightjar::venue
