/// nightjar execute: one parent order, worked by an algorithm until it ends.

#include "app/command.hpp"
#include "app/commands/execute_node.hpp"
#include "app/control.hpp"
#include "app/errc.hpp"
#include "app/live_session.hpp"
#include "app/session_report.hpp"
#include "exec/algorithm.hpp"
#include "report/execution.hpp"
#include "store/file.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <cmath>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;

namespace {

struct ExecuteCall {
    std::string venue{"binanceusdm"};
    std::string environment{"simulated"};
    std::string key;
    std::string instrument{"BTCUSDT"};
    std::string side;
    double qty{};
    std::string algo{"twap"};
    std::string over;
    double limit{};
    double price{60'000};
    std::vector<std::string> settings;
    double stop{};
    double take_profit{};
    double trailing{};
    std::string session{"-"};  ///< of the node; "-": there is none
    std::string strategy;
    bool detach{};
    std::uint64_t withdraw{};

    [[nodiscard]] bool bracketed() const { return stop > 0 || take_profit > 0 || trailing > 0; }
    [[nodiscard]] bool at_node() const { return session != "-"; }
};

/// A text of TOML; nothing in it ends it.
Result<std::string> quoted(const std::string& text) {
    for (const char c : text)
        if (c == '"' || c == '\\' || c < ' ')
            return fail(Errc::BadCall, "{}: no quotes, backslashes or line ends here", text);
    return '"' + text + '"';
}

/// The algorithm's own settings, as lines of a table.
Result<std::string> settings_of(const ExecuteCall& call) {
    NJ_TRY(algo, quoted(call.algo));
    auto text = "algo = " + algo + "\n";
    if (!call.over.empty()) {
        NJ_TRY(over, quoted(call.over));
        text += "over = " + over + "\n";
    }
    for (const auto& setting : call.settings) {
        const auto at = setting.find('=');
        if (at == std::string::npos || at == 0)
            return fail(Errc::BadCall, "--set {}: KEY=VALUE is wanted", setting);
        NJ_TRY(value, quoted(setting.substr(at + 1)));
        text += setting.substr(0, at) + " = " + value + "\n";
    }
    return text;
}

/// A session of a single strategy that wants the position and nothing else.
Result<std::string> configuration(const ExecuteCall& call) {
    NJ_TRY(venue, quoted(call.venue));
    NJ_TRY(environment, quoted(call.environment));
    NJ_TRY(symbol, quoted(call.instrument));
    NJ_TRY(name, quoted(call.venue + ":" + call.instrument));
    NJ_TRY(key, quoted(call.key));
    NJ_TRY(settings, settings_of(call));
    constexpr double least_cash = 1e6;
    constexpr double times = 10;
    const double cash = std::max(least_cash, std::ceil(times * call.qty * call.price));
    const bool served = call.environment == "simulated";
    std::string text = "# Made by nightjar execute.\n[dashboard]\nport = 0\n\n[[venues]]\n";
    text += fmt::format("name = {}\nprotocol = {}\nenvironment = {}\ncash = \"{:.0f}\"\n", venue,
                        venue, environment, cash);
    if (!call.key.empty()) text += "key = " + key + "\n";
    text += fmt::format("\n[[instruments]]\nvenue = {}\nsymbol = {}\n", venue, symbol);
    if (served) text += fmt::format("price = {}\n", call.price);
    text += fmt::format(
        "\n[[strategies]]\nname = \"execute\"\nkind = \"hold\"\ninstruments = [{}]\n"
        "timeframe = \"1m\"\ncash = \"{:.0f}\"\n\n[strategies.params]\nexposure = {}\n",
        name, cash, call.side == "sell" ? -1 : 1);
    if (call.limit > 0) text += fmt::format("limit = {}\n", call.limit);
    text += fmt::format("\n[[strategies.sizers]]\nkind = \"fixed\"\nqty = {}\n", call.qty);
    text += "\n[strategies.execution]\n" + settings;
    if (call.bracketed())
        text +=
            fmt::format("\n[strategies.protection]\nstop = {}\ntake_profit = {}\ntrailing = {}\n",
                        call.stop, call.take_profit, call.trailing);
    return text;
}

/// The same settings as the words of an order to a node.
std::string terms_of(const ExecuteCall& call) {
    auto text = call.algo;
    if (!call.over.empty()) text += " over=" + call.over;
    for (const auto& setting : call.settings) text += ' ' + setting;
    return text;
}

Status at_node(const Globals& globals, const ExecuteCall& call) {
    if (call.bracketed())
        return fail(Errc::BadCall,
                    "what protects a position at a node stands in the [strategies.protection] of "
                    "the strategy that holds it");
    NodeOrder order;
    order.session = call.session;
    order.detach = call.detach;
    order.wish = {call.strategy,
                  call.venue + ":" + call.instrument,
                  call.side == "sell" ? core::Side::Sell : core::Side::Buy,
                  call.qty,
                  call.limit,
                  terms_of(call),
                  user_name()};
    return order_at_node(globals, order);
}

/// A file that goes away with it.
class Scrap {
public:
    Scrap(const fs::path& folder, const std::string& text)
        : path_{folder / fmt::format("execute-{}.toml", ::getpid())},
          written_{write_text(path_.string(), text)} {}
    ~Scrap() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    Scrap(const Scrap&) = delete;
    Scrap& operator=(const Scrap&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }
    [[nodiscard]] const Status& written() const { return written_; }

private:
    fs::path path_;
    Status written_;
};

std::string progress(const engine::Snapshot& s) {
    std::string out;
    for (const auto& parent : s.parents) out += parent_text(parent);
    for (const auto& line : s.protections) out += protection_text(line);
    return out.empty() ? "  no parent is at work\n" : out;
}

Status check(const ExecuteCall& call) {
    if (call.side != "buy" && call.side != "sell")
        return fail(Errc::BadCall, "--side is buy or sell, not \"{}\"", call.side);
    if (!(call.qty > 0)) return fail(Errc::BadCall, "--qty is above 0");
    if (call.limit < 0) return fail(Errc::BadCall, "--limit is a price above 0");
    return {};
}

Status run(const Globals& globals, const ExecuteCall& call) {
    if (call.withdraw > 0)
        return withdraw_at_node(globals, call.at_node() ? call.session : "", call.withdraw);
    NJ_TRY(check(call));
    if (call.at_node()) return at_node(globals, call);
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(text, configuration(call));
    NJ_TRY(store::make_directory(root));
    const Scrap file{root, text};
    NJ_TRY(file.written());
    LiveCall live;
    live.config = file.path().string();
    live.view = globals.json ? nullptr : progress;
    live.done = [bracketed = call.bracketed()](const engine::Snapshot& s) {
        return s.parents_ended > 0 && (!bracketed || (s.positions.empty() && s.parents.empty()));
    };
    NJ_TRY(ended, run_live(root, live));
    fmt::print("{}", globals.json ? report::execution_json(ended.story) + "\n"
                                  : report::execution_text(ended.story));
    return {};
}

}  // namespace

void add_execute(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<ExecuteCall>();  // shared: options and callback outlive this call
    auto* command = program.add_subcommand("execute", "work one parent order until it ends");
    command->footer(
        "examples: nightjar execute --side buy --qty 0.5 --algo twap --over 2m\n"
        "          nightjar execute --venue okxswap --instrument BTC-USDT-SWAP --side sell --qty 1 "
        "--algo is --over 5m --limit 59000 --set urgency=high\n"
        "          nightjar execute --side buy --qty 0.5 --over 2m --stop 1 --take-profit 2\n"
        "          nightjar execute --node --venue okx --instrument BTC-USDT --side buy --qty 1\n"
        "Without --node it is a session of its own, on paper. With --node the order goes to a node "
        "that runs, for its strategy of the kind \"hand\".\n"
        "Ctrl-C cancels what is out and stops; what has filled stays in the session's ledger.");
    command->add_option("--venue", call->venue, "whose protocol is spoken")->capture_default_str();
    command->add_option("--environment", call->environment, "simulated here, or its testnet")
        ->capture_default_str();
    command->add_option("--key", call->key, "name of the key, where it is not simulated");
    command->add_option("--instrument", call->instrument, "the venue's symbol")
        ->capture_default_str();
    command->add_option("--side", call->side, "buy or sell");
    command->add_option("--qty", call->qty, "in base");
    command->add_option("--algo", call->algo, "as in docs/execution.md")->capture_default_str();
    command->add_option("--over", call->over, "the time that it may take: 90s, 10m, 1h");
    command->add_option("--limit", call->limit, "no child is at a worse price");
    command->add_option("--price", call->price, "of the simulated market at its start")
        ->capture_default_str();
    command->add_option("--set", call->settings, "KEY=VALUE of the algorithm");
    command->add_option("--stop", call->stop, "percent against us at which all is closed");
    command->add_option("--take-profit", call->take_profit, "percent for us at which it is");
    command->add_option("--trailing", call->trailing, "percent below the best price, likewise");
    command->add_option("--node", call->session, "that runs this session, or the only one")
        ->expected(0, 1)
        ->default_str("");
    command->add_option("--strategy", call->strategy, "at the node, whose order it is");
    command->add_flag("--detach", call->detach, "at the node: do not wait for its end");
    command->add_option("--withdraw", call->withdraw,
                        "instead: takes back this parent of the node");
    command->callback(
        [&globals, &action, call] { action = [&globals, call] { return run(globals, *call); }; });
}

}  // namespace nightjar::app
