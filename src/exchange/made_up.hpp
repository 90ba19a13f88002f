#pragma once
/// Accounts for who only wants to try.

#include "exchange/config.hpp"

#include <string_view>

namespace nightjar::exchange {

/// Credentials of the form that the venue's own have, made of `random`, 32 bytes that nobody else
/// knows. It has no deposits yet.
[[nodiscard]] ClientConfig made_up_account(std::string_view venue, std::string_view random);

/// A P-256 key in PEM, made of its 32 secret bytes (RFC 5915).
[[nodiscard]] std::string p256_pem(std::string_view secret);

}  // namespace nightjar::exchange
