#pragma once
/// The way of each request: limits, key, signature, nonce, answer.

#include "exchange/kraken/office.hpp"
#include "net/web.hpp"
#include "venue/kraken/sign.hpp"

namespace nightjar::exchange::kraken {

struct Route {
    std::string_view path;
    Handler handler{};
    bool closed{};  ///< signed, by POST
    int points{};
};

/// The venue's, or null.
[[nodiscard]] const Route* find_route(std::string_view path);

/// One thread. All that ask in public count as one address.
class FrontDesk {
public:
    FrontDesk(Hall& hall, Tokens& tokens) : office_{hall, tokens} {}

    /// `path` is the venue's own, as it was signed.
    Answer serve(const net::WebRequest& request, std::string_view path, std::string_view query);
    [[nodiscard]] Office& office() { return office_; }

private:
    struct Guest {
        venue::kraken::Signer signer;
        std::uint64_t last_nonce{};
        DecayingCounter calls{private_calls};
    };
    [[nodiscard]] Guest* guest(const Client& client);
    Asked<Client*> identify(const Route& route, const net::WebRequest& request,
                            const Params& params);

    Office office_;
    DecayingCounter public_{public_calls};
    std::map<core::AccountId, Guest> guests_;
};

}  // namespace nightjar::exchange::kraken
