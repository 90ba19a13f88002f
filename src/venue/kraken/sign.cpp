#include "venue/kraken/sign.hpp"

#include "venue/encoding.hpp"
#include "venue/errc.hpp"

namespace nightjar::venue::kraken {

core::Result<Signer> Signer::make(const Credentials& credentials) {
    auto secret = from_base64(credentials.secret.reveal());
    if (!secret) return core::fail(Errc::BadKey, "a secret of Kraken is base64; this one is not");
    const Secret bytes{std::move(*secret)};
    return Signer{credentials.key, SigningKey::hmac_sha512(bytes.reveal())};
}

std::string Signer::signature(std::string_view path, std::string_view nonce,
                              std::string_view body) const {
    return to_base64(signing_.sign(std::string{path} + sha256(fmt::format("{}{}", nonce, body))));
}

void Signer::sign(net::WebRequest& call, std::uint64_t nonce) const {
    const auto text = fmt::format("{}", nonce);
    call.body = fmt::format("nonce={}{}{}", text, call.body.empty() ? "" : "&", call.body);
    call.headers.emplace_back("API-Key", key_);
    call.headers.emplace_back("API-Sign", signature(call.target, text, call.body));
    call.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
}

}  // namespace nightjar::venue::kraken
