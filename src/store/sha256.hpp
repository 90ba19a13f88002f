#pragma once
/// SHA-256 (FIPS 180-4) of bytes that come in pieces.

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace nightjar::store {

using Digest = std::array<std::byte, 32>;

std::string to_hex(const Digest& digest);

class Sha256 {
public:
    Sha256();
    void update(std::span<const std::byte> bytes);
    void update(std::string_view text) { update(std::as_bytes(std::span{text})); }
    /// The digest so far; more bytes may follow.
    [[nodiscard]] Digest digest() const;
    /// As new.
    void reset();
    /// A second one that goes on from the same bytes.
    [[nodiscard]] Sha256 clone() const;

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// Of bytes that are all there.
Digest sha256(std::span<const std::byte> bytes);

}  // namespace nightjar::store
