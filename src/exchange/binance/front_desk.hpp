#pragma once
/// The way of each request, by HTTP or by the WebSocket API: limits, key, clock, signature, answer.

#include "exchange/binance/limits.hpp"
#include "exchange/binance/office.hpp"
#include "exchange/rate_window.hpp"
#include "net/web.hpp"
#include "venue/binance/sign.hpp"

#include <map>

namespace nightjar::exchange::binance {

enum class Security : std::uint8_t {
    None,
    Key,     ///< the key alone
    Signed,  ///< and a signature of what was sent
};

struct Route {
    std::string_view method;
    std::string_view path;
    int weight{};
    Security security{};
    Handler handler{};
    bool orders{};  ///< counts as an order
};

/// The venue's, or null.
[[nodiscard]] const Route* find_route(Market market, std::string_view method,
                                      std::string_view path);

struct Request {
    const Route& route;
    const Params& params;
    std::string_view key;
    std::string_view payload;  ///< what was signed
    Client* logged_on{};       ///< whoever the connection belongs to: then nothing is signed
};

/// One thread. All that speak to it count as one address.
class FrontDesk {
public:
    FrontDesk(Market market, Hall& hall, ListenKeys& listen_keys);

    Answer serve(const Request& request);
    /// The client, if it is him, and lately.
    Asked<Client*> identify(const Params& params, std::string_view key, std::string_view payload);

    /// What has been used of the limits, as headers and as the WebSocket API says it.
    [[nodiscard]] net::Headers used_headers(const Client* client) const;
    [[nodiscard]] Json used_limits(const Client* client) const;
    /// Seconds until asking is allowed again.
    [[nodiscard]] std::int64_t retry_after() const;

private:
    struct Orders {
        RateWindow shortly;
        RateWindow long_run;
    };
    Asked<void> weigh(const Request& request);
    Asked<void> count_order(const Client& client);
    Asked<Client*> known(std::string_view key);
    [[nodiscard]] Asked<void> on_time(const Params& params) const;
    [[nodiscard]] bool signed_by(const Client& client, std::string_view payload,
                                 std::string_view signature);

    Office office_;
    Limits limits_;
    RateWindow weight_;
    core::Time banned_until_;
    std::map<core::AccountId, Orders> orders_;
    std::map<core::AccountId, venue::binance::Signer> signers_;
};

/// Without "signature=..", wherever it stands.
[[nodiscard]] std::string unsigned_part(std::string_view text);

}  // namespace nightjar::exchange::binance
