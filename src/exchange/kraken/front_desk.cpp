#include "exchange/kraken/front_desk.hpp"

#include "exchange/exact_json.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::kraken {

Asked<const MarketView*> need_pair(const Office& office, const Params& params) {
    NJ_TRY(name, params.need("pair"));
    if (const auto* view = find_pair(office.hall, name)) return view;
    return refuse("EQuery:Unknown asset pair");
}

DecayingCounter& order_count(Office& office, const Client& client, core::InstrumentId instrument) {
    return office.order_counts.try_emplace({client.account, instrument}, orders_of_pair)
        .first->second;
}

Answer FrontDesk::serve(const net::WebRequest& request, std::string_view path,
                        std::string_view query) {
    const auto* route = find_route(path);
    if (route == nullptr || (route->closed && request.method != "POST"))
        return refuse("EGeneral:Unknown method");
    const bool json = request.body.starts_with('{');
    const auto whole = json ? read_exact(request.body) : Json{};
    if (json && !whole.is_object()) return refuse("EGeneral:Invalid arguments");
    auto fields = parse_form(query);
    auto body = parse_form(json ? std::string_view{} : std::string_view{request.body});
    if (!fields || !body) return refuse("EGeneral:Invalid arguments");
    for (auto& field : *body) fields->push_back(std::move(field));
    const auto params = json ? Params::of(whole) : Params{*std::move(fields)};
    if (!route->closed) {
        if (!public_.take(route->points, office_.hall.now()))
            return refuse("EGeneral:Too many requests");
        return route->handler(office_, {params});
    }
    NJ_TRY(client, identify(*route, request, params));
    return route->handler(office_, {params, client, json ? &whole : nullptr});
}

FrontDesk::Guest* FrontDesk::guest(const Client& client) {
    auto found = guests_.find(client.account);
    if (found == guests_.end()) {
        auto signer = venue::kraken::Signer::make(client.credentials);
        if (!signer) return nullptr;
        found = guests_.emplace(client.account, Guest{*std::move(signer)}).first;
    }
    return &found->second;
}

Asked<Client*> FrontDesk::identify(const Route& route, const net::WebRequest& request,
                                   const Params& params) {
    auto* client = office_.hall.client(net::header(request.headers, "API-Key"));
    if (client == nullptr) return refuse("EAPI:Invalid key");
    const auto nonce = params.find("nonce");
    const auto number = params.number("nonce");
    if (!nonce || !number) return refuse("EAPI:Invalid nonce");
    auto* known = guest(*client);
    const auto signature = net::header(request.headers, "API-Sign");
    if (known == nullptr ||
        !same_secret(known->signer.signature(route.path, *nonce, request.body), signature))
        return refuse("EAPI:Invalid signature");
    // Only who holds the secret may use a number up.
    if (**number <= known->last_nonce) return refuse("EAPI:Invalid nonce");
    known->last_nonce = **number;
    if (!known->calls.take(route.points, office_.hall.now()))
        return refuse("EAPI:Rate limit exceeded");
    return client;
}

}  // namespace nightjar::exchange::kraken
