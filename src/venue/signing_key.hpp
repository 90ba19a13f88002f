#pragma once
/// A key that signs, of any kind that a venue uses.

#include "core/base/result.hpp"

#include <memory>
#include <string>
#include <string_view>

struct evp_mac_ctx_st;
struct evp_pkey_st;

namespace nightjar::venue {

/// All calls may come from several threads at once. Signatures are raw bytes.
class SigningKey {
public:
    enum class Kind : std::uint8_t {
        Hmac,     ///< SHA-256 or SHA-512
        Rsa,      ///< PKCS 1 v1.5 with SHA-256
        Es256,    ///< ECDSA on P-256 with SHA-256: r and s, 32 bytes each
        Ed25519,  ///< RFC 8032
    };

    static SigningKey hmac_sha256(std::string_view secret);
    static SigningKey hmac_sha512(std::string_view secret);
    /// A private key without passphrase, of RSA, P-256 or Ed25519. Error: BadKey.
    static core::Result<SigningKey> pem(std::string_view text);
    /// The first 32 bytes are the seed. Error: BadKey, for fewer.
    static core::Result<SigningKey> ed25519(std::string_view seed);

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] std::string sign(std::string_view text) const;
    /// In a time that does not depend on where a wrong one differs.
    [[nodiscard]] bool verify(std::string_view text, std::string_view signature) const;

private:
    struct Free {
        void operator()(evp_mac_ctx_st* mac) const;
        void operator()(evp_pkey_st* key) const;
    };
    SigningKey(Kind kind, evp_mac_ctx_st* mac, evp_pkey_st* key)
        : kind_{kind}, mac_{mac}, key_{key} {}
    static SigningKey hmac(const char* digest, std::string_view secret);

    Kind kind_;
    std::unique_ptr<evp_mac_ctx_st, Free> mac_;  // with the secret in it, copied for each text
    std::unique_ptr<evp_pkey_st, Free> key_;
};

/// 32 bytes.
std::string sha256(std::string_view text);

}  // namespace nightjar::venue
