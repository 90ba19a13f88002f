#pragma once
/// Who may use the private streams.

#include "exchange/client.hpp"

#include <string>
#include <vector>

namespace nightjar::exchange::kraken {

/// Tokens are hashes of the client's secret and a count. Each is good for `life`; a stream that
/// subscribed with one may go on using it.
class Tokens {
public:
    static constexpr core::Duration life = core::minutes(15);

    std::string make(Client& client, core::Time now);
    /// Null for one that is not known, or no longer.
    [[nodiscard]] Client* find(std::string_view token, core::Time now) const;

private:
    struct Token {
        std::string text;
        Client* client;
        core::Time until;
    };
    std::vector<Token> tokens_;  // the oldest first
    std::uint64_t made_{};
};

}  // namespace nightjar::exchange::kraken
