#pragma once
/// OKX's signatures: of the time, the method, the target and the body.

#include "core/base/time.hpp"
#include "net/web.hpp"
#include "venue/credentials.hpp"
#include "venue/signing_key.hpp"

namespace nightjar::venue::okx {

class Signer {
public:
    explicit Signer(Credentials credentials)
        : credentials_{std::move(credentials)},
          signing_{SigningKey::hmac_sha256(credentials_.secret.reveal())} {}

    /// Base64, of the time as the call states it.
    [[nodiscard]] std::string signature(std::string_view time, const net::WebRequest& call) const;
    void sign(net::WebRequest& call, core::Time now) const;
    /// The message that logs a private stream in.
    [[nodiscard]] std::string login(core::Time now) const;

private:
    Credentials credentials_;
    SigningKey signing_;
};

}  // namespace nightjar::venue::okx
