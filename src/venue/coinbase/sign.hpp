#pragma once
/// Coinbase's tokens: a JSON Web Token of its own for each call and each subscription.

#include "core/base/time.hpp"
#include "net/web.hpp"
#include "venue/credentials.hpp"
#include "venue/signing_key.hpp"

namespace nightjar::venue::coinbase {

class Signer {
public:
    static constexpr core::Duration life = core::seconds(120);

    /// The secret is a P-256 key in PEM, or an Ed25519 one in base64. Error: BadKey.
    static core::Result<Signer> make(const Credentials& credentials);

    /// For one request, "GET api.coinbase.com/api/v3/brokerage/accounts" (no query); for a
    /// subscription, nothing. `nonce` is 16 random bytes or more, in hex. Good for `life`.
    [[nodiscard]] std::string token(std::string_view uri, core::Time now,
                                    std::string_view nonce) const;
    void sign(net::WebRequest& call, std::string_view host, core::Time now,
              std::string_view nonce) const;
    [[nodiscard]] const SigningKey& key() const { return signing_; }

private:
    Signer(std::string name, SigningKey signing)
        : name_{std::move(name)}, signing_{std::move(signing)} {}

    std::string name_;
    SigningKey signing_;
};

}  // namespace nightjar::venue::coinbase
