#pragma once
/// Kraken's signatures: of the path and of a hash over the nonce and the body.

#include "net/web.hpp"
#include "venue/credentials.hpp"
#include "venue/signing_key.hpp"

#include <cstdint>

namespace nightjar::venue::kraken {

class Signer {
public:
    /// The secret is base64. Error: BadKey.
    static core::Result<Signer> make(const Credentials& credentials);

    /// Base64. The body states the nonce.
    [[nodiscard]] std::string signature(std::string_view path, std::string_view nonce,
                                        std::string_view body) const;
    /// Puts the nonce, which rises from call to call, in front of a form's body.
    void sign(net::WebRequest& call, std::uint64_t nonce) const;

private:
    Signer(std::string key, SigningKey signing)
        : key_{std::move(key)}, signing_{std::move(signing)} {}

    std::string key_;
    SigningKey signing_;
};

}  // namespace nightjar::venue::kraken
