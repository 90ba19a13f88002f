#include "venue/user_link.hpp"

#include "venue/errc.hpp"

namespace nightjar::venue {

void UserLink::open() {
    close();
    life_ = std::make_shared<bool>(true);
    const auto request = protocol_->prepare(now());
    if (!request) return connect();
    prepare(*request, &UserLink::connect);
}

void UserLink::prepare(const net::WebRequest& request, void (UserLink::*then)()) {
    transport_->request(
        place_.rest, request, place_.patience,
        [this, then, life = std::weak_ptr{life_}](const core::Result<net::WebReply>& reply) {
            if (life.expired()) return;
            if (!reply) return lose(reply.error());
            const auto prepared = protocol_->on_prepared(*reply);
            if (!prepared) return lose(prepared.error());
            (this->*then)();
        });
}

void UserLink::close() {
    life_.reset();
    stream_.reset();
    ping_.reset();
    renewal_.reset();
}

void UserLink::connect() {
    const auto target = protocol_->target();
    if (!target) return lose(target.error());
    auto where = place_.stream;
    where.target = *target;
    stream_ = transport_->open(where, {}, *this);
}

void UserLink::on_open() {
    take(protocol_->on_open(now()));
    if (life_) keep_up();
}

void UserLink::keep_up() {
    const auto upkeep = protocol_->upkeep();
    if (upkeep.ping_every.ns > 0 && !ping_)
        ping_ = transport_->after(upkeep.ping_every, [this] {
            stream_->send(protocol_->ping());
            ping_.reset();
            keep_up();
        });
    if (upkeep.renew_every.ns > 0 && !renewal_)
        renewal_ = transport_->after(upkeep.renew_every, [this] { renew(); });
}

void UserLink::renew() {
    renewal_.reset();
    const auto request = protocol_->renew(now());
    if (!request) return keep_up();
    prepare(*request, &UserLink::keep_up);
}

void UserLink::on_text(std::string_view text) { take(protocol_->on_text(text, now())); }

void UserLink::take(const core::Result<StreamStep>& step) {
    if (!step) return lose(step.error());
    for (const auto& text : step->send) stream_->send(text);
    if (!step->events.empty()) ear_->on_account(step->events);
}

void UserLink::lose(const core::Error& why) {
    close();
    ear_->on_lost(why);
}

}  // namespace nightjar::venue
