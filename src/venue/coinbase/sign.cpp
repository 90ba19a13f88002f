#include "venue/coinbase/sign.hpp"

#include "venue/encoding.hpp"
#include "venue/errc.hpp"

namespace nightjar::venue::coinbase {

core::Result<Signer> Signer::make(const Credentials& credentials) {
    const auto secret = credentials.secret.reveal();
    if (secret.starts_with("-----BEGIN")) {
        NJ_TRY(signing, SigningKey::pem(secret));
        if (signing.kind() == SigningKey::Kind::Rsa)
            return core::fail(Errc::BadKey, "Coinbase takes keys of P-256 and Ed25519, not RSA");
        return Signer{credentials.key, std::move(signing)};
    }
    auto seed = from_base64(secret);
    if (!seed)
        return core::fail(Errc::BadKey,
                          "a secret of Coinbase is a key in PEM, or an Ed25519 one in base64");
    const Secret bytes{std::move(*seed)};
    NJ_TRY(signing, SigningKey::ed25519(bytes.reveal()));
    return Signer{credentials.key, std::move(signing)};
}

std::string Signer::token(std::string_view uri, core::Time now, std::string_view nonce) const {
    constexpr std::int64_t second = 1'000'000'000;
    const auto from = now.ns / second;
    const auto* algorithm = signing_.kind() == SigningKey::Kind::Es256 ? "ES256" : "EdDSA";
    const auto head = fmt::format(R"({{"alg":"{}","typ":"JWT","kid":"{}","nonce":"{}"}})",
                                  algorithm, name_, nonce);
    auto claims = fmt::format(R"({{"iss":"cdp","sub":"{}","nbf":{},"exp":{})", name_, from,
                              from + life.ns / second);
    if (!uri.empty()) claims += fmt::format(R"(,"uri":"{}")", uri);
    claims += '}';
    auto text = to_base64url(head) + '.' + to_base64url(claims);
    const auto signature = signing_.sign(text);
    return text + '.' + to_base64url(signature);
}

void Signer::sign(net::WebRequest& call, std::string_view host, core::Time now,
                  std::string_view nonce) const {
    const auto path = std::string_view{call.target}.substr(0, call.target.find('?'));
    call.headers.emplace_back(
        "Authorization",
        "Bearer " + token(fmt::format("{} {}{}", call.method, host, path), now, nonce));
    if (!call.body.empty()) call.headers.emplace_back("Content-Type", "application/json");
}

}  // namespace nightjar::venue::coinbase
