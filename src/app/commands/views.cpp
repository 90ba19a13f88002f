/// nightjar orders | fills | positions | balances | decisions: what a session's ledger says, as a
/// table.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/session_dir.hpp"
#include "app/table_text.hpp"

#include <CLI/CLI.hpp>

namespace nightjar::app {

using core::Status;

namespace {

constexpr std::uint64_t rows_on_terminal = 50;

struct ViewCall {
    std::string session{"last"};
    bool csv{};
    std::uint64_t last{};
    store::ViewFilter filter;
};

Status show(const Globals& globals, const std::string& table, const ViewCall& call) {
    if (call.csv && globals.json) return core::fail(Errc::BadCall, "--csv and --json: choose one");
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(session, find_session(root, call.session));
    NJ_TRY(views, store::Views::open(session.ledger(), session.views()));
    auto filter = call.filter;
    if (call.last > 0)
        filter.last = call.last;
    else if (!call.csv && !globals.json)
        filter.last = rows_on_terminal;
    NJ_TRY(rows, views.table(table, filter));
    if (call.csv) {
        fmt::print("{}", to_csv(rows));
    } else if (globals.json) {
        fmt::print("{}\n", to_json(rows));
    } else if (rows.rows.empty()) {
        fmt::print("session {}: no {}\n", session.id, table);
    } else {
        fmt::print("{}", to_text(rows));
        if (rows.rows.size() < rows.matching)
            fmt::print(
                "the newest {} of {}; more with --last N, all with --csv or --json (session {})\n",
                rows.rows.size(), rows.matching, session.id);
    }
    return {};
}

void add(CLI::App& program, Globals& globals, Action& action, const std::string& table,
         const std::string& what, const std::string& example) {
    auto call = std::make_shared<ViewCall>();  // shared: options and callback outlive this call
    auto* command = program.add_subcommand(table, what);
    command->footer("example: nightjar " + table + " " + example);
    command->add_option("session", call->session, "its id, a part of it, or last (default)");
    command->add_flag("--csv", call->csv, "as CSV, with a header");
    command->add_option("--strategy", call->filter.strategy, "only this one's; house is nobody's");
    command->add_option("--instrument", call->filter.instrument,
                        "only this one's, as SYMBOL or venue:SYMBOL");
    command
        ->add_option("--last", call->last,
                     fmt::format("only the newest so many (default: {} in the terminal, else all)",
                                 rows_on_terminal))
        ->check(CLI::PositiveNumber);
    command->callback([&globals, &action, call, table] {
        action = [&globals, call, table] { return show(globals, table, *call); };
    });
}

}  // namespace

void add_views(CLI::App& program, Globals& globals, Action& action) {
    add(program, globals, action, "orders", "the orders of a session, with how they ended",
        "last --last 20");
    add(program, globals, action, "fills", "the fills of a session, by strategy",
        "last --csv --strategy trend");
    add(program, globals, action, "positions", "what each strategy holds, and what it cost",
        "last");
    add(program, globals, action, "balances", "cash that came or went without a fill",
        "last --json");
    add(program, globals, action, "decisions", "the targets that strategies set, with the votes",
        "last --instrument BTCUSDT");
}

}  // namespace nightjar::app
