#pragma once
/// What a simulated exchange lists, charges and allows.

#include "core/model/instrument.hpp"
#include "core/model/tape.hpp"
#include "sim/models/fees.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nightjar::exchange {

/// What happened at a market, to happen again.
struct Recording {
    std::shared_ptr<core::TapeSource> tape;  ///< of this listing alone: it is read once
    core::Duration clock_offset;  ///< of its exchange times, against whatever time is to be kept
};

struct Listing {
    std::string base;
    std::string quote;
    core::Instrument instrument;  ///< all but id, venue, base and quote, which the hall sets
    core::Price max_price;        ///< of a limit order
    double price{};               ///< at the start, in quote
    double yearly_volatility{0.6};
    std::int32_t max_leverage{1};
    Recording recording;  ///< of all listings or of none; its decimals must fit tick and lot
};

struct HallConfig {
    std::string venue;
    std::string currency;  ///< in which all that is listed is settled
    std::vector<Listing> listings;
    sim::FeeModel fees;
    std::uint64_t seed{1};
    core::Time opens;                          ///< clients are let in
    core::Duration warm_up{core::minutes(5)};  ///< how long agents have traded by then
    double agents_order_value{3'000};
    /// How often changes of the books are told, each a multiple of `Hall::beat`.
    std::vector<core::Duration> depth_periods{core::milliseconds(100)};
    std::size_t max_open_orders{200};  ///< of an account at one instrument
    /// Post-only orders that would take are acknowledged first, and remembered as rejected.
    bool rejects_later{};
    bool trades_numbered_apart{};    ///< those of each instrument
    std::size_t max_orders{10'000};  ///< of an account that are remembered; executions likewise
};

struct Deposit {
    std::string asset;
    core::Money amount;
};

struct ClientConfig {
    std::string key;  ///< the name by which the client is known
    std::string secret;
    std::string passphrase;
    std::vector<Deposit> deposits;
};

}  // namespace nightjar::exchange
