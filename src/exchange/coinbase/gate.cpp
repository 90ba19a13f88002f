#include "exchange/coinbase/gate.hpp"

#include "venue/encoding.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::coinbase {

using Json = nlohmann::ordered_json;

namespace {

/// RFC 4648 section 5, without padding; empty where it is none.
std::string from_base64url(std::string_view text) {
    constexpr std::size_t group = 4;
    std::string plain{text};
    std::ranges::replace(plain, '-', '+');
    std::ranges::replace(plain, '_', '/');
    plain.append((group - plain.size() % group) % group, '=');
    return venue::from_base64(plain).value_or(std::string{});
}

std::string text_of(const Json& json, const char* field) {
    const auto found = json.find(field);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<core::Time> time_of(const Json& json, const char* field) {
    constexpr std::uint64_t latest = 9'000'000'000;  // in 2255
    const auto found = json.find(field);
    if (found == json.end() || !found->is_number_unsigned()) return std::nullopt;
    const auto seconds = std::min(found->get<std::uint64_t>(), latest);
    return core::Time{} + core::seconds(static_cast<std::int64_t>(seconds));
}

bool in_time(const Json& claims, core::Time now) {
    const auto from = time_of(claims, "nbf");
    const auto until = time_of(claims, "exp");
    return from && until && *from <= now + Gate::leeway && *until > now &&
           *until - *from <= Gate::longest_life && now - *from <= Gate::longest_life;
}

/// "GET host/path"
bool fits(const std::string& uri, std::string_view method, std::string_view path) {
    if (method.empty()) return true;
    return uri.size() > method.size() + 1 + path.size() && uri.starts_with(method) &&
           uri[method.size()] == ' ' && uri.ends_with(path);
}

bool names_request(const Json& claims, std::string_view method, std::string_view path) {
    if (claims.contains("uri")) return fits(text_of(claims, "uri"), method, path);
    const auto uris = claims.value("uris", Json::array());
    if (!uris.is_array()) return false;
    return method.empty() || std::ranges::any_of(uris, [&](const Json& uri) {
               return uri.is_string() && fits(uri.get<std::string>(), method, path);
           });
}

}  // namespace

Client* Gate::admit(std::string_view token, std::string_view method, std::string_view path) {
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    if (first == std::string_view::npos || first == last) return nullptr;
    const auto head = Json::parse(from_base64url(token.substr(0, first)), nullptr, false);
    const auto claims =
        Json::parse(from_base64url(token.substr(first + 1, last - first - 1)), nullptr, false);
    if (!head.is_object() || !claims.is_object()) return nullptr;
    auto* client = hall_->client(text_of(claims, "sub"));
    if (client == nullptr || text_of(head, "kid") != client->credentials.key) return nullptr;
    const auto* key = key_of(*client);
    if (key == nullptr) return nullptr;
    const auto* algorithm = key->kind() == venue::SigningKey::Kind::Es256 ? "ES256" : "EdDSA";
    const bool proven = text_of(head, "alg") == algorithm &&
                        key->verify(token.substr(0, last), from_base64url(token.substr(last + 1)));
    if (!proven || !in_time(claims, hall_->now()) || !names_request(claims, method, path))
        return nullptr;
    return client;
}

const venue::SigningKey* Gate::key_of(const Client& client) {
    auto found = signers_.find(client.account);
    if (found == signers_.end()) {
        auto made = venue::coinbase::Signer::make(client.credentials);
        if (!made) return nullptr;
        found = signers_.emplace(client.account, *std::move(made)).first;
    }
    return &found->second.key();
}

}  // namespace nightjar::exchange::coinbase
