#pragma once
/// The nonces of tokens. Private to the venue.

#include "core/base/time.hpp"
#include "venue/encoding.hpp"
#include "venue/signing_key.hpp"

#include <fmt/format.h>

#include <string>

namespace nightjar::venue::coinbase {

/// Never the same twice within one process, nor with a clock that goes on in another: a hash of the
/// time and a count. They need not be secret, as the token itself is signed.
class TokenNonce {
public:
    explicit TokenNonce(std::string_view salt) : salt_{salt} {}
    [[nodiscard]] std::string next(core::Time now) {
        constexpr std::size_t size = 16;
        return to_hex(sha256(fmt::format("{}/{}/{}", salt_, now.ns, ++count_)).substr(0, size));
    }

private:
    std::string salt_;
    std::uint64_t count_{};
};

}  // namespace nightjar::venue::coinbase
