#pragma once
/// The way of each request: key, clock, signature, limits, answer.

#include "exchange/bybit/office.hpp"
#include "exchange/proofs.hpp"
#include "net/web.hpp"

namespace nightjar::exchange::bybit {

struct Route {
    std::string_view method;
    std::string_view path;
    std::int64_t most{};  ///< a second, of an account
    bool open{};          ///< to everybody
    Handler handler{};
};
[[nodiscard]] std::span<const Route> routes();

/// One thread. All that speak to it count as one address.
class FrontDesk {
public:
    explicit FrontDesk(Office office)
        : office_{office}, address_{core::seconds(5), most_of_address} {}

    [[nodiscard]] net::WebReply serve(const net::WebRequest& request);

    /// The same by WebSocket, of a client who has logged in; `time` and `window` are in its header.
    struct Wire {
        Json reply;  ///< the answer's envelope
        net::Headers limits;
    };
    Wire run(std::string_view path, const Args& args, std::span<const Args> items, Client& client,
             std::string_view time, std::string_view window);
    /// Who sends a stream's message of login.
    core::Result<Client*> log_in(std::string_view key, std::string_view expires,
                                 std::string_view signature);

private:
    static constexpr std::int64_t most_of_address = 600;
    Wire answer(const Route& route, const Call& call);
    core::Result<Client*> identify(const net::WebRequest& request, std::string_view payload);
    core::Status check_time(std::string_view time, std::string_view window) const;

    Office office_;
    Proofs proofs_;
    RateTable rates_;
    RateWindow address_;
};

}  // namespace nightjar::exchange::bybit
