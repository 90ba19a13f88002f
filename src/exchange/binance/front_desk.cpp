#include "exchange/binance/front_desk.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::binance {

using core::Time;

namespace {

constexpr unsigned too_many = 429;
constexpr unsigned banned = 418;
constexpr unsigned unauthorized = 401;
constexpr auto ban = core::minutes(2);

/// Some cost more the more they ask for.
int weight_of(const Request& request, Market market) {
    const auto& route = request.route;
    const auto limit = request.params.number("limit").value_or(std::nullopt).value_or(0);
    const bool spot = market == Market::Spot;
    struct Step {
        std::int64_t rows;
        int spot;
        int futures;
    };
    if (route.path.ends_with("/depth"))
        for (const auto& step : {Step{1'000, 250, 20}, Step{500, 50, 20}, Step{100, 25, 10}})
            if (limit > step.rows) return spot ? step.spot : step.futures;
    constexpr int all_spot = 80;
    constexpr int all_futures = 40;
    const bool of_open =
        route.path.ends_with("/openOrders") || route.path.ends_with("/openAlgoOrders");
    if (of_open && route.method == "GET" && !request.params.find("symbol"))
        return spot ? all_spot : all_futures;
    return route.weight;
}

core::Duration long_run(Market market) {
    return market == Market::Spot ? core::days(1) : core::minutes(1);
}

}  // namespace

FrontDesk::FrontDesk(Market market, Hall& hall, ListenKeys& listen_keys)
    : office_{market, hall, listen_keys},
      limits_{limits_of(market)},
      weight_{core::minutes(1), limits_.weight} {}

Answer FrontDesk::serve(const Request& request) {
    NJ_TRY(weigh(request));
    auto* client = request.logged_on;
    const auto security = request.route.security;
    if (security == Security::Key && client == nullptr) {
        NJ_TRY(found, known(request.key));
        client = found;
    } else if (security == Security::Signed && client == nullptr) {
        NJ_TRY(found, identify(request.params, request.key, request.payload));
        client = found;
    } else if (security == Security::Signed) {
        NJ_TRY(on_time(request.params));
    }
    if (request.route.orders) NJ_TRY(count_order(*client));
    return request.route.handler(office_, {request.params, client});
}

Asked<void> FrontDesk::weigh(const Request& request) {
    const auto now = office_.hall.now();
    if (now < banned_until_)
        return refuse(-1003,
                      fmt::format("Way too much request weight used; IP banned until {}. Please "
                                  "use WebSocket Streams for live updates to avoid bans.",
                                  banned_until_.ns / core::milliseconds(1).ns),
                      banned);
    if (weight_.take(weight_of(request, office_.market), now)) return {};
    // Who goes on asking after the first refusals is let in by nobody for a while.
    constexpr std::int64_t patience = 2;
    if (weight_.used() > patience * weight_.most()) banned_until_ = now + ban;
    return refuse(-1003,
                  fmt::format("Too much request weight used; current limit is {} request weight "
                              "per 1 MINUTE. Please use WebSocket Streams for live updates to "
                              "avoid polling the API.",
                              weight_.most()),
                  too_many);
}

Asked<void> FrontDesk::count_order(const Client& client) {
    const auto now = office_.hall.now();
    auto found = orders_.find(client.account);
    if (found == orders_.end())
        found =
            orders_
                .emplace(client.account, Orders{{core::seconds(10), limits_.orders_10s},
                                                {long_run(office_.market), limits_.orders_long}})
                .first;
    auto& [shortly, long_window] = found->second;
    const bool fits = shortly.take(1, now);
    if (long_window.take(1, now) && fits) return {};
    return refuse(-1015,
                  fmt::format("Too many new orders; current limit is {} orders per 10 SECOND.",
                              limits_.orders_10s),
                  too_many);
}

Asked<Client*> FrontDesk::known(std::string_view key) {
    if (key.empty()) return refuse(-2014, "API-key format invalid.", unauthorized);
    if (auto* client = office_.hall.client(key)) return client;
    return refuse(-2015, "Invalid API-key, IP, or permissions for action.", unauthorized);
}

Asked<Client*> FrontDesk::identify(const Params& params, std::string_view key,
                                   std::string_view payload) {
    NJ_TRY(client, known(key));
    NJ_TRY(on_time(params));
    NJ_TRY(signature, params.need("signature"));
    if (signed_by(*client, payload, signature)) return client;
    return refuse(-1022, "Signature for this request is not valid.");
}

Asked<void> FrontDesk::on_time(const Params& params) const {
    constexpr std::int64_t usual_window_ns = 5'000'000'000;
    constexpr std::int64_t longest_window_ns = 60'000'000'000;
    constexpr int ms_as_ns = 6;
    NJ_TRY(stamp, params.time("timestamp"));
    if (!stamp)
        return refuse(-1102,
                      "Mandatory parameter 'timestamp' was not sent, was empty/null, or "
                      "malformed.");
    auto window_ns = usual_window_ns;
    if (const auto text = params.find("recvWindow")) {
        const auto number = core::read_decimal(*text);
        const auto ns = number ? core::count_at(*number, ms_as_ns) : std::nullopt;
        if (!ns || *ns < 0) return illegal("recvWindow");
        if (*ns > longest_window_ns) return refuse(-1131, "recvWindow must be less than 60000.");
        window_ns = *ns;
    }
    const auto now = office_.hall.now();
    if (*stamp >= now + core::seconds(1))
        return refuse(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
    if ((now - *stamp).ns > window_ns)
        return refuse(-1021, "Timestamp for this request is outside of the recvWindow.");
    return {};
}

bool FrontDesk::signed_by(const Client& client, std::string_view payload,
                          std::string_view signature) {
    auto signer = signers_.find(client.account);
    if (signer == signers_.end()) {
        auto made = venue::binance::Signer::make(client.credentials);
        if (!made) return false;
        signer = signers_.emplace(client.account, *std::move(made)).first;
    }
    return same_secret(signer->second.signature(payload), signature);
}

net::Headers FrontDesk::used_headers(const Client* client) const {
    net::Headers headers{{"X-MBX-USED-WEIGHT", std::to_string(weight_.used())},
                         {"X-MBX-USED-WEIGHT-1M", std::to_string(weight_.used())}};
    const auto counted = client == nullptr ? orders_.end() : orders_.find(client->account);
    if (counted == orders_.end()) return headers;
    headers.emplace_back("X-MBX-ORDER-COUNT-10S", std::to_string(counted->second.shortly.used()));
    headers.emplace_back(
        office_.market == Market::Spot ? "X-MBX-ORDER-COUNT-1D" : "X-MBX-ORDER-COUNT-1M",
        std::to_string(counted->second.long_run.used()));
    return headers;
}

Json FrontDesk::used_limits(const Client* client) const {
    const auto row = [](const char* type, const char* interval, int number,
                        const RateWindow& window) {
        return Json{{"rateLimitType", type},
                    {"interval", interval},
                    {"intervalNum", number},
                    {"limit", window.most()},
                    {"count", window.used()}};
    };
    auto rows = Json::array();
    rows.push_back(row("REQUEST_WEIGHT", "MINUTE", 1, weight_));
    const auto counted = client == nullptr ? orders_.end() : orders_.find(client->account);
    if (counted == orders_.end()) return rows;
    constexpr int ten = 10;
    rows.push_back(row("ORDERS", "SECOND", ten, counted->second.shortly));
    rows.push_back(row("ORDERS", office_.market == Market::Spot ? "DAY" : "MINUTE", 1,
                       counted->second.long_run));
    return rows;
}

std::int64_t FrontDesk::retry_after() const {
    const auto now = office_.hall.now();
    const auto until = std::max(banned_until_, weight_.ends());
    return std::max<std::int64_t>(1, (until - now).ns / core::seconds(1).ns + 1);
}

std::string unsigned_part(std::string_view text) {
    constexpr std::string_view name{"signature="};
    const auto at = text.starts_with(name) ? 0 : text.find("&signature=");
    if (at == std::string_view::npos) return std::string{text};
    const auto end = std::min(text.find('&', at + 1), text.size());
    std::string rest{text.substr(0, at)};
    const auto after = text.substr(end);
    rest += rest.empty() && after.starts_with('&') ? after.substr(1) : after;
    return rest;
}

}  // namespace nightjar::exchange::binance
