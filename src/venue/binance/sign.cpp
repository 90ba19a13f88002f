#include "venue/binance/sign.hpp"

#include "venue/encoding.hpp"
#include "venue/errc.hpp"

namespace nightjar::venue::binance {

core::Result<Signer> Signer::make(const Credentials& credentials) {
    const auto secret = credentials.secret.reveal();
    if (!secret.starts_with("-----BEGIN"))
        return Signer{credentials.key, SigningKey::hmac_sha256(secret)};
    NJ_TRY(signing, SigningKey::pem(secret));
    if (signing.kind() == SigningKey::Kind::Es256)
        return core::fail(Errc::BadKey, "Binance takes keys of RSA and Ed25519, not of P-256");
    return Signer{credentials.key, std::move(signing)};
}

std::string Signer::signature(std::string_view payload) const {
    const auto bytes = signing_.sign(payload);
    return signing_.kind() == SigningKey::Kind::Hmac ? to_hex(bytes) : to_base64(bytes);
}

void Signer::sign(net::WebRequest& call, core::Time now, core::Duration window) const {
    constexpr std::int64_t ms = 1'000'000;
    call.headers.emplace_back("X-MBX-APIKEY", key_);
    const auto stamp = fmt::format("timestamp={}&recvWindow={}", now.ns / ms, window.ns / ms);
    const auto add = [](std::string& parameters, std::string_view more) {
        if (!parameters.empty() && parameters.back() != '?') parameters += '&';
        parameters += more;
    };
    if (call.method == "POST" || call.method == "PUT") {
        call.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        add(call.body, stamp);
        add(call.body, "signature=" + percent_encoded(signature(call.body)));
        return;
    }
    const auto query = call.target.find('?');
    if (query == std::string::npos) call.target += '?';
    add(call.target, stamp);
    const auto payload = std::string_view{call.target}.substr(call.target.find('?') + 1);
    add(call.target, "signature=" + percent_encoded(signature(payload)));
}

}  // namespace nightjar::venue::binance
