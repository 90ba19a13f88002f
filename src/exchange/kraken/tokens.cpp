#include "exchange/kraken/tokens.hpp"

#include "exchange/form.hpp"
#include "venue/encoding.hpp"
#include "venue/signing_key.hpp"

namespace nightjar::exchange::kraken {

std::string Tokens::make(Client& client, core::Time now) {
    constexpr std::size_t most = 1'000;
    std::erase_if(tokens_, [now](const Token& token) { return token.until <= now; });
    if (tokens_.size() == most) tokens_.erase(tokens_.begin());
    auto text = venue::to_base64url(venue::sha256(
        fmt::format("{}/{}/{}", client.credentials.secret.reveal(), now.ns, ++made_)));
    tokens_.push_back({text, &client, now + life});
    return text;
}

Client* Tokens::find(std::string_view token, core::Time now) const {
    for (const auto& known : tokens_)
        if (same_secret(known.text, token)) return known.until > now ? known.client : nullptr;
    return nullptr;
}

}  // namespace nightjar::exchange::kraken
