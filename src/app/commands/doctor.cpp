/// nightjar doctor: what stands in the way of trading, before it is tried.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/key_check.hpp"
#include "app/passphrase.hpp"
#include "app/venue_market.hpp"
#include "app/wiring.hpp"
#include "engine/live_clock.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace nightjar::app {

using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::ordered_json;

namespace {

/// One venue of the configuration.
struct Patient {
    std::string name;
    std::string protocol;
    std::string address;
    std::vector<InstrumentPlan> instruments;  ///< with the venue's rules
    KeyFindings found;
};

/// The plan as if there were this venue only: what is wrong with one hides nothing of the others.
Plan only(const Plan& plan, const VenuePlan& venue) {
    auto part = plan;
    part.venues = {venue};
    part.strategies.clear();
    std::erase_if(part.instruments,
                  [&](const InstrumentPlan& each) { return each.venue != venue.name; });
    return part;
}

Status examine(Plan plan, const std::filesystem::path& root, const venue::KeyRing& keys,
               Patient& patient) {
    const engine::LiveClock clock;
    NJ_TRY(market, VenueMarket::make(plan, root, keys, clock, [](const std::string&) {}));
    NJ_TRY(config, engine_config(plan, {}));
    const auto& line = market->lines().front();
    patient.address = line.rest.authority();
    patient.instruments = plan.instruments;
    NJ_TRY(found, check_account(line.key, patient.protocol, line.rest, config.catalog));
    patient.found = std::move(found);
    return {};
}

Json as_json(const Patient& patient) {
    const auto& found = patient.found;
    Json instruments = Json::array();
    for (const auto& each : patient.instruments)
        instruments.push_back({{"symbol", each.symbol},
                               {"tick", to_string(each.tick.value_or(core::Money{}))},
                               {"lot", to_string(each.lot.value_or(core::Money{}))},
                               {"min_notional", to_string(each.min_notional)}});
    Json fees = Json::array();
    for (const auto& [symbol, maker, taker] : found.fees)
        fees.push_back({{"symbol", symbol}, {"maker_bps", maker}, {"taker_bps", taker}});
    Json balances = Json::object();
    for (const auto& [asset, total] : found.balances) balances[asset] = total;
    Json positions = Json::object();
    for (const auto& [symbol, qty] : found.positions) positions[symbol] = qty;
    return {{"venue", patient.name},
            {"protocol", patient.protocol},
            {"address", patient.address},
            {"clock_ahead_ms", found.ahead_ms},
            {"latency_ms", found.latency_ms},
            {"trade", or_unknown(found.trade)},
            {"withdraw", or_unknown(found.withdraw)},
            {"instruments", instruments},
            {"fees", fees},
            {"balances", balances},
            {"positions", positions},
            {"open_orders", found.open_orders},
            {"warnings", found.warnings},
            {"faults", found.faults}};
}

void say(const Patient& patient) {
    const auto& found = patient.found;
    fmt::print("{} ({}) at {}\n", patient.name, patient.protocol,
               patient.address.empty() ? "an unknown address" : patient.address);
    if (!patient.address.empty()) {
        fmt::print("  answers in {} ms; its clock is {} ms ahead of ours\n", found.latency_ms,
                   found.ahead_ms);
        fmt::print("  the key may trade: {}; may withdraw: {}\n", or_unknown(found.trade),
                   or_unknown(found.withdraw));
        for (const auto& each : patient.instruments)
            fmt::print("  {:<14} tick {}, lot {}, orders from {} {}\n", each.symbol,
                       to_string(each.tick.value_or(core::Money{})),
                       to_string(each.lot.value_or(core::Money{})), to_string(each.min_notional),
                       each.quote);
        for (const auto& [symbol, maker, taker] : found.fees)
            fmt::print("  {:<14} fees {:.2f} bp maker, {:.2f} bp taker\n", symbol, maker, taker);
        for (const auto& [asset, total] : found.balances)
            fmt::print("  balance        {} {}\n", total, asset);
        for (const auto& [symbol, qty] : found.positions)
            fmt::print("  position       {} of {}\n", qty, symbol);
        fmt::print("  open orders    {}\n", found.open_orders);
    }
    print_advice(found);
}

Status doctor(const Globals& globals, const std::string& config) {
    NJ_TRY(file, TomlTable::read(config));
    NJ_TRY(plan, read_plan(file));
    if (!plan.speaks())
        return fail(Errc::BadCall,
                    "{}: its venues are simulated in the process: nothing to look at", config);
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(keys, load_keys_for(plan, root));
    std::size_t faults = 0;
    auto out = Json::array();
    for (const auto& venue : plan.venues) {
        Patient patient;
        patient.name = venue.name;
        patient.protocol = venue.protocol.name;
        if (const auto status = examine(only(plan, venue), root, keys, patient); !status)
            patient.found.faults.emplace_back(status.error().text());
        if (!patient.found.positions.empty() || patient.found.open_orders > 0)
            patient.found.warnings.emplace_back(
                "orders and positions that are there already are left alone, and not traded over");
        faults += patient.found.faults.size();
        if (globals.json)
            out.push_back(as_json(patient));
        else
            say(patient);
    }
    if (globals.json) fmt::print("{}\n", out.dump(2));
    if (faults > 0)
        return fail(Errc::Io, "{} thing{} in the way of trading", faults,
                    faults == 1 ? " stands" : "s stand");
    return {};
}

}  // namespace

void add_doctor(CLI::App& program, Globals& globals, Action& action) {
    auto config = std::make_shared<std::string>();
    auto* command = program.add_subcommand(
        "doctor", "ask the venues of a configuration what stands in the way of trading");
    command->add_option("--config,config", *config, "a TOML configuration")->required();
    command->footer("example: nightjar doctor --config live.toml");
    command->callback([&, config] { action = [&, config] { return doctor(globals, *config); }; });
}

}  // namespace nightjar::app
