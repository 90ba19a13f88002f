#include "exchange/binance/exchange.hpp"

#include "exchange/binance/parts.hpp"
#include "exchange/binance/stream_session.hpp"
#include "exchange/binance/ws_api.hpp"
#include "exchange/form.hpp"
#include "exchange/service_of.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::binance {

namespace {

/// The venue's own path, behind whatever a client puts before it.
std::string_view own_path(std::string_view path) {
    for (const std::string_view root : {"/api/", "/fapi/", "/sapi/", "/dapi/"})
        if (const auto at = path.find(root); at != std::string_view::npos) return path.substr(at);
    return path;
}

net::WebReply reply(unsigned status, const Json& json) {
    return {status, {{"Content-Type", "application/json;charset=UTF-8"}}, json.dump()};
}

class Exchange final : public ServiceOf<Parts> {
public:
    using ServiceOf::ServiceOf;

    void on_request(const net::WebRequest& request, Reply answer) override {
        parts().catch_up();
        answer(serve(request));
        tell_ended_keys(parts().hall.now());
    }

    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest& request,
                                               net::WebPeer& peer) override {
        parts().catch_up();
        const auto names = segments(split_target(request.target).path);
        const auto api = std::ranges::any_of(
            names, [](std::string_view name) { return name == "ws-api" || name == "ws-fapi"; });
        return api ? open_ws_api(parts(), peer) : open_stream(parts(), peer, request.target);
    }

private:
    net::WebReply serve(const net::WebRequest& request) {
        constexpr unsigned not_found = 404;
        constexpr unsigned too_large = 413;
        if (request.body.size() > longest_body)
            return reply(too_large, to_json({-1102, "Request body is too large."}));
        const auto [path, query] = split_target(request.target);
        const auto* route = find_route(parts().market, request.method, own_path(path));
        if (route == nullptr)
            return reply(not_found, to_json({-5000, fmt::format("Path {:.100}, Method {:.10} is "
                                                                "invalid",
                                                                path, request.method)}));
        auto fields = parse_form(query);
        auto more = parse_form(request.body);
        if (!fields || !more)
            return reply(400, to_json({-1101, "Too many or malformed parameters."}));
        for (auto& field : *more) fields->push_back(std::move(field));
        const Params params{*std::move(fields)};
        const auto key = net::header(request.headers, "X-MBX-APIKEY");
        const auto payload = unsigned_part(query) + unsigned_part(request.body);
        const auto answer = parts().desk.serve({*route, params, key, payload});
        auto said =
            answer ? reply(200, *answer) : reply(answer.error().status, to_json(answer.error()));
        for (auto& header : parts().desk.used_headers(parts().hall.client(key)))
            said.headers.push_back(std::move(header));
        constexpr unsigned too_many = 429;
        constexpr unsigned banned = 418;
        if (said.status == too_many || said.status == banned)
            said.headers.emplace_back("Retry-After", std::to_string(parts().desk.retry_after()));
        return said;
    }

    void tell_ended_keys(core::Time at) {
        for (const auto& [client, key] : parts().listen_keys.take_ended(at))
            parts().users.on_expired(*client, key, at);
    }

    void on_quote(const MarketView& view) override { parts().streams.on_quote(view); }
    void on_depth(const MarketView& view, core::Duration period, const DepthDiff& diff) override {
        parts().streams.on_depth(view, period, diff);
    }
    void on_beat(core::Time at) override {
        ServiceOf::on_beat(at);
        tell_ended_keys(at);
    }
    void on_funding(const Client& client, const Payment& payment) override {
        parts().users.on_funding(client, payment);
    }
};

}  // namespace

std::unique_ptr<VenueService> make_exchange(venue::binance::Market market, HallConfig config,
                                            Now now) {
    return std::make_unique<Exchange>(market, std::move(config), std::move(now));
}

}  // namespace nightjar::exchange::binance
