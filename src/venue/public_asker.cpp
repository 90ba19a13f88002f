#include "venue/public_asker.hpp"

#include "venue/errc.hpp"
#include "venue/reply_headers.hpp"

#include <array>

namespace nightjar::venue {

namespace {

constexpr unsigned good = 200;
constexpr unsigned too_many = 429;
constexpr unsigned banned = 418;

}  // namespace

struct PublicAsker::Asked {
    FeedQuery query{};
    std::int64_t weight{};
    net::WebRequest request;
    Done done;
    std::unique_ptr<net::Transport::Timer> wait;
};

void PublicAsker::ask(const PublicQuestion& question, Done done) {
    auto request = side_->ask(question);
    if (!request) return done(std::unexpected{request.error()});
    auto asked = std::make_shared<Asked>();
    asked->query = question.query;
    asked->weight = side_->weight(question);
    asked->request = std::move(*request);
    asked->done = std::move(done);
    go_on(asked);
}

void PublicAsker::go_on(const std::shared_ptr<Asked>& asked) {
    const auto now = transport_->now();
    const std::array cost{RateCost{.rule = "calls", .weight = asked->weight}};
    if (const auto later = limiter_->take(cost, RateLimiter::Purpose::Usual, now)) {
        auto& wait = asked->wait;
        wait = transport_->after(*later - now, [this, asked, life = std::weak_ptr{life_}] {
            if (!life.expired()) go_on(asked);
        });
        return;
    }
    transport_->request(
        rest_, asked->request, patience_,
        [this, asked, life = std::weak_ptr{life_}](const core::Result<net::WebReply>& reply) {
            if (!life.expired()) hear(*asked, reply);
        });
}

void PublicAsker::hear(const Asked& asked, const core::Result<net::WebReply>& reply) {
    if (!reply) return asked.done(std::unexpected{reply.error()});
    if (reply->status == good)
        return asked.done(side_->decoder().decode_reply(asked.query, reply->body));
    constexpr core::Duration usual_silence = core::seconds(5);
    if (reply->status == too_many || reply->status == banned)
        limiter_->on_refused(transport_->now() + retry_after(*reply).value_or(usual_silence));
    asked.done(core::fail(Errc::Refused, "HTTP {}: {:.120}", reply->status, reply->body));
}

}  // namespace nightjar::venue
