#include "app/key_check.hpp"

#include "app/transport.hpp"
#include "engine/live_clock.hpp"
#include "venue/asker.hpp"
#include "venue/private_side.hpp"
#include "venue/steps.hpp"
#include "venue/venue_clock.hpp"

#include <future>

namespace nightjar::app {

using core::Status;
using venue::Question;

namespace {

constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr int clock_answers = 3;
constexpr std::int64_t much_ahead_ms = 1'000;

/// Asks from another thread than the transport's, and waits.
struct Inquiry {
    engine::LiveClock clock;
    venue::PrivateSide side;
    venue::RateLimiter limiter{{}, 0};
    core::Duration ahead;
    std::unique_ptr<venue::Asker> asker;
    std::unique_ptr<net::SocketTransport> transport;  // ends first: it calls the others

    [[nodiscard]] Status ask(Question::Kind kind, const venue::Asker::Each& each,
                             const core::Instrument* instrument = nullptr) const {
        std::promise<Status> said;
        transport->post([&] {
            asker->ask({.kind = kind, .instrument = instrument}, each,
                       [&](Status status) { said.set_value(std::move(status)); });
        });
        return said.get_future().get();
    }
};

Status measure_clock(Inquiry& inquiry, KeyFindings& found) {
    venue::VenueClock gauge;
    for (int i = 0; i < clock_answers; ++i) {
        const auto sent = inquiry.clock.now();
        NJ_TRY(inquiry.ask(Question::Kind::ServerTime,
                           [&](const venue::AccountEvent& event) -> Status {
                               if (const auto* said = std::get_if<venue::TimeSaid>(&event))
                                   gauge.add(sent, said->at, inquiry.clock.now());
                               return {};
                           }));
    }
    inquiry.ahead = gauge.ahead();
    found.ahead_ms = gauge.ahead().ns / ns_per_ms;
    found.latency_ms = 2 * gauge.doubt().ns / ns_per_ms;
    if (std::abs(found.ahead_ms) > much_ahead_ms)
        found.warnings.push_back(
            fmt::format("this machine's clock is {} ms off: set it", -found.ahead_ms));
    return {};
}

void ask_rights(Inquiry& inquiry, KeyFindings& found) {
    const auto status =
        inquiry.ask(Question::Kind::KeyRights, [&](const venue::AccountEvent& event) -> Status {
            if (const auto* said = std::get_if<venue::KeySaid>(&event)) {
                if (said->trade) found.trade = said->trade;
                if (said->withdraw) found.withdraw = said->withdraw;
                if (said->any_address.value_or(false))
                    found.warnings.emplace_back(
                        "it may be used from any address: bind it to yours");
            }
            return {};
        });
    if (!status)
        found.warnings.push_back(
            fmt::format("what it may do is not known: {}", status.error().text()));
    if (found.trade == false) found.faults.emplace_back("it may not trade");
    if (found.withdraw == true)
        found.warnings.emplace_back("it may withdraw: make one that cannot");
}

void ask_balances(Inquiry& inquiry, KeyFindings& found) {
    const auto status =
        inquiry.ask(Question::Kind::Balances, [&](const venue::AccountEvent& event) -> Status {
            const auto* said = std::get_if<venue::BalanceSaid>(&event);
            if (said != nullptr && said->total.mantissa != 0)
                found.balances.emplace_back(
                    said->asset, core::format_decimal(said->total.mantissa, said->total.decimals));
            return {};
        });
    if (!status) found.faults.push_back(fmt::format("balances: {}", status.error().text()));
}

void ask_standing(Inquiry& inquiry, const core::Catalog& catalog, KeyFindings& found) {
    const auto failed = [&found](std::string_view what, const Status& status) {
        if (!status) found.faults.push_back(fmt::format("{}: {}", what, status.error().text()));
    };
    failed("open orders",
           inquiry.ask(Question::Kind::OpenOrders, [&](const venue::AccountEvent& event) -> Status {
               found.open_orders += std::holds_alternative<venue::OrderSaid>(event) ? 1U : 0U;
               return {};
           }));
    if (inquiry.side.orders->abilities().positions)
        failed(
            "positions",
            inquiry.ask(Question::Kind::Positions, [&](const venue::AccountEvent& event) -> Status {
                const auto* said = std::get_if<venue::PositionSaid>(&event);
                if (said != nullptr && said->qty.mantissa != 0)
                    found.positions.emplace_back(
                        said->symbol, core::format_decimal(said->qty.mantissa, said->qty.decimals));
                return {};
            }));
    for (const auto& instrument : catalog.instruments())
        failed("fees", inquiry.ask(
                           Question::Kind::Fees,
                           [&](const venue::AccountEvent& event) -> Status {
                               constexpr double bps = 10'000;
                               if (const auto* said = std::get_if<venue::FeesSaid>(&event))
                                   found.fees.emplace_back(
                                       instrument.symbol,
                                       bps * core::approximate(venue::money_of(said->maker)),
                                       bps * core::approximate(venue::money_of(said->taker)));
                               return {};
                           },
                           &instrument));
}

core::Result<KeyFindings> check(const venue::StoredKey& key, std::string_view protocol,
                                const net::Url& rest, const core::Catalog* catalog) {
    NJ_TRY(key.may_go_to(rest));
    Inquiry inquiry;
    std::vector<std::string> symbols;
    std::vector<const core::Instrument*> instruments;
    if (catalog != nullptr)
        for (const auto& instrument : catalog->instruments()) {
            symbols.push_back(instrument.symbol);
            instruments.push_back(&instrument);
        }
    NJ_TRY(side, venue::make_private_side(
                     {.protocol = protocol, .rest_host = rest.authority(), .symbols = symbols},
                     key.credentials));
    inquiry.side = std::move(side);
    NJ_TRY(transport, start_transport(inquiry.clock));
    inquiry.transport = std::move(transport);
    inquiry.asker = std::make_unique<venue::Asker>(
        *inquiry.transport, *inquiry.side.orders, inquiry.limiter,
        venue::Asker::Place{.rest = rest}, inquiry.ahead, std::move(instruments));
    KeyFindings found;
    NJ_TRY(measure_clock(inquiry, found));
    ask_rights(inquiry, found);
    ask_balances(inquiry, found);
    if (catalog != nullptr) ask_standing(inquiry, *catalog, found);
    return found;
}

}  // namespace

std::string or_unknown(std::optional<bool> may) { return may ? *may ? "yes" : "no" : "unknown"; }

void print_advice(const KeyFindings& found) {
    for (const auto& warning : found.warnings) fmt::print("  look at this: {}\n", warning);
    for (const auto& fault : found.faults) fmt::print("  in the way: {}\n", fault);
}

core::Result<KeyFindings> check_key(const venue::StoredKey& key, std::string_view protocol,
                                    const net::Url& rest) {
    return check(key, protocol, rest, nullptr);
}

core::Result<KeyFindings> check_account(const venue::StoredKey& key, std::string_view protocol,
                                        const net::Url& rest, const core::Catalog& catalog) {
    return check(key, protocol, rest, &catalog);
}

}  // namespace nightjar::app
