#pragma once
/// The keys of all accounts, and where each may go; sealed under a passphrase.

#include "net/url.hpp"
#include "venue/credentials.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace nightjar::venue {

struct StoredKey {
    std::string name;   ///< what the configuration calls it
    std::string venue;  ///< "binance", "okx", ...
    /// "api.binance.com", or "127.0.0.1:9001": the only ones to which it, or a signature made with
    /// it, is ever sent.
    std::vector<std::string> hosts;
    Credentials credentials;

    /// Error: WrongHost, whatever URL a configuration holds.
    [[nodiscard]] core::Status may_go_to(const net::Url& url) const;
};

/// What guessing a passphrase costs. Source: libsodium's crypto_pwhash (Argon2id, RFC 9106).
struct SealCost {
    std::uint64_t passes{};
    std::uint64_t bytes{};

    static SealCost usual();  ///< about a second, and 256 MiB
    static SealCost least();  ///< for tests
};

class KeyRing {
public:
    /// Error: BadField, for a name that is taken, for what is empty, and for a host with a blank.
    core::Status add(StoredKey key);
    /// False where there is none.
    bool remove(std::string_view name);
    [[nodiscard]] const StoredKey* find(std::string_view name) const;
    [[nodiscard]] std::span<const StoredKey> keys() const { return keys_; }

    /// Bytes for a file: salt, nonce and cost in the clear, the rest encrypted and authenticated
    /// (XChaCha20-Poly1305) under a key derived from the passphrase.
    [[nodiscard]] std::string seal(const Secret& passphrase, SealCost cost) const;
    /// Errors: BadKey, for another passphrase or a file that was changed; BadField, for what is no
    /// such file.
    static core::Result<KeyRing> unseal(std::string_view bytes, const Secret& passphrase);

private:
    std::vector<StoredKey> keys_;
};

}  // namespace nightjar::venue
