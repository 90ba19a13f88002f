#pragma once
/// The way of each request: key, clock, signature, limits, answer.

#include "exchange/okx/office.hpp"
#include "exchange/proofs.hpp"
#include "net/web.hpp"

namespace nightjar::exchange::okx {

struct Route {
    std::string_view method;
    std::string_view path;
    std::int64_t most{};  ///< in 2 s, of an account
    bool open{};          ///< to everybody
    Handler handler{};
};
[[nodiscard]] std::span<const Route> routes();

/// One thread. All that give no key count as one.
class FrontDesk {
public:
    explicit FrontDesk(Hall& hall) : hall_{&hall} {}

    [[nodiscard]] net::WebReply serve(const net::WebRequest& request);
    /// The same of a client who has logged in; `items` is a list of orders.
    Answer run(std::string_view method, std::string_view path, std::span<const Args> items,
               Client& client);
    /// Who sends a stream's message of login.
    core::Result<Client*> log_in(const Args& args);

private:
    core::Result<Json> answer(const net::WebRequest& request, std::string_view target);
    core::Result<Client*> identify(const net::WebRequest& request, std::string_view target);
    core::Result<Client*> known(std::string_view key, std::string_view passphrase, core::Time at);
    core::Status take(const Route& route, const Client* client, std::size_t orders);

    Hall* hall_;
    Proofs proofs_;
    RateTable rates_;
};

}  // namespace nightjar::exchange::okx
