#pragma once
/// An account at the exchange, and who may speak for it.

#include "exchange/config.hpp"
#include "exchange/order_log.hpp"
#include "portfolio/account.hpp"
#include "venue/credentials.hpp"

#include <deque>
#include <map>
#include <optional>

namespace nightjar::exchange {

/// What a settlement of funding gave to a client, or below 0 took.
struct Payment {
    std::uint64_t id{};
    core::InstrumentId instrument;
    core::Money change;
    core::Time at;
};

/// Changed by its hall alone; venues read it. The books are what the exchange's own were after the
/// last report that was told: so each event shows the balances that it left.
struct Client {
    Client(venue::Credentials identity, core::AccountId at_exchange, portfolio::Account state,
           std::size_t most_orders)
        : credentials{std::move(identity)},
          account{at_exchange},
          books{std::move(state)},
          orders{most_orders} {}

    venue::Credentials credentials;
    core::AccountId account;
    portfolio::Account books;
    OrderLog orders;
    std::deque<Payment> funding;                            ///< the last ones
    std::map<core::InstrumentId, std::int32_t> leverage;    ///< where it is not the default
    std::map<core::InstrumentId, core::Time> cancel_after;  ///< dead man's switches, by instrument
    std::optional<core::Time> cancel_all_after;             ///< the switch for all
};

}  // namespace nightjar::exchange
