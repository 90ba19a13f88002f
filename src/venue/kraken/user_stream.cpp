#include "venue/kraken/user_stream.hpp"

#include "venue/json_order_codec.hpp"
#include "venue/json_user_stream.hpp"
#include "venue/kraken/account_messages.hpp"
#include "venue/kraken/outcome.hpp"
#include "venue/kraken/sign.hpp"

#include <algorithm>

namespace nightjar::venue::kraken {

namespace {

using core::Status;
using core::Time;

class Stream final : public JsonUserStream {
public:
    Stream(Signer signer, Nonces& nonces) : signer_{std::move(signer)}, nonces_{&nonces} {}

    [[nodiscard]] std::optional<net::WebRequest> prepare(Time now) override {
        net::WebRequest request{
            .method = "POST", .target = "/0/private/GetWebSocketsToken", .headers = {}, .body = {}};
        signer_.sign(request, nonces_->next(now));
        token_.clear();
        return request;
    }
    [[nodiscard]] Status on_prepared(const net::WebReply& reply) override;
    [[nodiscard]] core::Result<std::string> target() const override { return "/v2"; }
    [[nodiscard]] StreamUpkeep upkeep() const override {
        constexpr std::int64_t period = 30;  // the venue ends what is idle for a minute
        return {.ping_every = core::seconds(period), .renew_every = {}};
    }
    [[nodiscard]] std::string ping() const override { return R"({"method":"ping"})"; }

private:
    Status begin(Time now, Step& to) override;
    Status read(const object& message, Time now, Step& to) override;
    Status read_answer(const object& message, Step& to);

    Signer signer_;
    Nonces* nonces_;
    JsonDocument answer_;
    std::string token_;
    int confirmed_{};  // of both channels
    MessageCount executions_;
    MessageCount balances_;
};

Status Stream::on_prepared(const net::WebReply& reply) {
    VenueAnswer answer{.http_status = static_cast<int>(reply.status), .code = {}};
    const auto root = answer_.parse_with_numbers_as_text(reply.body);
    if (root)
        if (std::string_view code; (*root)["error"].at(0).get(code) == simdjson::SUCCESS)
            answer.code = answer.text = code;
    if (const auto outcome = outcome_of(answer); outcome != Outcome::Ack)
        return refusal(outcome, answer);
    if (!root) return std::unexpected{root.error()};
    NJ_TRY(whole, as_object("reply", *root));
    NJ_TRY(result, read_object(whole, "result"));
    NJ_TRY(token, read_text(result, "token"));
    const bool plain = std::ranges::all_of(
        token, [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\\'; });
    if (token.empty() || !plain) return bad("token", "?", "not one");
    token_ = token;
    return {};
}

Status Stream::begin(Time, Step& to) {
    if (token_.empty()) return core::fail(Errc::MissingField, "token: it was not asked for yet");
    confirmed_ = 0;
    executions_.reset();
    balances_.reset();
    to.send.push_back(
        fmt::format(R"({{"method":"subscribe","params":{{"channel":"executions","token":"{}",)"
                    R"("snap_orders":true,"snap_trades":true}},"req_id":1}})",
                    token_));
    to.send.push_back(
        fmt::format(R"({{"method":"subscribe","params":{{"channel":"balances","token":"{}",)"
                    R"("snapshot":true}},"req_id":2}})",
                    token_));
    return {};
}

Status Stream::read_answer(const object& message, Step& to) {
    constexpr int channels = 2;
    NJ_TRY(method, read_text(message, "method"));
    if (method == "pong") to.events.emplace_back(Pong{});
    if (method != "subscribe") return {};
    NJ_TRY(success, read_flag(message, "success"));
    if (!success) {
        const auto words = text_or_empty(message, "error");
        to.events.emplace_back(Refused{words, words});
        return {};
    }
    NJ_TRY(result, read_object(message, "result"));
    const auto channel = text_or_empty(result, "channel");
    const bool ours = channel == "executions" || channel == "balances";
    if (ours && ++confirmed_ == channels) to.events.emplace_back(Ready{});
    return {};
}

Status Stream::read(const object& message, Time, Step& to) {
    if (has(message, "method")) return read_answer(message, to);
    if (!has(message, "channel")) return {};
    NJ_TRY(channel, read_text(message, "channel"));
    const bool executions = channel == "executions";
    if (!executions && channel != "balances") return {};  // status, heartbeat
    if (has(message, "sequence")) {
        NJ_TRY(number, read_count(message, "sequence"));
        (executions ? executions_ : balances_).check(number, to.events);
    }
    NJ_TRY(items, read_array(message, "data"));
    for (const auto entry : items) {
        NJ_TRY(item, as_object("data", entry));
        if (executions)
            NJ_TRY(read_execution(item, to.events));
        else
            NJ_TRY(read_wallet(item, to.events));
    }
    return {};
}

}  // namespace

core::Result<std::unique_ptr<UserStream>> make_user_stream(const Credentials& credentials,
                                                           Nonces& nonces) {
    NJ_TRY(signer, Signer::make(credentials));
    return std::make_unique<Stream>(std::move(signer), nonces);
}

}  // namespace nightjar::venue::kraken
