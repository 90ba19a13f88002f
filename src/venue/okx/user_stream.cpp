#include "venue/okx/user_stream.hpp"

#include "venue/json_user_stream.hpp"
#include "venue/okx/account_messages.hpp"
#include "venue/okx/feed_request.hpp"
#include "venue/okx/sign.hpp"

namespace nightjar::venue::okx {

namespace {

using core::Status;
using core::Time;

constexpr std::string_view upgrade = "64008";  // the service is about to restart

class Stream final : public JsonUserStream {
public:
    Stream(Market market, Credentials credentials)
        : market_{market}, signer_{std::move(credentials)} {}

    [[nodiscard]] core::Result<std::string> target() const override { return "/ws/v5/private"; }
    [[nodiscard]] StreamUpkeep upkeep() const override {
        constexpr std::int64_t period = 20;
        return {.ping_every = core::seconds(period), .renew_every = {}};
    }
    [[nodiscard]] std::string ping() const override { return std::string{okx::ping}; }

private:
    Status begin(Time now, Step& to) override {
        confirmed_ = 0;
        to.send.push_back(signer_.login(now));
        return {};
    }
    bool read_plain(std::string_view text, Step& to) override {
        if (text != "pong") return false;
        to.events.emplace_back(Pong{});
        return true;
    }
    Status read(const object& message, Time now, Step& to) override;
    Status read_event(const object& message, Step& to);
    Status read_item(std::string_view channel, const object& item, AccountEvents& to) const;
    [[nodiscard]] bool swap() const { return market_ == Market::Swap; }

    Market market_;
    Signer signer_;
    std::size_t confirmed_{};  // of the channels
};

Status Stream::read_event(const object& message, Step& to) {
    NJ_TRY(event, read_text(message, "event"));
    const auto code = text_or_empty(message, "code");
    const auto words = text_or_empty(message, "msg");
    if (event == "login" && code == "0") {
        const auto type = word(market_);
        to.send.push_back(
            fmt::format(R"({{"op":"subscribe","args":[{{"channel":"orders","instType":"{}"}},)"
                        R"({{"channel":"account"}}{}]}})",
                        type, swap() ? R"(,{"channel":"positions","instType":"SWAP"})" : ""));
    } else if (event == "subscribe") {
        const std::size_t channels = swap() ? 3 : 2;
        if (++confirmed_ == channels) to.events.emplace_back(Ready{});
    } else if (event == "notice" && code == upgrade) {
        to.events.emplace_back(Reconnect{words});
    } else if (event == "error" || event == "login") {
        to.events.emplace_back(Refused{code, words});
    }
    return {};
}

Status Stream::read_item(std::string_view channel, const object& item, AccountEvents& to) const {
    const auto type = text_or_empty(item, "instType");
    if (!type.empty() && type != word(market_)) return {};
    if (channel == "orders") return read_order_event(item, to);
    if (channel == "account") return read_account(item, to);
    if (channel == "positions") return read_position(item, to);
    return {};
}

Status Stream::read(const object& message, Time, Step& to) {
    if (has(message, "event")) return read_event(message, to);
    if (!has(message, "arg")) return {};
    NJ_TRY(arg, read_object(message, "arg"));
    NJ_TRY(channel, read_text(arg, "channel"));
    NJ_TRY(items, read_array(message, "data"));
    for (const auto entry : items) {
        NJ_TRY(item, as_object("data", entry));
        NJ_TRY(read_item(channel, item, to.events));
    }
    return {};
}

}  // namespace

std::unique_ptr<UserStream> make_user_stream(Market market, Credentials credentials) {
    return std::make_unique<Stream>(market, std::move(credentials));
}

}  // namespace nightjar::venue::okx
