#include "app/inquiry.hpp"

#include "app/transport.hpp"
#include "net/call_on.hpp"
#include "venue/errc.hpp"
#include "venue/venue_clock.hpp"

namespace nightjar::app {

using core::Result;
using core::Status;
using venue::Question;

Result<std::unique_ptr<Inquiry>> Inquiry::make(const venue::StoredKey& key,
                                               std::string_view protocol, const net::Url& rest,
                                               std::vector<const core::Instrument*> instruments) {
    NJ_TRY(key.may_go_to(rest));
    std::unique_ptr<Inquiry> made{new Inquiry};
    std::vector<std::string> symbols;
    for (const auto* instrument : instruments) symbols.push_back(instrument->symbol);
    NJ_TRY(side, venue::make_private_side(
                     {.protocol = protocol, .rest_host = rest.authority(), .symbols = symbols},
                     key.credentials));
    made->side_ = std::move(side);
    NJ_TRY(transport, start_transport(made->clock_));
    made->transport_ = std::move(transport);
    made->asker_ = std::make_unique<venue::Asker>(*made->transport_, *made->side_.orders,
                                                  made->limiter_, venue::Asker::Place{.rest = rest},
                                                  made->ahead_, std::move(instruments));
    return made;
}

Status Inquiry::ask(const Question& question, const venue::Asker::Each& each) const {
    return net::ask_on<Status>(*transport_,
                               [&](auto answer) { asker_->ask(question, each, answer); });
}

Result<Inquiry::ClockFound> Inquiry::measure_clock() {
    constexpr int answers = 3;
    venue::VenueClock gauge;
    for (int i = 0; i < answers; ++i) {
        const auto sent = clock_.now();
        NJ_TRY(ask({.kind = Question::Kind::ServerTime},
                   [&](const venue::AccountEvent& event) -> Status {
                       if (const auto* said = std::get_if<venue::TimeSaid>(&event))
                           gauge.add(sent, said->at, clock_.now());
                       return {};
                   }));
    }
    ahead_ = gauge.ahead();
    return ClockFound{gauge.ahead(), core::Duration{2 * gauge.doubt().ns}};
}

Status Inquiry::cancel(const venue::PlacedOrder& order, const core::Instrument& instrument) const {
    return net::ask_on<Status>(*transport_, [&](auto answer) {
        auto request = side_.orders->cancel(order, instrument, clock_.now() + ahead_);
        if (!request) return answer(std::unexpected{request.error()});
        const auto heard = [this, answer](const Result<net::WebReply>& reply) {
            if (!reply) return answer(std::unexpected{reply.error()});
            const auto said = side_.orders->decode_answer(venue::OrderAction::Cancel, *reply);
            if (said.outcome == venue::Outcome::Ack) return answer({});
            answer(core::fail(venue::Errc::Refused, "{} {}", said.code, said.words));
        };
        if (!asker_->send(std::move(*request), venue::RateLimiter::Purpose::Urgent, heard))
            answer(core::fail(venue::Errc::RateLimited, "not now"));
    });
}

}  // namespace nightjar::app
