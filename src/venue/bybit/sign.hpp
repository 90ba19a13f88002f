#pragma once
/// Bybit's signatures: of the time, the key, the window and the query or body.

#include "core/base/time.hpp"
#include "net/web.hpp"
#include "venue/credentials.hpp"
#include "venue/signing_key.hpp"

namespace nightjar::venue::bybit {

class Signer {
public:
    /// The secret is an HMAC secret, or an RSA key in PEM. Error: BadKey.
    static core::Result<Signer> make(const Credentials& credentials);

    /// Hex, or base64 where the key is of RSA; `time` and `window` in ms as the call states them.
    [[nodiscard]] std::string signature(std::string_view time, std::string_view window,
                                        const net::WebRequest& call) const;
    void sign(net::WebRequest& call, core::Time now,
              core::Duration window = core::seconds(5)) const;
    /// The message that logs a private or trading stream in; good until `expires`.
    [[nodiscard]] std::string login(core::Time expires) const;

private:
    Signer(std::string key, SigningKey signing)
        : key_{std::move(key)}, signing_{std::move(signing)} {}
    [[nodiscard]] std::string signed_text(std::string_view text) const;

    std::string key_;
    SigningKey signing_;
};

}  // namespace nightjar::venue::bybit
