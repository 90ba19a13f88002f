#pragma once
/// Who is let in: each request and each private subscription brings a token of its own. Source: the
/// venue's "API Key Authentication".

#include "exchange/hall.hpp"
#include "venue/coinbase/sign.hpp"

#include <map>

namespace nightjar::exchange::coinbase {

/// The client's secret is his private key, as he has it himself: what it signed shows that he has
/// it too.
class Gate {
public:
    static constexpr core::Duration longest_life = core::seconds(120);
    static constexpr core::Duration leeway = core::seconds(5);

    explicit Gate(Hall& hall) : hall_{&hall} {}

    /// Null where the token is bad, old, or another's. The `uri` that was signed must have that
    /// method and path, at any host; for a stream there is none.
    [[nodiscard]] Client* admit(std::string_view token, std::string_view method,
                                std::string_view path);

private:
    [[nodiscard]] const venue::SigningKey* key_of(const Client& client);

    Hall* hall_;
    std::map<core::AccountId, venue::coinbase::Signer> signers_;
};

}  // namespace nightjar::exchange::coinbase
