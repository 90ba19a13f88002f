#include "venue/binance/user_stream.hpp"

#include "venue/binance/account_messages.hpp"
#include "venue/binance/outcome.hpp"
#include "venue/binance/sign.hpp"
#include "venue/binance/stops.hpp"
#include "venue/json_order_codec.hpp"
#include "venue/json_user_stream.hpp"
#include "venue/request_text.hpp"

namespace nightjar::venue::binance {

namespace {

using core::Status;
using core::Time;

/// What both markets' streams say.
class Stream : public JsonUserStream {
protected:
    static Status read_event(const object& event, AccountEvents& to) {
        NJ_TRY(kind, read_text(event, "e"));
        if (kind == "executionReport") return read_order_event(event, to);
        if (kind == "ORDER_TRADE_UPDATE") {
            NJ_TRY(order, read_object(event, "o"));
            return read_order_event(order, to);
        }
        if (kind == "ALGO_UPDATE") {
            NJ_TRY(stop, read_object(event, "o"));
            return read_stop_event(stop, to);
        }
        if (kind == "outboundAccountPosition") {
            NJ_TRY(at, read_time(event, "u"));
            return read_account_event(event, at, to);
        }
        if (kind == "ACCOUNT_UPDATE") {
            NJ_TRY(at, read_time(event, "T"));
            NJ_TRY(account, read_object(event, "a"));
            // Of a position with shared margin it names no instrument.
            if (text_or_empty(account, "m") == "FUNDING_FEE") to.emplace_back(FundingDue{});
            return read_account_event(account, at, to);
        }
        // balanceUpdate is a change of what outboundAccountPosition tells as it is.
        if (kind == "listenKeyExpired" || kind == "serverShutdown" ||
            kind == "eventStreamTerminated")
            to.emplace_back(Reconnect{kind});
        return {};
    }
};

class SpotStream final : public Stream {
public:
    SpotStream(std::string key, Signer signer) : key_{std::move(key)}, signer_{std::move(signer)} {}

    [[nodiscard]] core::Result<std::string> target() const override { return "/ws-api/v3"; }
    /// The venue's pings are those of the WebSocket itself.
    [[nodiscard]] StreamUpkeep upkeep() const override { return {}; }

private:
    Status begin(Time now, Step& to) override {
        constexpr std::int64_t window_ms = 5'000;
        const auto time = ms_of(now);
        // The parameters in the order of their names, not encoded.
        const auto signature = signer_.signature(
            fmt::format("apiKey={}&recvWindow={}&timestamp={}", key_, window_ms, time));
        to.send.push_back(
            fmt::format(R"({{"id":"user","method":"userDataStream.subscribe.signature","params":)"
                        R"({{"apiKey":"{}","recvWindow":{},"timestamp":{},"signature":"{}"}}}})",
                        key_, window_ms, time, signature));
        return {};
    }

    Status read(const object& message, Time, Step& to) override {
        if (has(message, "event")) {
            NJ_TRY(event, read_object(message, "event"));
            return read_event(event, to.events);
        }
        if (has(message, "e")) return read_event(message, to.events);
        if (!has(message, "status")) return {};
        NJ_TRY(status, read_count(message, "status"));
        constexpr std::uint64_t good = 200;
        if (status == good) {
            to.events.emplace_back(Ready{});
            return {};
        }
        NJ_TRY(error, read_object(message, "error"));
        to.events.emplace_back(Refused{text_or_empty(error, "code"), text_or_empty(error, "msg")});
        return {};
    }

    std::string key_;
    Signer signer_;
};

class FuturesStream final : public Stream {
public:
    explicit FuturesStream(std::string key) : key_{std::move(key)} {}

    [[nodiscard]] std::optional<net::WebRequest> prepare(Time) override {
        listen_key_.clear();
        return listen_key_call("POST");
    }
    [[nodiscard]] std::optional<net::WebRequest> renew(Time) override {
        return listen_key_call("PUT");
    }
    [[nodiscard]] Status on_prepared(const net::WebReply& reply) override;
    [[nodiscard]] core::Result<std::string> target() const override {
        if (listen_key_.empty())
            return core::fail(Errc::MissingField, "listenKey: it was not asked for yet");
        return "/private/ws?listenKey=" + listen_key_;
    }
    [[nodiscard]] StreamUpkeep upkeep() const override {
        constexpr std::int64_t half = 30;
        return {.ping_every = {}, .renew_every = core::minutes(half)};
    }

private:
    /// Not signed: the key in the header is enough.
    [[nodiscard]] net::WebRequest listen_key_call(std::string_view method) const {
        return {.method = std::string{method},
                .target = "/fapi/v1/listenKey",
                .headers = {{"X-MBX-APIKEY", key_}},
                .body = {}};
    }
    Status begin(Time, Step& to) override {
        to.events.emplace_back(Ready{});
        return {};
    }
    Status read(const object& message, Time, Step& to) override {
        if (has(message, "data")) {
            NJ_TRY(event, read_object(message, "data"));
            return read_event(event, to.events);
        }
        return has(message, "e") ? read_event(message, to.events) : Status{};
    }

    std::string key_;
    std::string listen_key_;
    JsonDocument answer_;
};

Status FuturesStream::on_prepared(const net::WebReply& reply) {
    VenueAnswer answer{.http_status = static_cast<int>(reply.status), .code = {}};
    const auto root = answer_.parse_with_numbers_as_text(reply.body);
    object whole;
    const bool is_object = root && root->get(whole) == simdjson::SUCCESS;
    if (is_object) {
        answer.code = text_or_empty(whole, "code");
        answer.text = text_or_empty(whole, "msg");
    }
    if (const auto outcome = outcome_of(Market::UsdFutures, answer); outcome != Outcome::Ack)
        return refusal(outcome, answer);
    if (!root) return std::unexpected{root.error()};
    if (!is_object) return bad("reply", "?", "not an object");
    // The answer to a renewal may be without the key.
    if (!has(whole, "listenKey") && !listen_key_.empty()) return {};
    NJ_TRY(key, read_text(whole, "listenKey"));
    NJ_TRY(check_name("listenKey", key));
    listen_key_ = key;
    return {};
}

}  // namespace

core::Result<std::unique_ptr<UserStream>> make_user_stream(Market market,
                                                           const Credentials& credentials) {
    NJ_TRY(signer, Signer::make(credentials));
    if (market == Market::Spot)
        return std::make_unique<SpotStream>(credentials.key, std::move(signer));
    return std::make_unique<FuturesStream>(credentials.key);
}

}  // namespace nightjar::venue::binance
