#include "venue/signing_key.hpp"

#include "venue/errc.hpp"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>

#include <array>

namespace nightjar::venue {

namespace {

constexpr std::size_t p256_bytes = 32;

template <auto free_it>
struct Freed {
    template <class T>
    void operator()(T* it) const {
        free_it(it);
    }
};
using Digesting = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// Ed25519 digests by itself.
const EVP_MD* digest_of(SigningKey::Kind kind) {
    return kind == SigningKey::Kind::Ed25519 ? nullptr : EVP_sha256();
}

std::string from_der(const std::string& der) {
    const auto* at = bytes_of(std::string_view{der});
    const EcSignature parts{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()))};
    std::string raw(2 * p256_bytes, '\0');
    NJ_CHECK(parts != nullptr, "an ECDSA signature of our own does not parse");
    BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), bytes_of(raw), p256_bytes);
    BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), bytes_of(raw) + p256_bytes, p256_bytes);
    return raw;
}

/// Empty when it cannot be one.
std::string to_der(std::string_view raw) {
    if (raw.size() != 2 * p256_bytes) return {};
    const EcSignature parts{ECDSA_SIG_new()};
    ECDSA_SIG_set0(parts.get(), BN_bin2bn(bytes_of(raw), p256_bytes, nullptr),
                   BN_bin2bn(bytes_of(raw) + p256_bytes, p256_bytes, nullptr));
    std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(parts.get(), nullptr)), '\0');
    auto* out = bytes_of(der);
    i2d_ECDSA_SIG(parts.get(), &out);
    return der;
}

}  // namespace

void SigningKey::Free::operator()(evp_mac_ctx_st* mac) const { EVP_MAC_CTX_free(mac); }
void SigningKey::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

SigningKey SigningKey::hmac(const char* digest, std::string_view secret) {
    auto* algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    NJ_CHECK(algorithm != nullptr, "no HMAC");
    auto* mac = EVP_MAC_CTX_new(algorithm);
    EVP_MAC_free(algorithm);
    std::string name{digest};
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
        OSSL_PARAM_construct_end()};
    NJ_CHECK(EVP_MAC_init(mac, bytes_of(secret), secret.size(), parameters.data()) == 1,
             "HMAC with {} cannot begin", digest);
    return {Kind::Hmac, mac, nullptr};
}

SigningKey SigningKey::hmac_sha256(std::string_view secret) { return hmac("SHA256", secret); }
SigningKey SigningKey::hmac_sha512(std::string_view secret) { return hmac("SHA512", secret); }

core::Result<SigningKey> SigningKey::pem(std::string_view text) {
    auto* bio = BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
    std::array<char, 1> no_passphrase{};
    auto* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, no_passphrase.data());
    BIO_free(bio);
    if (key == nullptr)
        return core::fail(Errc::BadKey, "not a private key in PEM, or one with a passphrase");
    SigningKey made{Kind::Rsa, nullptr, key};
    switch (EVP_PKEY_get_base_id(key)) {
        case EVP_PKEY_RSA: return made;
        case EVP_PKEY_ED25519: made.kind_ = Kind::Ed25519; return made;
        case EVP_PKEY_EC:
            if (EVP_PKEY_get_bits(key) != 8 * static_cast<int>(p256_bytes)) break;
            made.kind_ = Kind::Es256;
            return made;
        default: break;
    }
    return core::fail(Errc::BadKey, "a private key that is not of RSA, P-256 or Ed25519");
}

core::Result<SigningKey> SigningKey::ed25519(std::string_view seed) {
    constexpr std::size_t size = 32;
    auto* key = seed.size() < size
                    ? nullptr
                    : EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(seed), size);
    if (key == nullptr)
        return core::fail(Errc::BadKey, "an Ed25519 key has 32 bytes or more, not {}", seed.size());
    return SigningKey{Kind::Ed25519, nullptr, key};
}

std::string SigningKey::sign(std::string_view text) const {
    std::string signature;
    if (mac_) {
        const std::unique_ptr<EVP_MAC_CTX, Free> mac{EVP_MAC_CTX_dup(mac_.get())};
        std::size_t size = EVP_MAC_CTX_get_mac_size(mac.get());
        signature.resize(size);
        NJ_CHECK(EVP_MAC_update(mac.get(), bytes_of(text), text.size()) == 1 &&
                 EVP_MAC_final(mac.get(), bytes_of(signature), &size, size) == 1);
        return signature;
    }
    const Digesting digesting{EVP_MD_CTX_new()};
    std::size_t size = 0;
    NJ_CHECK(EVP_DigestSignInit(digesting.get(), nullptr, digest_of(kind_), nullptr, key_.get()) ==
                 1 &&
             EVP_DigestSign(digesting.get(), nullptr, &size, bytes_of(text), text.size()) == 1);
    signature.resize(size);
    NJ_CHECK(EVP_DigestSign(digesting.get(), bytes_of(signature), &size, bytes_of(text),
                            text.size()) == 1);
    signature.resize(size);
    return kind_ == Kind::Es256 ? from_der(signature) : signature;
}

bool SigningKey::verify(std::string_view text, std::string_view signature) const {
    if (mac_) {
        const auto right = sign(text);
        return right.size() == signature.size() &&
               CRYPTO_memcmp(right.data(), signature.data(), right.size()) == 0;
    }
    const auto wire = kind_ == Kind::Es256 ? to_der(signature) : std::string{signature};
    const Digesting digesting{EVP_MD_CTX_new()};
    return !wire.empty() &&
           EVP_DigestVerifyInit(digesting.get(), nullptr, digest_of(kind_), nullptr, key_.get()) ==
               1 &&
           EVP_DigestVerify(digesting.get(), bytes_of(std::string_view{wire}), wire.size(),
                            bytes_of(text), text.size()) == 1;
}

std::string sha256(std::string_view text) {
    std::string digest(static_cast<std::size_t>(EVP_MD_get_size(EVP_sha256())), '\0');
    NJ_CHECK(EVP_Digest(text.data(), text.size(), bytes_of(digest), nullptr, EVP_sha256(),
                        nullptr) == 1);
    return digest;
}

}  // namespace nightjar::venue
