#include "venue/json_order_codec.hpp"

#include "venue/reply_headers.hpp"

#include <algorithm>

namespace nightjar::venue {

namespace {

using core::OrderReason;

/// What stands at the beginning of an answer that is no JSON: a page of a proxy, as a rule.
std::string_view excerpt(const net::WebReply& reply) {
    constexpr std::size_t most = 120;
    return std::string_view{reply.body}.substr(0, most);
}

OrderReason reason_without_words(Outcome outcome) {
    switch (outcome) {
        case Outcome::Ack:
        case Outcome::Unknown: return OrderReason::None;
        case Outcome::Retry:
        case Outcome::RateLimited: return OrderReason::Overloaded;
        case Outcome::Reject:
        case Outcome::ClockWrong:
        case Outcome::AuthFailed: break;
    }
    return OrderReason::BadRequest;
}

}  // namespace

std::unexpected<core::Error> refusal(Outcome outcome, const VenueAnswer& answer) {
    const auto told = [&answer](Errc errc) {
        return core::fail(errc, "HTTP {}: {:.40}: {:.120}", answer.http_status, answer.code,
                          answer.text);
    };
    switch (outcome) {
        case Outcome::RateLimited: return told(Errc::RateLimited);
        case Outcome::ClockWrong: return told(Errc::ClockWrong);
        case Outcome::AuthFailed: return told(Errc::AuthFailed);
        case Outcome::Unknown:
        case Outcome::Retry: return told(Errc::Busy);
        case Outcome::Ack:
        case Outcome::Reject: break;
    }
    return told(Errc::Refused);
}

RateSaid JsonOrderCodec::rate_of(const net::WebReply& reply) const {
    RateSaid rate;
    rate.retry_after = retry_after(reply);
    return rate;
}

OrderAnswer JsonOrderCodec::decode_answer(OrderAction action, const net::WebReply& reply) {
    OrderAnswer answer;
    answer.rate = rate_of(reply);
    const auto root = document_.parse_with_numbers_as_text(reply.body);
    const auto verdict = root ? judge(action, *root) : Verdict{.words = excerpt(reply)};
    answer.venue_id = verdict.venue_id;
    answer.code = verdict.code;
    answer.words = verdict.words;
    answer.outcome = outcome_of({.http_status = static_cast<int>(reply.status),
                                 .code = verdict.good ? std::string_view{} : verdict.code,
                                 .text = verdict.words});
    // HTTP 200 alone is no acknowledgement: something in between may have answered.
    if (answer.outcome == Outcome::Ack && verdict.code.empty() && !verdict.good)
        answer.outcome = Outcome::Unknown;
    if (answer.outcome != Outcome::Ack && answer.outcome != Outcome::Unknown)
        answer.reason = answer.outcome == Outcome::Reject ? reason_of(answer.code, answer.words)
                                                          : reason_without_words(answer.outcome);
    return answer;
}

core::Result<AccountPage> JsonOrderCodec::decode(const Question& question,
                                                 const net::WebReply& reply) {
    events_.clear();
    next_.clear();
    const auto root = document_.parse_with_numbers_as_text(reply.body);
    const auto verdict =
        root ? judge(std::nullopt, *root) : Verdict{.words = excerpt(reply), .good = true};
    const VenueAnswer answer{.http_status = static_cast<int>(reply.status),
                             .code = verdict.good ? std::string_view{} : verdict.code,
                             .text = verdict.words};
    const bool absent = question.kind == Question::Kind::Order && says_absent(answer.code);
    const auto outcome = outcome_of(answer);
    if (outcome != Outcome::Ack && !absent) return refusal(outcome, answer);
    if (!root) return std::unexpected{root.error()};
    if (absent)
        next_ = next_place(question);
    else
        NJ_TRY(read(question, *root, events_, next_));
    return AccountPage{.events = events_, .next = next_};
}

}  // namespace nightjar::venue
