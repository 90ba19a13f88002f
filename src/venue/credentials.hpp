#pragma once
/// What proves to a venue that it is us.

#include "net/secret.hpp"

#include <string>

namespace nightjar::venue {

using net::Secret;

struct Credentials {
    std::string key;    ///< the name that the venue gave; not secret, but ours alone
    Secret secret;      ///< HMAC secret, base64 secret, or private key in PEM, as the venue has it
    Secret passphrase;  ///< OKX
};

/// For who keeps them too: copying has a name.
[[nodiscard]] Credentials copy_of(const Credentials& from);

}  // namespace nightjar::venue
