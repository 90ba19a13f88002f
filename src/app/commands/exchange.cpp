/// nightjar exchange: simulated exchanges that speak the venues' own protocols on this machine.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/served_exchanges.hpp"
#include "app/session_dir.hpp"
#include "app/stop_signal.hpp"
#include "engine/live_clock.hpp"
#include "exchange/faults.hpp"
#include "exchange/venues.hpp"
#include "net/web_server.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

namespace nightjar::app {

using core::fail;
using core::Result;
using core::Status;

namespace {

struct ExchangeCall {
    std::vector<std::string> listens;
    std::vector<std::string> accounts;
    std::vector<std::string> deposits;
    std::vector<std::string> faults;
    std::vector<std::string> replays;
    std::string phase{"1s"};
    std::uint64_t seed{1};
    double btc{60'000};
    double eth{3'000};
    std::string certificate;
    std::string key;
};

/// "NAME=REST"; error where there is no "=".
Result<std::pair<std::string, std::string>> assignment(const std::string& text,
                                                       std::string_view option,
                                                       std::string_view example) {
    const auto at = text.find('=');
    if (at == std::string::npos || at == 0)
        return fail(Errc::BadCall, "{} {}: write {}", option, text, example);
    return std::pair{text.substr(0, at), text.substr(at + 1)};
}

Result<std::vector<exchange::Deposit>> read_deposits(const std::vector<std::string>& texts) {
    std::vector<exchange::Deposit> deposits;
    for (const auto& text : texts) {
        NJ_TRY(parts, assignment(text, "--deposit", "USDT=1000000"));
        const auto amount = core::parse_money(parts.second);
        if (!amount) return fail(Errc::BadCall, "--deposit {}: {}", text, amount.error().text());
        deposits.push_back({parts.first, *amount});
    }
    return deposits;
}

/// KEY:SECRET[:PASSPHRASE]; a secret "@FILE" stands in that file.
Result<exchange::ClientConfig> read_account(const std::string& text) {
    const auto first = text.find(':');
    if (first == std::string::npos || first == 0)
        return fail(Errc::BadCall, "--account: write VENUE=KEY:SECRET or VENUE=KEY:@FILE");
    exchange::ClientConfig account;
    account.key = text.substr(0, first);
    auto rest = text.substr(first + 1);
    if (rest.starts_with('@')) {
        std::ifstream file{rest.substr(1), std::ios::binary};
        if (!file) return fail(Errc::BadCall, "--account: {} cannot be read", rest.substr(1));
        account.secret = std::string{std::istreambuf_iterator<char>{file}, {}};
        return account;
    }
    const auto second = rest.find(':');
    account.secret = rest.substr(0, second);
    if (second != std::string::npos) account.passphrase = rest.substr(second + 1);
    return account;
}

using Stand = ServedExchanges::Stand;

/// [MARKET=]FILE, or the name of a tape of the store.
Result<std::vector<Replay>> read_replays(const Globals& globals, const ExchangeCall& call,
                                         ReplayFolder& folder) {
    std::vector<Replay> replays;
    for (const auto& text : call.replays) {
        const auto at = text.find('=');
        const auto market = at == std::string::npos ? "BTC" : text.substr(0, at);
        const auto what = at == std::string::npos ? text : text.substr(at + 1);
        NJ_TRY(root, data_dir(globals.data_dir));
        auto found = std::filesystem::exists(what) ? folder.import(market, what)
                                                   : find_replay(market, root / "series", what);
        if (!found) return fail(Errc::BadCall, "--replay {}: {}", text, found.error().text());
        replays.push_back(*std::move(found));
    }
    return replays;
}

Result<Stand> make_stand(const ExchangeCall& call, const std::string& listen,
                         std::vector<Replay> replays, const core::Clock& clock) {
    NJ_TRY(parts, assignment(listen, "--listen", "binance=9001, or binance=0 for any free port"));
    const auto* known = exchange::find_venue(parts.first);
    if (known == nullptr) {
        std::string names;
        for (const auto& each : exchange::served_venues()) names += fmt::format(" {}", each.name);
        return fail(Errc::BadCall, "--listen {}: no such venue; there are{}", listen, names);
    }
    Stand stand;
    stand.name = parts.first;
    const auto& digits = parts.second;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), stand.port);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
        return fail(Errc::BadCall, "--listen {}: {} is no port", listen, digits);
    NJ_TRY(venue,
           open_exchange(*known, {call.seed, call.btc, call.eth, std::move(replays)}, clock));
    stand.venue = std::move(venue);
    return stand;
}

bool can_be_held(const exchange::Hall& hall, std::string_view asset) {
    const auto& catalog = hall.catalog();
    return asset == catalog.name(hall.currency()) ||
           std::ranges::any_of(catalog.instruments(), [&](const core::Instrument& instrument) {
               return instrument.kind == core::InstrumentKind::Spot &&
                      catalog.name(instrument.base) == asset;
           });
}

Result<std::vector<Stand>> make_stands(const ExchangeCall& call, std::span<const Replay> replays,
                                       const core::Clock& clock) {
    std::vector<Stand> stands;
    for (const auto& listen : call.listens) {
        NJ_TRY(stand, make_stand(call, listen, {replays.begin(), replays.end()}, clock));
        stands.push_back(std::move(stand));
    }
    NJ_TRY(deposits, read_deposits(call.deposits));
    for (const auto& text : call.accounts) {
        NJ_TRY(parts, assignment(text, "--account", "okx=KEY:SECRET:PASSPHRASE"));
        NJ_TRY(account, read_account(parts.second));
        const auto at = std::ranges::find(stands, parts.first, &Stand::name);
        if (at == stands.end())
            return fail(Errc::BadCall, "--account {}=...: {} is not served; add --listen {}=PORT",
                        parts.first, parts.first, parts.first);
        auto& hall = at->venue->hall();
        for (const auto& deposit : deposits)  // each venue takes what can be held there
            if (can_be_held(hall, deposit.asset)) account.deposits.push_back(deposit);
        const auto admitted = hall.admit(std::move(account));
        if (!admitted)
            return fail(Errc::BadCall, "--account {}: {}", parts.first, admitted.error().text());
    }
    std::vector<exchange::Fault> faults;
    for (const auto& text : call.faults) {
        const auto fault = exchange::Fault::parse(text);
        if (!fault) return fail(Errc::BadCall, "--fault {}", fault.error().text());
        faults.push_back(*fault);
    }
    for (auto& stand : stands) stand.venue->set(faults);
    return stands;
}

void say_ready(const Globals& globals, const std::vector<Stand>& stands,
               const std::vector<std::uint16_t>& ports, bool encrypted) {
    const auto* s = encrypted ? "s" : "";
    for (std::size_t i = 0; i < stands.size(); ++i) {
        const auto http = fmt::format("http{}://127.0.0.1:{}", s, ports[i]);
        const auto ws = fmt::format("ws{}://127.0.0.1:{}", s, ports[i]);
        if (globals.json)
            fmt::print("{}\n",
                       nlohmann::ordered_json{{"venue", stands[i].name}, {"http", http}, {"ws", ws}}
                           .dump());
        else
            fmt::print("{:<12} {}  {}\n", stands[i].name, http, ws);
    }
    std::fflush(stdout);
}

void say_counts(const Globals& globals, const std::vector<Stand>& stands) {
    for (const auto& stand : stands) {
        std::uint64_t orders{};
        std::uint64_t executions{};
        for (const auto& client : stand.venue->hall().clients()) {
            orders += client->orders.all().size();
            executions += client->orders.executions().size();
        }
        if (globals.json)
            fmt::print("{}\n", nlohmann::ordered_json{{"venue", stand.name},
                                                      {"requests", stand.venue->requests()},
                                                      {"messages", stand.venue->messages()},
                                                      {"orders", orders},
                                                      {"executions", executions}}
                                   .dump());
        else
            fmt::print("{:<12} {} requests, {} messages, {} orders, {} executions\n", stand.name,
                       stand.venue->requests(), stand.venue->messages(), orders, executions);
    }
    std::fflush(stdout);
}

Status serve(const Globals& globals, const ExchangeCall& call) {
    const engine::LiveClock clock;
    const auto phase = core::parse_duration(call.phase);
    if (!phase) return fail(Errc::BadCall, "--replay-phase {}", phase.error().text());
    ReplayFolder folder;
    NJ_TRY(replays, read_replays(globals, call, folder));
    NJ_TRY(stands, make_stands(call, replays, clock));
    if (!replays.empty()) {
        const auto later = replayed_later(replays, clock.now(), *phase);
        for (const auto& stand : stands) stand.venue->hall().play(later);
        const auto first = std::ranges::min(replays, {}, &Replay::first).first;
        fmt::print(stderr, "replay of {} from {} on\n", core::format_time(first),
                   core::format_time(first + later));
    }
    net::WebServerOptions options;
    options.certificate = call.certificate;
    options.key = call.key;
    hear_stop();
    NJ_TRY(served, ServedExchanges::start(std::move(stands), clock, options));
    say_ready(globals, served->stands(), served->ports(), !call.certificate.empty());
    while (!stop_asked()) std::this_thread::sleep_for(std::chrono::milliseconds{50});
    say_counts(globals, served->stop());
    return {};
}

}  // namespace

void add_exchange(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<ExchangeCall>();
    auto* command = program.add_subcommand(
        "exchange", "serve simulated exchanges that speak the venues' own protocols, on loopback");
    command->add_option("--listen", call->listens, "VENUE=PORT; may be repeated; port 0: any free")
        ->required();
    command->add_option("--account", call->accounts,
                        "VENUE=KEY:SECRET[:PASSPHRASE], made up; a secret @FILE stands in a file");
    command->add_option("--deposit", call->deposits, "ASSET=AMOUNT, of every account");
    command->add_option("--seed", call->seed, "of the market and of the faults")
        ->capture_default_str();
    command->add_option("--btc", call->btc, "price at the start")->capture_default_str();
    command->add_option("--eth", call->eth, "price at the start")->capture_default_str();
    command->add_option("--replay", call->replays,
                        "[MARKET=]FILE, or a tape's name: what was recorded happens again, and no "
                        "agents are there; MARKET is BTC unless it is said");
    command
        ->add_option("--replay-phase", call->phase,
                     "it begins at the same place within so long a span as it was recorded at")
        ->capture_default_str();
    command->add_option("--fault", call->faults,
                        "KIND[:CHANCE][:SPAN][@FROM[-UNTIL]][/PATH]; see docs/exchange.md");
    command->add_option("--certificate", call->certificate, "PEM file; with --key: https and wss");
    command->add_option("--key", call->key, "PEM file of the certificate's private key");
    command->footer(
        "example: nightjar exchange --listen binance=9001 --account binance=KEY:SECRET "
        "--deposit USDT=100000 --deposit BTC=1");
    command->callback([&, call] { action = [&, call] { return serve(globals, *call); }; });
}

}  // namespace nightjar::app
