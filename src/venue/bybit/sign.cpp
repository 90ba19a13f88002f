#include "venue/bybit/sign.hpp"

#include "venue/encoding.hpp"
#include "venue/errc.hpp"

namespace nightjar::venue::bybit {

namespace {

constexpr std::int64_t ms = 1'000'000;

}  // namespace

core::Result<Signer> Signer::make(const Credentials& credentials) {
    const auto secret = credentials.secret.reveal();
    if (!secret.starts_with("-----BEGIN"))
        return Signer{credentials.key, SigningKey::hmac_sha256(secret)};
    NJ_TRY(signing, SigningKey::pem(secret));
    if (signing.kind() != SigningKey::Kind::Rsa)
        return core::fail(Errc::BadKey, "Bybit takes keys of RSA, no others");
    return Signer{credentials.key, std::move(signing)};
}

std::string Signer::signed_text(std::string_view text) const {
    const auto bytes = signing_.sign(text);
    return signing_.kind() == SigningKey::Kind::Hmac ? to_hex(bytes) : to_base64(bytes);
}

std::string Signer::signature(std::string_view time, std::string_view window,
                              const net::WebRequest& call) const {
    const std::string_view target = call.target;
    const auto query = target.find('?');
    std::string_view payload = call.body;
    if (call.method == "GET")
        payload = query == std::string_view::npos ? std::string_view{} : target.substr(query + 1);
    return signed_text(fmt::format("{}{}{}{}", time, key_, window, payload));
}

void Signer::sign(net::WebRequest& call, core::Time now, core::Duration window) const {
    const auto time = fmt::format("{}", now.ns / ms);
    const auto span = fmt::format("{}", window.ns / ms);
    const auto signed_by = signature(time, span, call);
    call.headers.emplace_back("X-BAPI-API-KEY", key_);
    call.headers.emplace_back("X-BAPI-TIMESTAMP", time);
    call.headers.emplace_back("X-BAPI-RECV-WINDOW", span);
    call.headers.emplace_back("X-BAPI-SIGN", signed_by);
    if (!call.body.empty()) call.headers.emplace_back("Content-Type", "application/json");
}

std::string Signer::login(core::Time expires) const {
    const auto time = fmt::format("{}", expires.ns / ms);
    return fmt::format(R"({{"op":"auth","args":["{}",{},"{}"]}})", key_, time,
                       signed_text("GET/realtime" + time));
}

}  // namespace nightjar::venue::bybit
