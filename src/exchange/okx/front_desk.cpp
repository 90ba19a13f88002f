#include "exchange/okx/front_desk.hpp"

#include "exchange/service.hpp"
#include "venue/encoding.hpp"

#include <algorithm>

namespace nightjar::exchange::okx {

using core::Time;

namespace {

net::WebReply reply(unsigned status, const Json& json) {
    return {status, {{"Content-Type", "application/json; charset=UTF-8"}}, write_json(json)};
}

/// The orders of a body: those of a list, or the one that it is.
core::Result<std::vector<Args>> items_of(std::string_view body) {
    constexpr std::size_t most = 20;
    std::vector<Args> items;
    if (body.empty()) return items;
    const auto json = read_json(body);
    if (json.is_object()) items.push_back(Args::of(json));
    if (json.is_array() && json.size() <= most)
        for (const auto& item : json)
            if (item.is_object()) items.push_back(Args::of(item));
    if (items.empty() || (json.is_array() && items.size() != json.size()))
        return core::fail(Errc::BadRequest, "Parameter body error");
    return items;
}

}  // namespace

net::WebReply FrontDesk::serve(const net::WebRequest& request) {
    // Whatever a client puts before the venue's own path is not signed.
    const std::string_view whole{request.target};
    const auto root = whole.find("/api/v5/");
    const auto target = root == std::string_view::npos ? whole : whole.substr(root);
    const auto data = answer(request, target);
    constexpr unsigned fine = 200;
    if (data) return reply(fine, envelope(*data));
    const auto refusal = refusal_of(Wish::Query, data.error());
    return reply(refusal.status, to_json(refusal));
}

core::Result<Json> FrontDesk::answer(const net::WebRequest& request, std::string_view target) {
    const auto [path, query] = split_target(target);
    const auto all = routes();
    const auto route = std::ranges::find_if(
        all, [&](const Route& each) { return each.method == request.method && each.path == path; });
    if (route == all.end()) return core::fail(Errc::UnknownPath, "not a path of the venue");
    if (request.body.size() > longest_body)
        return core::fail(Errc::BadRequest, "Parameter body error");
    Client* client = nullptr;
    if (!route->open) {
        NJ_TRY(found, identify(request, target));
        client = found;
    }
    NJ_TRY(fields, parse_form(query));
    NJ_TRY(items, items_of(request.body));
    const bool posted = request.method == "POST";
    if (posted && items.empty()) return core::fail(Errc::BadRequest, "Parameter body error");
    NJ_TRY(take(*route, client, items.size()));
    const Args args{std::move(fields)};
    return route->handler(*hall_, {posted ? items.front() : args, items, client});
}

Answer FrontDesk::run(std::string_view method, std::string_view path, std::span<const Args> items,
                      Client& client) {
    const auto all = routes();
    const auto route = std::ranges::find_if(
        all, [&](const Route& each) { return each.method == method && each.path == path; });
    NJ_CHECK(route != all.end(), "{} is no path", path);
    NJ_TRY(take(*route, &client, items.size()));
    return route->handler(*hall_, {items.front(), items, &client});
}

core::Status FrontDesk::take(const Route& route, const Client* client, std::size_t orders) {
    constexpr auto span = core::seconds(2);
    const auto number = static_cast<std::size_t>(&route - routes().data());
    auto& window = rates_.of(client, number, span, route.most);
    const auto weight = std::max<std::int64_t>(1, static_cast<std::int64_t>(orders));
    if (window.take(weight, hall_->now())) return {};
    return core::fail(Errc::TooManyRequests, "too many");
}

core::Result<Client*> FrontDesk::known(std::string_view key, std::string_view passphrase, Time at) {
    constexpr auto patience = core::seconds(30);
    auto* client = hall_->client(key);
    if (client == nullptr) return core::fail(Errc::BadKey, "not known");
    if (at > hall_->now() + patience || at + patience < hall_->now())
        return core::fail(Errc::BadTime, "not now");
    if (!same_secret(client->credentials.passphrase.reveal(), passphrase))
        return core::fail(Errc::BadPassphrase, "another one");
    return client;
}

core::Result<Client*> FrontDesk::identify(const net::WebRequest& request, std::string_view target) {
    const auto header = [&](const char* name) { return net::header(request.headers, name); };
    const auto stamp = header("OK-ACCESS-TIMESTAMP");
    const auto time = core::parse_time(stamp);
    if (!time) return core::fail(Errc::BadTime, "no time");
    NJ_TRY(client, known(header("OK-ACCESS-KEY"), header("OK-ACCESS-PASSPHRASE"), *time));
    const auto signature = venue::from_base64(header("OK-ACCESS-SIGN"));
    const auto text = fmt::format("{}{}{}{}", stamp, request.method, target, request.body);
    if (!signature || !proofs_.good(*client, text, *signature))
        return core::fail(Errc::BadSignature, "not the client's");
    return client;
}

core::Result<Client*> FrontDesk::log_in(const Args& args) {
    const auto stamp = args.get("timestamp");
    const auto number = core::read_decimal(stamp);
    constexpr int ns_digits = 9;
    const auto ns = number ? core::count_at(*number, ns_digits) : std::nullopt;
    constexpr std::int64_t last = 9'000'000'000'000'000'000;
    if (!ns || *ns < 0 || *ns > last) return core::fail(Errc::BadTime, "no time");
    NJ_TRY(client, known(args.get("apiKey"), args.get("passphrase"), Time{*ns}));
    const auto signature = venue::from_base64(args.get("sign"));
    if (!signature ||
        !proofs_.good(*client, fmt::format("{}GET/users/self/verify", stamp), *signature))
        return core::fail(Errc::BadSignature, "not the client's");
    return client;
}

}  // namespace nightjar::exchange::okx
