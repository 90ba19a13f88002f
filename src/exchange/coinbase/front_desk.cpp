#include "exchange/coinbase/front_desk.hpp"

#include "exchange/exact_json.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::coinbase {

namespace {

/// The venue's own path, behind whatever a client puts before it.
std::string_view own_path(std::string_view path) {
    for (const std::string_view root : {"/api/v3/brokerage/", "/v2/"})
        if (const auto at = path.find(root); at != std::string_view::npos) return path.substr(at);
    return path;
}

}  // namespace

Asked<const MarketView*> need_product(const Hall& hall, std::string_view name) {
    if (const auto* view = hall.find(name)) return view;
    return not_found("valid product_id is required");
}

Answer FrontDesk::serve(const net::WebRequest& request) {
    const auto [target, query] = split_target(request.target);
    const auto path = own_path(target);
    const auto found = find_route(request.method, path);
    if (!found) return not_found("404 page not found");
    auto fields = parse_form(query);
    if (!fields) return invalid("malformed query");
    Client* client = nullptr;
    if (found->route.closed) {
        NJ_TRY(known, identify(request, path));
        client = known;
    }
    if (!take(client)) return too_many();
    const Params params{*std::move(fields)};
    const bool posts = request.method == "POST";
    const auto body = posts ? read_exact(request.body) : Json{};
    if (posts && !body.is_object()) return invalid("the body is no JSON object");
    return found->route.handler(*hall_, {params, found->name, client, posts ? &body : nullptr});
}

Asked<Client*> FrontDesk::identify(const net::WebRequest& request, std::string_view path) {
    constexpr std::string_view scheme{"Bearer "};
    auto token = net::header(request.headers, "Authorization");
    if (!token.starts_with(scheme)) return unauthorized();
    token.remove_prefix(scheme.size());
    if (auto* client = gate_->admit(token, request.method, path)) return client;
    return unauthorized();
}

bool FrontDesk::take(const Client* client) {
    const auto now = hall_->now();
    if (client == nullptr) return public_.take(1, now);
    return private_.try_emplace(client->account, core::seconds(1), private_calls)
        .first->second.take(1, now);
}

}  // namespace nightjar::exchange::coinbase
