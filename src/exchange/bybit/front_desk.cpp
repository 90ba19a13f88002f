#include "exchange/bybit/front_desk.hpp"

#include "exchange/decimal_text.hpp"
#include "exchange/service.hpp"

#include <algorithm>

namespace nightjar::exchange::bybit {

namespace {

constexpr unsigned fine = 200;

net::WebReply reply(unsigned status, const Json& json) {
    return {status, {{"Content-Type", "application/json; charset=utf-8"}}, write_json(json)};
}

const Route* find_route(std::string_view method, std::string_view path) {
    const auto all = routes();
    const auto found = std::ranges::find_if(
        all, [&](const Route& route) { return route.method == method && route.path == path; });
    return found == all.end() ? nullptr : &*found;
}

/// Codes differ with the category, also where that is all that can be read.
bool says_linear(const Args& args) { return args.get("category") != "spot"; }

}  // namespace

net::WebReply FrontDesk::serve(const net::WebRequest& request) {
    constexpr unsigned forbidden = 403;
    constexpr unsigned not_found = 404;
    const auto now = office_.hall.now();
    if (!address_.take(1, now))
        return reply(forbidden, envelope(Refusal{403, "access too frequent"}, now));
    // Whatever a client puts before the venue's own path is no part of it.
    const auto [whole, query] = split_target(request.target);
    const auto root = whole.find("/v5/");
    const auto path = root == std::string_view::npos ? whole : whole.substr(root);
    const auto* route = find_route(request.method, path);
    if (route == nullptr) return reply(not_found, envelope(Refusal{404, "not found"}, now));
    const auto refuse = [now](const core::Error& error) {
        return reply(fine, envelope(refusal_of(true, error), now));
    };
    const bool posted = request.method == "POST";
    auto fields = parse_form(query);
    const auto body = posted ? read_json(request.body) : Json::object();
    if (!fields || !body.is_object() || request.body.size() > longest_body)
        return refuse(core::Error{Errc::BadRequest, "params error: cannot be read"});
    Client* client = nullptr;
    if (!route->open) {
        const auto found = identify(request, posted ? std::string_view{request.body} : query);
        if (!found) return refuse(found.error());
        client = *found;
    }
    const auto args = posted ? Args::of(body) : Args{*std::move(fields)};
    constexpr std::size_t most = 20;
    std::vector<Args> items;
    for (const auto& item : body.value("request", Json::array())) {
        if (!item.is_object() || items.size() == most)
            return refuse(core::Error{Errc::BadRequest, "params error: request"});
        auto each = item;
        each["category"] = args.get("category");
        items.push_back(Args::of(each));
    }
    const auto said = answer(*route, {args, items, client});
    auto answer = reply(fine, said.reply);
    for (const auto& header : said.limits) answer.headers.push_back(header);
    return answer;
}

FrontDesk::Wire FrontDesk::run(std::string_view path, const Args& args, std::span<const Args> items,
                               Client& client, std::string_view time, std::string_view window) {
    const auto* route = find_route("POST", path);
    NJ_CHECK(route != nullptr, "{} is no path", path);
    if (const auto good = check_time(time, window); !good)
        return {envelope(refusal_of(says_linear(args), good.error()), office_.hall.now()), {}};
    return answer(*route, {args, items, &client});
}

FrontDesk::Wire FrontDesk::answer(const Route& route, const Call& call) {
    const auto now = office_.hall.now();
    const auto number = static_cast<std::size_t>(&route - routes().data());
    auto& window = rates_.of(call.client, number, core::seconds(1), route.most);
    const auto weight = std::max<std::int64_t>(1, static_cast<std::int64_t>(call.items.size()));
    const bool fits = window.take(weight, now);
    Wire wire;
    if (call.client != nullptr)
        wire.limits = {{"X-Bapi-Limit", std::to_string(window.most())},
                       {"X-Bapi-Limit-Status",
                        std::to_string(std::max<std::int64_t>(0, window.most() - window.used()))},
                       {"X-Bapi-Limit-Reset-Timestamp", ms_text(fits ? now : window.ends())}};
    const auto said =
        fits ? route.handler(office_, call) : Answer{core::fail(Errc::TooManyRequests, "many")};
    wire.reply = said ? envelope(*said, now)
                      : envelope(refusal_of(says_linear(call.args), said.error()), now);
    return wire;
}

core::Status FrontDesk::check_time(std::string_view time, std::string_view window) const {
    constexpr std::int64_t usual = 5'000;
    const Args args{Fields{{"time", std::string{time}}, {"window", std::string{window}}}};
    NJ_TRY(at, args.number("time"));
    NJ_TRY(span, args.number("window"));
    const auto now = ms_of(office_.hall.now());
    constexpr std::int64_t ahead = 1'000;
    if (!at || *at >= now + ahead || *at < now - span.value_or(usual))
        return core::fail(Errc::BadTime, "not now");
    return {};
}

core::Result<Client*> FrontDesk::identify(const net::WebRequest& request,
                                          std::string_view payload) {
    const auto header = [&](const char* name) { return net::header(request.headers, name); };
    const auto key = header("X-BAPI-API-KEY");
    const auto time = header("X-BAPI-TIMESTAMP");
    const auto window = header("X-BAPI-RECV-WINDOW");
    auto* client = office_.hall.client(key);
    if (client == nullptr) return core::fail(Errc::BadKey, "not known");
    NJ_TRY(check_time(time, window));
    const auto text = fmt::format("{}{}{}{}", time, key, window, payload);
    if (!proofs_.good_hex(*client, text, header("X-BAPI-SIGN")))
        return core::fail(Errc::BadSignature, "not the client's");
    return client;
}

core::Result<Client*> FrontDesk::log_in(std::string_view key, std::string_view expires,
                                        std::string_view signature) {
    auto* client = office_.hall.client(key);
    if (client == nullptr) return core::fail(Errc::BadKey, "not known");
    const Args args{Fields{{"expires", std::string{expires}}}};
    NJ_TRY(until, args.number("expires"));
    if (!until || *until <= ms_of(office_.hall.now())) return core::fail(Errc::BadTime, "expired");
    if (!proofs_.good_hex(*client, fmt::format("GET/realtime{}", expires), signature))
        return core::fail(Errc::BadSignature, "not the client's");
    return client;
}

}  // namespace nightjar::exchange::bybit
