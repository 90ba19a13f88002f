#include "app/inquiry.hpp"

#include "app/transport.hpp"
#include "venue/errc.hpp"
#include "venue/venue_clock.hpp"

#include <future>

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
    std::promise<Status> said;
    transport_->post([&] {
        asker_->ask(question, each, [&](Status status) { said.set_value(std::move(status)); });
    });
    return said.get_future().get();
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
    std::promise<Status> said;
    transport_->post([&] {
        auto request = side_.orders->cancel(order, instrument, clock_.now() + ahead_);
        if (!request) return said.set_value(std::unexpected{request.error()});
        const auto heard = [&](const Result<net::WebReply>& reply) {
            if (!reply) return said.set_value(std::unexpected{reply.error()});
            const auto answer = side_.orders->decode_answer(venue::OrderAction::Cancel, *reply);
            if (answer.outcome == venue::Outcome::Ack) return said.set_value({});
            said.set_value(core::fail(venue::Errc::Refused, "{} {}", answer.code, answer.words));
        };
        if (!asker_->send(std::move(*request), venue::RateLimiter::Purpose::Urgent, heard))
            said.set_value(core::fail(venue::Errc::RateLimited, "not now"));
    });
    return said.get_future().get();
}

}  // namespace nightjar::app
