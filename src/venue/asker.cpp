#include "venue/asker.hpp"

#include "venue/errc.hpp"

#include <array>

namespace nightjar::venue {

namespace {

constexpr std::array one_order{RateCost{.rule = "orders", .weight = 1}};
constexpr std::array one_order_and_call{RateCost{.rule = "orders", .weight = 1},
                                        RateCost{.rule = "calls", .weight = 1}};

constexpr unsigned most_refusals = 5;
constexpr core::Duration first_silence = core::seconds(1);

}  // namespace

/// One question, with the texts that it points to.
struct Asker::Asked {
    Question question;
    std::string client_id;
    std::string venue_id;
    std::string cursor;
    Each each;
    Done done;
    std::size_t pages{};
    std::size_t instrument{};  // of those one by one
    bool one_by_one{};
    unsigned refusals{};  // of this page, for coming too often
    core::Time sent_at;
    std::unique_ptr<net::Transport::Timer> wait;

    void point() {
        question.client_id = client_id;
        question.venue_id = venue_id;
        question.cursor = cursor;
    }
};

void Asker::ask(const Question& question, Each each, Done done) {
    auto asked = std::make_shared<Asked>();
    asked->question = question;
    asked->client_id = question.client_id;
    asked->venue_id = question.venue_id;
    asked->each = std::move(each);
    asked->done = std::move(done);
    go_on(std::move(asked));
}

bool Asker::send(net::WebRequest request, RateLimiter::Purpose purpose,
                 net::Transport::Answer answer) {
    const auto costs = codec_->abilities().orders_counted_apart
                           ? std::span<const RateCost>{one_order}
                           : std::span<const RateCost>{one_order_and_call};
    if (limiter_->take(costs, purpose, transport_->now())) return false;
    transport_->request(place_.rest, std::move(request), place_.patience,
                        [life = std::weak_ptr{life_},
                         answer = std::move(answer)](core::Result<net::WebReply> reply) {
                            if (!life.expired()) answer(std::move(reply));
                        });
    return true;
}

void Asker::go_on(std::shared_ptr<Asked> asked) {
    asked->point();
    if (asked->one_by_one) asked->question.instrument = instruments_[asked->instrument];
    if (asked->pages++ >= place_.most_pages)
        return asked->done(core::fail(Errc::Refused, "more than {} pages", place_.most_pages));
    const auto now = transport_->now();
    const std::array cost{RateCost{.rule = "calls", .weight = codec_->weight(asked->question)}};
    if (const auto later = limiter_->take(cost, RateLimiter::Purpose::Urgent, now)) {
        --asked->pages;
        auto* raw = asked.get();
        raw->wait = transport_->after(
            *later - now, [this, asked = std::move(asked), life = std::weak_ptr{life_}]() mutable {
                if (!life.expired()) go_on(std::move(asked));
            });
        return;
    }
    auto request = codec_->ask(asked->question, venue_now());
    if (!request) {
        const bool narrower = request.error().code == Errc::MissingField &&
                              asked->question.instrument == nullptr && !instruments_.empty();
        if (!narrower) return asked->done(std::unexpected{request.error()});
        asked->one_by_one = true;
        return go_on(std::move(asked));
    }
    asked->sent_at = now;
    transport_->request(
        place_.rest, std::move(*request), place_.patience,
        [this, asked, life = std::weak_ptr{life_}](const core::Result<net::WebReply>& reply) {
            if (!life.expired()) sent(asked, reply);
        });
}

void Asker::sent(const std::shared_ptr<Asked>& asked, const core::Result<net::WebReply>& reply) {
    if (!reply) return asked->done(std::unexpected{reply.error()});
    heed(codec_->rate_of(*reply));
    asked->point();
    const auto page = codec_->decode(asked->question, *reply);
    if (!page) {
        if (page.error().code != Errc::RateLimited || asked->refusals >= most_refusals)
            return asked->done(std::unexpected{page.error()});
        // Giving up would begin with the first page again, and never come to the last.
        limiter_->on_refused(transport_->now() +
                             core::Duration{first_silence.ns << asked->refusals++});
        return go_on(asked);
    }
    asked->refusals = 0;
    asked->cursor = page->next;
    told_sent_at_ = asked->sent_at;
    for (const auto& event : page->events)
        if (auto status = asked->each(event); !status) return asked->done(std::move(status));
    if (!asked->cursor.empty()) return go_on(asked);
    if (asked->one_by_one && ++asked->instrument < instruments_.size()) return go_on(asked);
    asked->done({});
}

void Asker::heed(const RateSaid& said) {
    const auto now = transport_->now();
    if (said.retry_after) limiter_->on_refused(now + *said.retry_after);
    if (said.used_weight) limiter_->on_used("calls", *said.used_weight, now);
}

}  // namespace nightjar::venue
