#pragma once
/// Whether it is the client who asks, and not too often.

#include "exchange/client.hpp"
#include "exchange/form.hpp"
#include "exchange/rate_window.hpp"
#include "venue/encoding.hpp"
#include "venue/signing_key.hpp"

#include <map>
#include <string_view>
#include <tuple>

namespace nightjar::exchange {

/// Clients' HMAC-SHA256 keys, made once.
class Proofs {
public:
    /// `signature` in raw bytes; compared in a time that says nothing of where it differs.
    [[nodiscard]] bool good(const Client& client, std::string_view text,
                            std::string_view signature) {
        return key_of(client).verify(text, signature);
    }
    /// The same in lower-case hex.
    [[nodiscard]] bool good_hex(const Client& client, std::string_view text, std::string_view hex) {
        return same_secret(venue::to_hex(key_of(client).sign(text)), hex);
    }

private:
    const venue::SigningKey& key_of(const Client& client) {
        auto key = keys_.find(client.account);
        if (key == keys_.end())
            key = keys_
                      .emplace(client.account,
                               venue::SigningKey::hmac_sha256(client.credentials.secret.reveal()))
                      .first;
        return key->second;
    }

    std::map<core::AccountId, venue::SigningKey> keys_;
};

/// A count for each route and account; those who give no key share one.
class RateTable {
public:
    RateWindow& of(const Client* client, std::size_t route, core::Duration span,
                   std::int64_t most) {
        const auto account = client == nullptr ? core::AccountId{} : client->account;
        return windows_.try_emplace({client != nullptr, account, route}, span, most).first->second;
    }

private:
    std::map<std::tuple<bool, core::AccountId, std::size_t>, RateWindow> windows_;
};

}  // namespace nightjar::exchange
