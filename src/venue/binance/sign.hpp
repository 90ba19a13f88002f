#pragma once
/// Binance's signatures, spot and futures: of the parameters, as they are sent.

#include "core/base/time.hpp"
#include "net/web.hpp"
#include "venue/credentials.hpp"
#include "venue/signing_key.hpp"

namespace nightjar::venue::binance {

class Signer {
public:
    /// The secret is an HMAC secret, or a private key in PEM (RSA, Ed25519). Error: BadKey.
    static core::Result<Signer> make(const Credentials& credentials);

    /// Of a query, a body, or both behind each other: hex, or base64 where the key is no HMAC.
    [[nodiscard]] std::string signature(std::string_view payload) const;
    /// Adds key, timestamp, window and signature: to the body of a POST or PUT, else to the query.
    void sign(net::WebRequest& call, core::Time now,
              core::Duration window = core::seconds(5)) const;

private:
    Signer(std::string key, SigningKey signing)
        : key_{std::move(key)}, signing_{std::move(signing)} {}

    std::string key_;
    SigningKey signing_;
};

}  // namespace nightjar::venue::binance
