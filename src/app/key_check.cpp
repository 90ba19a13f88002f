#include "app/key_check.hpp"

#include "app/inquiry.hpp"
#include "venue/steps.hpp"

#include <fmt/format.h>

namespace nightjar::app {

using core::Status;
using venue::Question;

namespace {

constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::int64_t much_ahead_ms = 1'000;

void ask_rights(Inquiry& inquiry, KeyFindings& found) {
    const auto status = inquiry.ask(
        {.kind = Question::Kind::KeyRights}, [&](const venue::AccountEvent& event) -> Status {
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
    const auto status = inquiry.ask(
        {.kind = Question::Kind::Balances}, [&](const venue::AccountEvent& event) -> Status {
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
    failed("open orders", inquiry.ask({.kind = Question::Kind::OpenOrders},
                                      [&](const venue::AccountEvent& event) -> Status {
                                          found.open_orders +=
                                              std::holds_alternative<venue::OrderSaid>(event) ? 1U
                                                                                              : 0U;
                                          return {};
                                      }));
    if (inquiry.abilities().positions)
        failed("positions",
               inquiry.ask({.kind = Question::Kind::Positions},
                           [&](const venue::AccountEvent& event) -> Status {
                               const auto* said = std::get_if<venue::PositionSaid>(&event);
                               if (said != nullptr && said->qty.mantissa != 0)
                                   found.positions.emplace_back(
                                       said->symbol, core::format_decimal(said->qty.mantissa,
                                                                          said->qty.decimals));
                               return {};
                           }));
    for (const auto& instrument : catalog.instruments())
        failed("fees",
               inquiry.ask({.kind = Question::Kind::Fees, .instrument = &instrument},
                           [&](const venue::AccountEvent& event) -> Status {
                               constexpr double bps = 10'000;
                               if (const auto* said = std::get_if<venue::FeesSaid>(&event))
                                   found.fees.emplace_back(
                                       instrument.symbol,
                                       bps * core::approximate(venue::money_of(said->maker)),
                                       bps * core::approximate(venue::money_of(said->taker)));
                               return {};
                           }));
}

core::Result<KeyFindings> check(const venue::StoredKey& key, std::string_view protocol,
                                const net::Url& rest, const core::Catalog* catalog) {
    std::vector<const core::Instrument*> instruments;
    if (catalog != nullptr)
        for (const auto& instrument : catalog->instruments()) instruments.push_back(&instrument);
    NJ_TRY(made, Inquiry::make(key, protocol, rest, std::move(instruments)));
    auto& inquiry = *made;
    KeyFindings found;
    NJ_TRY(clock, inquiry.measure_clock());
    found.ahead_ms = clock.ahead.ns / ns_per_ms;
    found.latency_ms = clock.latency.ns / ns_per_ms;
    if (std::abs(found.ahead_ms) > much_ahead_ms)
        found.warnings.push_back(
            fmt::format("this machine's clock is {} ms off: set it", -found.ahead_ms));
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
