#include "store/sha256.hpp"

#include "core/base/result.hpp"

#include <openssl/evp.h>

namespace nightjar::store {

std::string to_hex(const Digest& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (const auto byte : digest) {
        text += digits[std::to_integer<std::size_t>(byte >> 4)];
        text += digits[std::to_integer<std::size_t>(byte & std::byte{0xF})];
    }
    return text;
}

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_{EVP_MD_CTX_new()} {
    NJ_CHECK(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1, "no SHA-256");
}

void Sha256::update(std::span<const std::byte> bytes) {
    NJ_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

Digest Sha256::digest() const {
    Digest digest{};
    const auto last = clone();
    auto* out = reinterpret_cast<unsigned char*>(digest.data());
    NJ_CHECK(EVP_DigestFinal_ex(last.context_.get(), out, nullptr) == 1);
    return digest;
}

void Sha256::reset() { NJ_CHECK(EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1); }

Sha256 Sha256::clone() const {
    Sha256 twin;
    NJ_CHECK(EVP_MD_CTX_copy_ex(twin.context_.get(), context_.get()) == 1);
    return twin;
}

Digest sha256(std::span<const std::byte> bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.digest();
}

}  // namespace nightjar::store
