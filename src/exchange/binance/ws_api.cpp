#include "exchange/binance/ws_api.hpp"

#include "exchange/binance/ws_methods.hpp"
#include "exchange/decimal_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::binance {

namespace {

constexpr unsigned fine = 200;

/// Nothing when there is something that no parameter can be.
std::optional<Fields> fields_of(const Json& params) {
    Fields fields;
    if (params.is_null()) return fields;
    if (!params.is_object() || params.size() > most_fields) return std::nullopt;
    for (const auto& [name, value] : params.items()) {
        if (value.is_null()) continue;
        fields.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
    }
    return fields;
}

class ApiSession final : public net::WebSession, private UserSink {
public:
    ApiSession(Parts& parts, net::WebPeer& peer) : parts_{&parts}, peer_{&peer} {}
    ApiSession(const ApiSession&) = delete;
    ApiSession& operator=(const ApiSession&) = delete;
    ~ApiSession() override { parts_->users.leave(*this); }

    void on_text(std::string_view text) override {
        parts_->catch_up();
        const auto request =
            text.size() > longest_message ? Json{} : Json::parse(text, nullptr, false);
        const auto method = request.is_object() ? request.value("method", Json{}) : Json{};
        const auto fields =
            request.is_object() ? fields_of(request.value("params", Json{})) : std::nullopt;
        if (!method.is_string() || !fields) {
            const auto refusal = Refusal{-1135, "Invalid JSON Request"};
            return say({{"id", nullptr}, {"status", 400}, {"error", to_json(refusal)}});
        }
        const Params params{*fields};
        const auto answer = serve(method.get<std::string>(), params);
        Json reply{{"id", request.value("id", Json{})}};
        reply["status"] = answer ? fine : answer.error().status;
        if (answer)
            reply["result"] = *answer;
        else
            reply["error"] = to_json(answer.error());
        if (params.find("returnRateLimits") != "false")
            reply["rateLimits"] = parts_->desk.used_limits(caller(params));
        say(reply);
    }

private:
    Answer serve(const std::string& method, const Params& params) {
        if (const auto* route = find_method(parts_->market, method)) {
            const auto key = params.find("apiKey").value_or(std::string_view{});
            // Whoever has logged on signs no more; a key in the request goes before.
            auto* logged_on = key.empty() ? logged_on_ : nullptr;
            return parts_->desk.serve(
                {*route, params, key, ws_payload(params.fields()), logged_on});
        }
        if (method == "session.logon") return log_on(params);
        if (method == "session.status") return status();
        if (method == "session.logout") {
            logged_on_ = nullptr;
            return status();
        }
        if (parts_->market == Market::Spot) {
            if (method == "userDataStream.subscribe.signature") return subscribe_signed(params);
            if (method == "userDataStream.subscribe") return subscribe(logged_on_);
            if (method == "userDataStream.unsubscribe") return unsubscribe();
        }
        return refuse(-1135, fmt::format("Unknown method '{:.60}'.", method));
    }

    Asked<Client*> identify(const Params& params) {
        const auto key = params.find("apiKey").value_or(std::string_view{});
        return parts_->desk.identify(params, key, ws_payload(params.fields()));
    }
    [[nodiscard]] Client* caller(const Params& params) {
        const auto key = params.find("apiKey");
        return key ? parts_->hall.client(*key) : logged_on_;
    }

    Answer log_on(const Params& params) {
        NJ_TRY(client, identify(params));
        logged_on_ = client;
        return status();
    }
    Answer status() {
        const auto now = ms_of(parts_->hall.now());
        Json json{{"apiKey", nullptr}, {"authorizedSince", nullptr}, {"connectedSince", now}};
        if (logged_on_ != nullptr) {
            json["apiKey"] = logged_on_->credentials.key;
            json["authorizedSince"] = now;
        }
        json["returnRateLimits"] = true;
        json["serverTime"] = now;
        json["userDataStream"] = subscribed_;
        return json;
    }

    Answer subscribe_signed(const Params& params) {
        NJ_TRY(client, identify(params));
        return subscribe(client);
    }
    Answer subscribe(const Client* client) {
        if (client == nullptr)
            return refuse(-2015, "Invalid API-key, IP, or permissions for action.", 401);
        if (!subscribed_) parts_->users.join(*client, *this);
        subscribed_ = true;
        return Json{{"subscriptionId", 0}};
    }
    Answer unsubscribe() {
        parts_->users.leave(*this);
        subscribed_ = false;
        return Json::object();
    }

    void say(const Json& message) { peer_->send(message.dump()); }
    void tell_user(const std::string& event) override {
        peer_->send(fmt::format(R"({{"subscriptionId":0,"event":{}}})", event));
    }
    void end_user() override { subscribed_ = false; }

    Parts* parts_;
    net::WebPeer* peer_;
    Client* logged_on_{};
    bool subscribed_{};
};

}  // namespace

std::unique_ptr<net::WebSession> open_ws_api(Parts& parts, net::WebPeer& peer) {
    return std::make_unique<ApiSession>(parts, peer);
}

std::string ws_payload(Fields fields) {
    std::ranges::sort(fields);
    std::string payload;
    for (const auto& [name, value] : fields) {
        if (name == "signature") continue;
        if (!payload.empty()) payload += '&';
        payload.append(name).append("=").append(value);
    }
    return payload;
}

}  // namespace nightjar::exchange::binance
