#pragma once
/// The way of each request: limits, token, answer.

#include "exchange/coinbase/gate.hpp"
#include "exchange/coinbase/office.hpp"
#include "exchange/rate_window.hpp"
#include "net/web.hpp"

namespace nightjar::exchange::coinbase {

struct Route {
    std::string_view method;
    std::string_view path;
    Handler handler{};
    bool closed{};  ///< wants a token
};
struct Found {
    const Route& route;
    std::string_view name;  ///< what stands where the route has {}
};
[[nodiscard]] std::optional<Found> find_route(std::string_view method, std::string_view path);

/// One thread. All that ask in public count as one address.
class FrontDesk {
public:
    FrontDesk(Hall& hall, Gate& gate) : hall_{&hall}, gate_{&gate} {}

    Answer serve(const net::WebRequest& request);

private:
    static constexpr std::int64_t public_calls = 10;  // a second
    static constexpr std::int64_t private_calls = 30;

    Asked<Client*> identify(const net::WebRequest& request, std::string_view path);
    [[nodiscard]] bool take(const Client* client);

    Hall* hall_;
    Gate* gate_;
    RateWindow public_{core::seconds(1), public_calls};
    std::map<core::AccountId, RateWindow> private_;
};

}  // namespace nightjar::exchange::coinbase
