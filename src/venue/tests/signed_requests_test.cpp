/// Requests and messages that another client signed, with the keys it used. They are not part of
/// the project: where they are missing the test says that it was skipped.

#include "venue/binance/sign.hpp"
#include "venue/bybit/sign.hpp"
#include "venue/coinbase/sign.hpp"
#include "venue/encoding.hpp"
#include "venue/kraken/sign.hpp"
#include "venue/okx/sign.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

namespace nightjar::venue {
namespace {

using Element = simdjson::dom::element;

std::string text(const Element& in, std::string_view key) {
    std::string_view value;
    if (in[key].get(value) != simdjson::SUCCESS) return {};
    return std::string{value};
}

/// What is signed, and what proves it.
struct Claim {
    Credentials credentials;
    net::WebRequest call;
    std::map<std::string, std::string> headers;
    std::string message;  ///< of a stream
};

Claim claim_of(const Element& vector) {
    Claim claim;
    const auto credentials = vector["credentials"].value_unsafe();
    claim.credentials = {text(credentials, "apiKey"), Secret{text(credentials, "secret")},
                         Secret{text(credentials, "password")}};
    claim.call = {text(vector, "method"), text(vector, "path"), {}, text(vector, "body")};
    claim.message = text(vector, "message");
    simdjson::dom::object headers;
    if (vector["headers"].get(headers) == simdjson::SUCCESS)
        for (const auto& [name, value] : headers)
            claim.headers[std::string{name}] = std::string{value.get_c_str().value_unsafe()};
    return claim;
}

using Verdict = std::optional<bool>;  // nothing: not signed

std::string decoded(std::string_view percent) {
    std::string out;
    for (std::size_t i = 0; i < percent.size(); ++i)
        if (percent[i] == '%') {
            out += static_cast<char>(std::stoi(std::string{percent.substr(i + 1, 2)}, nullptr, 16));
            i += 2;
        } else {
            out += percent[i];
        }
    return out;
}

/// The parameters of a message in the order of their names, not encoded.
Verdict binance_message(const Claim& claim, const binance::Signer& signer) {
    simdjson::dom::parser parser;
    const simdjson::padded_string json{claim.message};
    const auto message = parser.parse(json).value_unsafe();
    simdjson::dom::object parameters;
    if (message["params"].get(parameters) != simdjson::SUCCESS) return std::nullopt;
    std::map<std::string, std::string> sorted;
    for (const auto& [name, value] : parameters) {
        std::string_view plain;
        sorted[std::string{name}] =
            value.get(plain) == simdjson::SUCCESS ? std::string{plain} : simdjson::minify(value);
    }
    if (!sorted.contains("signature")) return std::nullopt;
    const auto said = sorted.extract("signature").mapped();
    std::string payload;
    for (const auto& [name, value] : sorted)
        payload += fmt::format("{}{}={}", payload.empty() ? "" : "&", name, value);
    return signer.signature(payload) == said;
}

Verdict binance_claim(const Claim& claim) {
    const auto signer = *binance::Signer::make(claim.credentials);
    if (!claim.message.empty()) return binance_message(claim, signer);
    auto payload = claim.call.body;
    if (payload.empty()) payload = claim.call.target.substr(claim.call.target.find('?') + 1);
    const auto at = payload.find("&signature=");
    if (at == std::string::npos) return std::nullopt;
    return signer.signature(payload.substr(0, at)) == decoded(payload.substr(at + 11));
}

std::string argument(const Claim& claim, std::size_t index, std::string_view key) {
    simdjson::dom::parser parser;
    const simdjson::padded_string json{claim.message};
    const auto first = parser.parse(json).value_unsafe()["args"].at(index);
    return key.empty() ? simdjson::minify(first.value_unsafe()) : text(first.value_unsafe(), key);
}

Verdict okx_claim(Claim claim) {
    const bool login = claim.message.contains("\"login\"");
    if (!login && !claim.headers.contains("ok-access-sign")) return std::nullopt;
    const okx::Signer signer{std::move(claim.credentials)};
    if (!login)
        return signer.signature(claim.headers["ok-access-timestamp"], claim.call) ==
               claim.headers["ok-access-sign"];
    return signer.login({std::stoll(argument(claim, 0, "timestamp")) * 1'000'000'000}) ==
           claim.message;
}

Verdict bybit_claim(const Claim& claim) {
    const auto signer = *bybit::Signer::make(claim.credentials);
    if (claim.message.contains("\"auth\"")) {
        auto expires = argument(claim, 1, "");
        std::erase(expires, '"');
        const auto ours = signer.login({std::stoll(expires) * 1'000'000});
        return ours.find(argument(claim, 2, "")) != std::string::npos;
    }
    const auto sign = claim.headers.find("x-bapi-sign");
    if (sign == claim.headers.end()) return std::nullopt;
    return signer.signature(claim.headers.at("x-bapi-timestamp"),
                            claim.headers.at("x-bapi-recv-window"), claim.call) == sign->second;
}

Verdict kraken_claim(const Claim& claim) {
    const auto sign = claim.headers.find("api-sign");
    if (sign == claim.headers.end()) return std::nullopt;
    const auto& body = claim.call.body;
    const auto digits = body.find_first_of("0123456789", body.find("nonce"));
    const auto nonce = body.substr(digits, body.find_first_not_of("0123456789", digits) - digits);
    return kraken::Signer::make(claim.credentials)->signature(claim.call.target, nonce, body) ==
           sign->second;
}

Verdict coinbase_claim(const Claim& claim) {
    std::string token;
    if (const auto bearer = claim.headers.find("authorization"); bearer != claim.headers.end())
        token = bearer->second.substr(7);
    else if (const auto at = claim.message.find("\"jwt\":\""); at != std::string::npos)
        token = claim.message.substr(at + 7, claim.message.find('"', at + 7) - at - 7);
    if (token.empty()) return std::nullopt;
    const auto dot = token.rfind('.');
    auto signature = token.substr(dot + 1);
    std::ranges::replace(signature, '-', '+');
    std::ranges::replace(signature, '_', '/');
    while (signature.size() % 4 != 0) signature += '=';
    const auto signer = *coinbase::Signer::make(claim.credentials);
    return signer.key().verify(token.substr(0, dot), *from_base64(signature));
}

TEST(SignedRequests, OfAnotherClientAreSignedTheSame) {
    const std::filesystem::path file{NIGHTJAR_SHARED_DATA
                                     "/../vectors/ccxt_probe/ccxt_signed_requests.json"};
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "the requests are not on this machine";
    simdjson::dom::parser parser;
    const auto vectors = parser.load(file.string()).get_array().value();
    std::map<std::string, int> equal;
    int unsigned_ones = 0;
    for (const auto vector : vectors) {
        const auto venue = text(vector, "venue");
        if (venue == "hyperliquid") continue;
        auto claim = claim_of(vector);
        const auto verdict = venue.starts_with("binance") ? binance_claim(claim)
                             : venue == "okx"             ? okx_claim(std::move(claim))
                             : venue == "bybit"           ? bybit_claim(claim)
                             : venue == "kraken"          ? kraken_claim(claim)
                                                          : coinbase_claim(claim);
        if (!verdict) {
            ++unsigned_ones;
            continue;
        }
        EXPECT_TRUE(*verdict) << venue << " " << text(vector, "call");
        equal[venue] += *verdict ? 1 : 0;
    }
    int all = 0;
    for (const auto& [venue, count] : equal) all += count;
    EXPECT_EQ(all, 142);
    EXPECT_EQ(equal.size(), 6U);
    EXPECT_EQ(unsigned_ones, 20);
}

}  // namespace
}  // namespace nightjar::venue
